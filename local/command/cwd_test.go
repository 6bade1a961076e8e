package command

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/capability"
)

// Programs that are not ours are previewed and locked by their own engine's rules: nothing of them is changed but the
// lock, which they get.
func TestOtherProgramsArePreviewedAndLocked(t *testing.T) {
	for name, c := range map[string]struct {
		stack  string
		routes []string
		at     map[string]string // where a finding of a rule leads to
	}{
		"yaml":   {"dev", []string{"GET /{id} proven"}, map[string]string{"LP-STAGE-002": "Pulumi.yaml"}},
		"golang": {"dev", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			source := filepath.Join("testdata", "other", name)
			folder := source
			if name == "yaml" { // a program in Go needs our module around it
				folder = t.TempDir()
				require.NoError(t, os.CopyFS(folder, os.DirFS(source)))
			}
			before := files(t, folder)
			lock := capability.LockPath(folder, c.stack)
			t.Cleanup(func() { _ = os.Remove(lock) })

			file := filepath.Join(t.TempDir(), "report.json")
			said, err := command(t, t.Context(), "", "preview", "--cwd", folder, "--stack", c.stack, "--json-file", file)
			require.NoError(t, err, said)
			assert.Equal(t, before, files(t, folder), "a preview changes nothing")
			assert.Regexp(t, `go run ./local lock --cwd \S+ --stack dev writes the first one`, said)
			report, err := capability.ReadReport(file)
			require.NoError(t, err)
			var routes []string
			for _, r := range report.Matrix.Rows {
				routes = append(routes, r.Route()+" "+string(r.Verdict))
			}
			assert.Equal(t, c.routes, routes)
			at := map[string]string{}
			for _, f := range report.Findings {
				at[f.Rule] = f.Source
			}
			for rule, want := range c.at {
				assert.Equal(t, want, at[rule], rule)
			}

			said, err = command(t, t.Context(), "", "lock", "--cwd", folder, "--stack", c.stack)
			require.NoError(t, err, said)
			assert.Contains(t, said, "Wrote capabilities.dev.lock.json")
			written, err := capability.ReadLock(lock)
			require.NoError(t, err)
			assert.Empty(t, capability.Diff(written, report.Matrix))
		})
	}
}

func TestAFolderWithoutAProject(t *testing.T) {
	t.Parallel()
	_, err := command(t, t.Context(), "", "preview", "--cwd", t.TempDir())
	require.ErrorContains(t, err, "no Pulumi.yaml in ")
}

func TestAProgramInALanguageThatIsNotThere(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "Pulumi.yaml"), []byte("name: shop\nruntime: cobol\n"), 0o600))
	_, err := command(t, t.Context(), "", "preview", "--cwd", folder, "--stack", "dev")
	require.ErrorContains(t, err, "there is no pulumi-language-cobol on PATH: install Pulumi, which has it, or the language's plugin")
}

// files are the texts of all files below a folder.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		texts[path] = string(text)
		return err
	}))
	return texts
}
