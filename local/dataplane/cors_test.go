package dataplane

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"lambdaless/infra/cors"
	"lambdaless/internal/vtl"
)

// TestChoiceAllowsExactlyTheConfiguredOrigins renders the beginning of the response templates as API Gateway
// does, with the origins of browsers and with others.
func TestChoiceAllowsExactlyTheConfiguredOrigins(t *testing.T) {
	t.Parallel()
	origins := []string{"https://app.example.com", "http://localhost:5173", "https://[::1]:8443"}
	template, err := vtl.Parse("choice", cors.Config{Origins: origins}.Choice()+"body")
	require.NoError(t, err)
	near := rapid.Custom(func(t *rapid.T) string {
		known := rapid.SampledFrom(origins).Draw(t, "known")
		return rapid.SampledFrom([]string{
			known + ".evil.example", "evil-" + known, known + "/", strings.ToUpper(known), known[:len(known)-1], known + "'", known + ",*",
		}).Draw(t, "near")
	})
	rapid.Check(t, func(t *rapid.T) {
		origin := rapid.OneOf(rapid.SampledFrom(origins), near, rapid.String()).Draw(t, "origin")
		name := rapid.SampledFrom([]string{"origin", "Origin"}).Draw(t, "name")
		set := map[string]string{}
		data := &vtl.Data{Params: vtl.Params{Header: vtl.NewMap(name, origin)}, Overridden: func(name string, value any) error {
			set[name] = value.(string)
			return nil
		}}
		text, err := template.Render(data)
		require.NoError(t, err)
		want := map[string]string{}
		for _, allowed := range origins {
			if origin == allowed {
				want["responseOverride.header.Access-Control-Allow-Origin"] = origin
			}
		}
		assert.Equal(t, "body", text)
		assert.Equal(t, want, set, "%q", origin)
	})
}
