package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a message says to run works here and in a project that the template made: both Makefiles have the target, and
// read the variables.
func TestMakefilesHaveWhatMessagesName(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile("(?:[`\"]|it with: )make ([a-z]+)((?: [A-Z_]+=[^ `\"]*)*)[`\"]")
	makefiles := map[string]string{}
	for _, file := range []string{"Makefile", "template/Makefile"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		makefiles[file] = string(text)
	}
	found := map[string]bool{}
	for _, folder := range []string{"infra", "internal", "local", "policy"} {
		require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, m := range named.FindAllStringSubmatch(string(text), -1) {
				found[m[1]] = true
				for file, has := range makefiles {
					assert.Regexp(t, `(?m)^`+m[1]+`:`, has, "%s names make %s, which %s lacks", path, m[1], file)
					for _, variable := range strings.Fields(m[2]) {
						name, _, _ := strings.Cut(variable, "=")
						assert.Contains(t, has, "$("+name+")", "%s names %s, which %s does not read", path, variable, file)
					}
				}
			}
			return err
		}))
	}
	assert.Subset(t, found, map[string]bool{"up": true, "down": true, "lock": true, "templates": true, "authorizer": true})
}
