package rule

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAFindingShowsWhatItFound(t *testing.T) {
	t.Parallel()
	for counterexample, want := range map[string]string{
		"x\",\"y":    "violated: wrong\n  counterexample: x\",\"y\n  fix: right\n",
		"\n+ a\n- b": "violated: wrong\n  differences:\n+ a\n- b\n  fix: right\n",
		"":           "violated: wrong\n  fix: right\n",
	} {
		f := Violated(nil, "wrong").Counter("%s", counterexample).Remedy("right")
		f.Rule = &Rule{ID: "LP-TEST-001"}
		assert.Contains(t, f.Text(), want)
	}
}
