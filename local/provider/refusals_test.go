package provider

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// refusal is a creation that AWS refuses.
type refusal struct {
	situation string
	token     string
	in        func(w *fixture) props
	says      string // {api}, {name}, {keyId} and {usagePlanId} stand for the fixture's API and the inputs
}

// refuse creates each resource on a fixture of its own, and compares AWS's words.
func refuse(t *testing.T, refusals []refusal) {
	t.Helper()
	for _, c := range refusals {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			w := newHarness(t).fixture()
			in := c.in(w)
			says := strings.ReplaceAll(c.says, "{api}", w.api.id)
			for _, name := range []string{"name", "keyId", "usagePlanId"} {
				if v, ok := in[name].(string); ok {
					says = strings.ReplaceAll(says, "{"+name+"}", v)
				}
			}
			// Where a document is at fault, the lines that follow say where.
			assert.Equal(t, says, strings.SplitN(w.refused(c.token, "refused", in), "\n", 2)[0])
		})
	}
}
