package registry

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/local/provider/schema"
)

// A fact that the SDK states already would be a second description: each one must change something.
func TestFactsSayWhatTheSDKDoesNot(t *testing.T) {
	t.Parallel()
	for _, rt := range declared() {
		for path, stated := range rt.Facts {
			before := schema.Of(rt.Token, nil)
			for i := range stated {
				after := schema.Of(rt.Token, schema.Facts{path: stated[:i+1]})
				assert.False(t, reflect.DeepEqual(before, after), "%s: fact %d of %s says what the SDK says", rt.Token, i, path)
				before = after
			}
		}
	}
}
