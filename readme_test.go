package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// runBy are the commands of the README and of docs/operations.md, with the test that runs each. A test in no file of
// the repository, one whose file does not have the command, or a command without a test, fails. The engine's own commands
// are run by the tests of the local AWS as its library has them. Commands that need AWS are the official clients' own.
var runBy = map[string]string{
	"make up":                                    "TestTheRepositoryUnderAnotherName",
	"make down":                                  "TestTheRepositoryUnderAnotherName",
	"make test":                                  "CI",
	"make preview STACK=prod":                    "TestTheRepositoryUnderAnotherName",
	"make preview":                               "TestTheRepositoryUnderAnotherName",
	"make lock STACK=prod":                       "TestTheRepositoryUnderAnotherName",
	"make openapi AGREE=1":                       "TestTheRepositoryUnderAnotherName",
	"make templates":                             "TestTheRepositoryUnderAnotherName",
	"go run ./local invoke GET /bob":             "TestTheRepositoryUnderAnotherName",
	"go run ./local new":                         "TestTheRepositoryUnderAnotherName",
	"go run ./local rights --stack prod":         "TestRightsOfTheStacks",
	"pulumi new FOLDER/template --generate-only": "TestANewProjectServesAndIsProven",
	"go mod edit -replace lambdaless=FOLDER":     "TestANewProjectServesAndIsProven",
	"go mod tidy":                                "TestANewProjectServesAndIsProven",
	"git checkout GOOD":                          "git",
	"curl":                                       "client",
	"aws":                                        "AWS",
	"sed":                                        "engine: TestARestoredTableTakesThePlace",
	"pulumi stack export":                        "engine: TestARestoredTableTakesThePlace",
	"pulumi stack import":                        "engine: TestARestoredTableTakesThePlace",
	"pulumi config set":                          "engine: TestARestoredTableTakesThePlace",
	"pulumi stack init":                          "engine: TestEngineLifecycle",
	"pulumi up":                                  "engine: TestEngineLifecycle",
}

// words are the parts of a command that differ from what its test has: a folder, say.
var words = map[string]string{
	"pulumi new FOLDER/template --generate-only": `"new", template, "--generate-only"`,
	"go mod edit -replace lambdaless=FOLDER":     `"mod", "edit", "-replace", module.Name+"="`,
	"go run ./local invoke GET /bob":             `"./local", "invoke", "GET", path`,
	"go run ./local new":                         `"./local", "new"`,
	"go run ./local rights --stack prod":         `"rights", "--stack", "prod"`,
	"make up":                                    `"make up"`,
}

// TestCommandsOfTheDocumentsAreTested holds that what readers are told to type is what tests run.
func TestCommandsOfTheDocumentsAreTested(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, file := range []string{"README.md", "docs/operations.md"} {
		commands := commandsOf(t, file)
		assert.NotEmpty(t, commands, file)
		for _, command := range commands {
			known := ""
			for candidate := range runBy {
				if (command == candidate || strings.HasPrefix(command, candidate+" ")) && len(candidate) > len(known) {
					known = candidate
				}
			}
			if assert.NotEmpty(t, known, "%s: no test is named for the command %q: name it in runBy", file, command) {
				used[known] = true
			}
			if strings.HasPrefix(command, "make ") {
				out, err := exec.CommandContext(t.Context(), "make", append([]string{"-n"}, strings.Fields(command)[1:]...)...).CombinedOutput()
				assert.NoError(t, err, "%s: %s\n%s", file, command, out)
			}
		}
	}
	tests := testFiles(t)
	ci, err := os.ReadFile(".ci/run")
	require.NoError(t, err)
	for command, test := range runBy {
		assert.True(t, used[command], "no document has the command %q any more", command)
		name, byEngine := strings.CutPrefix(test, "engine: ")
		switch {
		case byEngine:
			assert.NotEmpty(t, tests[name], "there is no %s, which runs %q", name, command)
		case test == "CI":
			assert.Contains(t, string(ci), command)
		case strings.HasPrefix(test, "Test"):
			part := words[command]
			if part == "" {
				part = `"` + strings.ReplaceAll(command, " ", `", "`) + `"`
			}
			assert.True(t, strings.Contains(tests[test], part), "there is no %s, or it does not run the command %q", test, command)
		}
	}
}

// commandsOf are the commands of the blocks of a document, without comments and what they are redirected to; and the
// make commands in its sentences.
func commandsOf(t *testing.T, file string) []string {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	text := strings.ReplaceAll(string(content), "\\\n", " ")
	var found []string
	for _, match := range regexp.MustCompile(`(?m)^ *\$ (.*)$`).FindAllStringSubmatch(text, -1) {
		line, _, _ := strings.Cut(match[1], "  #")
		for _, command := range regexp.MustCompile(`\s*(?:&&|\||>)\s*`).Split(strings.TrimSpace(line), -1) {
			if !strings.HasSuffix(command, ".json") || strings.Contains(command, " ") {
				found = append(found, command)
			}
		}
	}
	for _, match := range regexp.MustCompile("`(make [^`]+|go run [^`]+)`").FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

// testFiles are the texts of tests by their names, with the helpers of the package that start other programs.
func testFiles(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	helpers := ""
	for _, file := range []string{"local/command/new_project_test.go", "local/command/new_test.go"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		helpers += string(text)
	}
	function := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	files, err := filepath.Glob("local/command/*_test.go")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, match := range function.FindAllStringSubmatch(string(text), -1) {
			texts[match[1]] = string(text) + helpers
		}
	}
	return texts
}

// TestTheREADMEIsShort: two screens, the details are in docs/.
func TestTheREADMEIsShort(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	assert.LessOrEqual(t, strings.Count(string(text), "\n"), 110)
}

// TestLinksLeadSomewhere looks for the files and headings that documents link to.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	documents, err := filepath.Glob("docs/*.md")
	require.NoError(t, err)
	documents = append(documents, "README.md", "CONTRIBUTING.md", "SECURITY.md")
	if _, err := os.Stat("infra/movies.go"); err != nil { // another API took its place, and these are about the shipped one
		documents = slices.DeleteFunc(documents, func(d string) bool { return d == "docs/movies.md" || d == "docs/article.md" })
	}
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for _, document := range documents {
		text, err := os.ReadFile(document)
		require.NoError(t, err)
		for _, match := range link.FindAllStringSubmatch(string(text), -1) {
			target, heading, _ := strings.Cut(match[1], "#")
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			path := document
			if target != "" {
				path = filepath.Join(filepath.Dir(document), target)
			}
			content, err := os.ReadFile(path)
			if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
				continue
			}
			if assert.NoError(t, err, "%s links to %s", document, match[1]) && heading != "" {
				assert.Contains(t, anchors(string(content)), heading, "%s links to %s", document, match[1])
			}
		}
	}
}

// anchors are the names that GitHub gives to headings, and those that a document gives itself.
func anchors(text string) []string {
	var names []string
	seen := map[string]int{}
	for _, match := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		name := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(match[1]), "")
		name = strings.ReplaceAll(name, " ", "-")
		if n := seen[name]; n > 0 {
			names = append(names, fmt.Sprintf("%s-%d", name, n)) // the second of a name
		} else {
			names = append(names, name)
		}
		seen[name]++
	}
	for _, match := range regexp.MustCompile(`<a (?:id|name)="([^"]+)"`).FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}
