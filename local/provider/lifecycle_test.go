package provider

import (
	"sort"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/provider/registry"
	"lambdaless/local/provider/resources"
)

// Every type goes through what the engine does with a resource in its life.
func TestLifecycle(t *testing.T) {
	t.Parallel()
	tested, types := map[string]bool{}, registry.All()
	for _, c := range lives() {
		tested[c.token] = true
		t.Run(c.token, func(t *testing.T) {
			t.Parallel()
			w := newHarness(t).fixture()
			in := c.setup(w)

			previewed := w.preview(c.token, "x", in)
			assert.Equal(t, sorted(c.unknown), sorted(unknownPaths(previewed, "")), "unknown at preview")

			r := w.create(c.token, "x", in)
			require.NotEmpty(t, r.id)
			if c.id != "" {
				assert.Equal(t, c.id, r.id)
			}
			outputs := r.outputs()
			assert.Empty(t, unknownPaths(outputs, ""), "unknown after creation")
			for name, v := range c.outputs {
				assert.Equal(t, v, outputs[name], name)
			}
			w.knownAtPreview(previewed, outputs)

			_, err := w.tryCreate(c.token, "y", in)
			if c.again == "" && c.token != tableType && c.token != deploymentType {
				require.NoError(t, err)
			}
			if c.again != "" {
				require.Error(t, err)
				assert.Equal(t, c.again, message(err))
			}

			same := r.diff(in)
			assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, same.GetChanges(), "no change: %v", same.GetDetailedDiff())
			require.True(t, r.refresh())
			assert.Equal(t, outputs, r.outputs(), "no drift")
			assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, r.diff(in).GetChanges(), "no change after a refresh")

			imported := r.imported(c.importID(w, r))
			assert.Equal(t, r.id, imported.GetId(), "imported")
			assert.Equal(t, outputs, r.unpack(imported.GetProperties()), "imported")
			if c.token != accountType { // every account has one
				assert.Empty(t, r.imported(badImport(types[c.token])).GetId(), "import of a resource that does not exist")
			}

			if c.replace != nil {
				d := r.diff(with(in, c.replace))
				assert.Equal(t, c.replaces, d.GetReplaces())
				assert.Equal(t, c.deleteBefore, d.GetDeleteBeforeReplace(), "delete before replace")
			}
			if c.change != nil {
				d := r.diff(with(in, c.change))
				assert.Equal(t, c.changed, kindsOf(d))
				assert.Empty(t, d.GetReplaces())
				planned := r.previewUpdate(with(in, c.change))
				r.update(with(in, c.change))
				w.knownAtPreview(planned, r.outputs())
				assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, r.diff(with(in, c.change)).GetChanges(), "no change after the update: %v", r.diff(with(in, c.change)).GetDetailedDiff())
				require.True(t, r.refresh())
			}

			if c.stays {
				return
			}
			r.delete()
			assert.False(t, r.refresh(), "gone")
			r.delete() // deleting a deleted resource succeeds
		})
	}
	for token, rt := range types {
		_, kept := rt.Calls.(keptType) // TestKeptTypes tests those
		assert.Equal(t, !kept, tested[token], token)
	}
}

// badImport is a well-formed import id of something that does not exist.
func badImport(rt *resources.Type) string {
	switch rt.Token {
	case rolePolicyType:
		return "no:such"
	case policyType:
		return "arn:aws:iam::000000000000:policy/none"
	}
	return "none" + strings.Repeat("/none", strings.Count(rt.ImportShape, "/"))
}

// knownAtPreview compares what a preview knew with what AWS answered.
func (l *harness) knownAtPreview(previewed, answered props) {
	l.Helper()
	for name, v := range previewed {
		if len(unknownPaths(props{name: v}, "")) == 0 {
			assert.Equal(l, v, answered[name], "%s was known at preview", name)
		}
	}
}

// unknownPaths are the paths of unknown values.
func unknownPaths(v any, path string) []string {
	switch v := v.(type) {
	case props:
		var out []string
		for k, e := range v {
			out = append(out, unknownPaths(e, at(path, k))...)
		}
		return out
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, unknownPaths(e, path+"[]")...)
		}
		return out
	}
	if v == any(computedLater) {
		return []string{path}
	}
	return nil
}

func sorted(s []string) []string {
	out := append([]string{}, s...)
	sort.Strings(out)
	return out
}

func kindsOf(d *pulumirpc.DiffResponse) map[string]pulumirpc.PropertyDiff_Kind {
	out := map[string]pulumirpc.PropertyDiff_Kind{}
	for path, p := range d.GetDetailedDiff() {
		out[path] = p.GetKind()
	}
	return out
}
