package route

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPatternsThatReachAnotherMethod(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path, other string
		reaches     bool
	}{
		{"/", "/{name}", false},
		{"/{name}", "/me", true},
		{"/me", "/{name}", false},
		{"/me/movies/{title}", "/{name}/movies/{title}", false},
		{"/{name}/movies/{title}", "/me/movies/{title}", true},
		{"/{name}/x", "/b/{y}", true},
		{"/{name}/x", "/{name}/{y}", false},
		{"/{name}", "/{name}/movies", true},
		{"/me", "/{proxy+}", false},
		{"/a", "/b", false},
	} {
		assert.Equal(t, test.reaches, Of("GET", test.path).Reaches(Of("GET", test.other)), "%s, %s", test.path, test.other)
	}
}
