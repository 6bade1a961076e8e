package vtl_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/conformance"
)

// TestAssumptions renders what each numbered assumption says.
func TestAssumptions(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Cases()
	require.NoError(t, err)
	for _, c := range cases {
		t.Run(c.ID+" "+c.Name, func(t *testing.T) {
			t.Parallel()
			out, err := renderCase(t, c)
			if c.Error != "" {
				require.Error(t, err, "rendered %q", out)
				assert.Contains(t, err.Error(), c.Error)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.Want, out)
		})
	}
}

func renderCase(t *testing.T, c conformance.Case) (string, error) {
	t.Helper()
	template, err := vtl.Parse(c.ID, c.Template)
	if err != nil {
		return "", err
	}
	vars, err := vtl.FromJSON(conformance.Vars)
	require.NoError(t, err)
	d := &vtl.Data{
		Body: c.Body, StageVariables: conformance.StageVariables, Vars: map[string]any{},
		Params: vtl.Params{
			Path: vtl.FromGo(conformance.Path).(*vtl.Map), Querystring: vtl.FromGo(conformance.Querystring).(*vtl.Map),
			Header: vtl.FromGo(conformance.Header).(*vtl.Map),
		},
		Context: vtl.FromGo(conformance.Context).(*vtl.Map),
	}
	for _, e := range vars.(*vtl.Map).Entries() {
		d.Vars[e.Key.(string)] = e.Value
	}
	return template.Render(d)
}

// TestAssumptionsAreDocumentedAndTested holds that the documented numbers are those that cases have.
func TestAssumptionsAreDocumentedAndTested(t *testing.T) {
	t.Parallel()
	documented := documentedIDs(t)
	cases, err := conformance.Cases()
	require.NoError(t, err)
	tested := map[string]bool{"VTL-067": true, "VTL-069": true} // limits: limits_test.go
	for _, c := range cases {
		tested[c.ID] = true
		assert.Contains(t, documented, c.ID, c.Name)
	}
	for id := range documented {
		assert.Contains(t, tested, id)
	}
}

func documentedIDs(t *testing.T) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	files, err := filepath.Glob("../../docs/assumptions*.md")
	require.NoError(t, err)
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`(?m)^\| (VTL-\d{3}) \|`).FindAllSubmatch(text, -1) {
			ids[string(m[1])] = true
		}
	}
	require.NotEmpty(t, ids, "no assumptions are documented")
	return ids
}
