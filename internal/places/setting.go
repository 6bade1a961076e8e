package places

import (
	"os"
	"regexp"
	"strings"
)

// Setting is where a file of settings has a key, with or without its namespace; of `a[0]` and `a.b`, a.
func Setting(root, file, key string) Place {
	content, err := os.ReadFile(file)
	if err != nil {
		return Place{}
	}
	_, name, found := strings.Cut(key, ":")
	if !found {
		name = key
	}
	if end := strings.IndexAny(name, ".["); end >= 0 {
		name = name[:end]
	}
	line := regexp.MustCompile(`^\s*["']?(?:[\w-]+:)?` + regexp.QuoteMeta(name) + `["']?\s*:(?:\s|$)`)
	return firstLine(root, file, string(content), line)
}

// Resource is where a YAML program, the text of a Pulumi.yaml, declares the resource of a logical name.
func Resource(root, file, name string) Place {
	content, err := os.ReadFile(file)
	if err != nil {
		return Place{}
	}
	before, resources, found := strings.Cut("\n"+string(content), "\nresources:")
	if !found {
		return Place{}
	}
	line := regexp.MustCompile(`^\s+(?:["']?` + regexp.QuoteMeta(name) + `["']?\s*:\s*(?:#.*)?$|name:\s*["']?` + regexp.QuoteMeta(name) + `["']?\s*$)`)
	p := firstLine(root, file, resources, line)
	if p.Line > 0 {
		p.Line += strings.Count(before, "\n")
	}
	return p
}

func firstLine(root, file, text string, line *regexp.Regexp) Place {
	n := 0
	for l := range strings.Lines(text) {
		n++
		if line.MatchString(strings.TrimRight(l, "\r\n")) {
			return newPlace(root, file, n)
		}
	}
	return Place{}
}
