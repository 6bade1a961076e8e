// Command configdoc writes the table of keys in docs/configuration.md from Pulumi.yaml: go generate ./infra/settings
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
)

// The table stands between these lines of the document.
const (
	begin = "<!-- Written by `go generate ./infra/settings` from Pulumi.yaml. -->\n"
	end   = "<!-- The end of what is written from Pulumi.yaml. -->\n"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: configdoc <Pulumi.yaml> <docs/configuration.md>")
		os.Exit(2)
	}
	if err := rewrite(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "writing the reference of the configuration:", err)
		os.Exit(1)
	}
}

// rewrite replaces the table in a document.
func rewrite(project, document string) error {
	text, err := current(project, document)
	if err != nil {
		return err
	}
	return os.WriteFile(document, []byte(text), 0o644)
}

// current is what the document should be.
func current(project, document string) (string, error) {
	declared, err := os.ReadFile(project)
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(document)
	if err != nil {
		return "", err
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return "", fmt.Errorf("%s has no lines %q and %q, between which the keys stand", document, strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	keys, err := table(declared, document)
	if err != nil {
		return "", fmt.Errorf("%s: %w", project, err)
	}
	return before + begin + keys + end + after, nil
}

// table has a row for each key of a project, in its order. Keys of other namespaces, such as pulumi:tags, are left out.
func table(declared []byte, document string) (string, error) {
	var project struct{ Config yaml.MapSlice }
	if err := yaml.UnmarshalWithOptions(declared, &project, yaml.UseOrderedMap()); err != nil {
		return "", err
	}
	var out strings.Builder
	out.WriteString("\n| key | default | meaning |\n| --- | --- | --- |\n")
	for _, entry := range project.Config {
		key := fmt.Sprint(entry.Key)
		if strings.Contains(key, ":") {
			continue
		}
		about := map[string]any{}
		if fields, ok := entry.Value.(yaml.MapSlice); ok {
			for _, field := range fields {
				about[fmt.Sprint(field.Key)] = field.Value
			}
		}
		meaning, ok := about["description"].(string)
		if !ok {
			return "", fmt.Errorf("the key %s has no description", key)
		}
		meaning, err := linked(meaning, document)
		if err != nil {
			return "", fmt.Errorf("the description of %s: %w", key, err)
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s |\n", key, initial(about["default"]), strings.ReplaceAll(meaning, "|", `\|`))
	}
	out.WriteString("\n")
	return out.String(), nil
}

// initial is a default as the table shows it.
func initial(value any) string {
	switch v := value.(type) {
	case yaml.MapSlice:
		var fields []string
		for _, field := range v {
			fields = append(fields, fmt.Sprintf("`%v: %v`", field.Key, field.Value))
		}
		if len(fields) > 0 {
			return strings.Join(fields, ", ")
		}
	case []any:
		if len(v) > 0 {
			return fmt.Sprintf("`%v`", v)
		}
	case string:
		if v != "" {
			return "`" + v + "`"
		}
	case nil:
	default:
		return fmt.Sprintf("`%v`", v)
	}
	return "none"
}

// page is a mention of a page of docs/, such as docs/regions.md or docs/configuration.md#cors.
var page = regexp.MustCompile(`docs/([\w-]+\.md)(?:#([\w-]+))?`)

// linked turns the pages that a description mentions into links, whose texts are the pages' own headings.
func linked(description, document string) (string, error) {
	var failed error
	text := page.ReplaceAllStringFunc(description, func(mention string) string {
		parts := page.FindStringSubmatch(mention)
		file, anchor := parts[1], parts[2]
		content, err := os.ReadFile(filepath.Join(filepath.Dir(document), file))
		if err != nil {
			failed = err
			return mention
		}
		heading, found := headingOf(string(content), anchor)
		if !found {
			failed = fmt.Errorf("%s has no heading for %q", file, mention)
			return mention
		}
		target := file
		if file == filepath.Base(document) {
			target = ""
		}
		if anchor != "" {
			target += "#" + anchor
		}
		return "[" + heading + "](" + target + ")"
	})
	return text, failed
}

// headingOf is the heading that an anchor leads to, or the page's title without an anchor.
func headingOf(text, anchor string) (string, bool) {
	for line := range strings.Lines(text) {
		marks, heading, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || strings.Trim(marks, "#") != "" || marks == "" {
			continue
		}
		name := strings.ReplaceAll(regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
		if anchor == "" || anchor == name {
			return heading, true
		}
	}
	return "", false
}
