package mapping

import "strings"

// PathTemplate is a uri or credentials string with ${stageVariables.x} and {pathParameter} in it.
type PathTemplate []pathTemplatePart

type pathTemplatePart struct {
	text     string
	variable bool // a stage variable
	path     bool // a path parameter of the integration request
}

// ParsePathTemplate parses a uri. It accepts everything: what is not a placeholder is text.
func ParsePathTemplate(text string) PathTemplate {
	var parts PathTemplate
	for text != "" {
		open := strings.IndexByte(text, '{')
		end := strings.IndexByte(text, '}')
		if open < 0 || end < open {
			return append(parts, pathTemplatePart{text: text})
		}
		before, name := text[:open], text[open+1:end]
		variable, isVariable := strings.CutPrefix(name, "stageVariables.")
		if isVariable && strings.HasSuffix(before, "$") {
			before, name = before[:len(before)-1], variable
		} else {
			isVariable = false
		}
		if before != "" {
			parts = append(parts, pathTemplatePart{text: before})
		}
		parts = append(parts, pathTemplatePart{text: name, variable: isVariable, path: !isVariable})
		text = text[end+1:]
	}
	return parts
}

// Expand fills in stage variables and path parameters; what is undefined is empty.
func (t PathTemplate) Expand(variables map[string]string, path func(string) string) string {
	if len(t) == 1 && !t[0].variable && !t[0].path {
		return t[0].text
	}
	var b strings.Builder
	for _, part := range t {
		switch {
		case part.variable:
			b.WriteString(variables[part.text])
		case part.path:
			b.WriteString(path(part.text))
		default:
			b.WriteString(part.text)
		}
	}
	return b.String()
}
