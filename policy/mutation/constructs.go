package mutation

import (
	"fmt"
	"regexp"
	"strings"
)

// construct is a change of each place of a template that a pattern finds.
type construct struct {
	operator, pattern, replacement string
}

// constructs are the operators on templates. A replacement may name groups.
var constructs = []construct{
	{"a value is not escaped", `\$util\.escapeJavaScript\(([^()]*(?:\([^()]*\)[^()]*)*)\)`, `$1`},
	{"a quote stays escaped", `\.replaceAll\("\\\\'", "'"\)`, ``},
	{"a value is decoded after escaping", `\$util\.escapeJavaScript\(([^()]*(?:\([^()]*\)[^()]*)*)\)`, `$$util.urlDecode($$util.escapeJavaScript($1))`},
	{"a name is the client's", `"([A-Za-z_]+)"(\s*:)`, `"$$input.params('k')"$2`},
	{"a text is the client's", `(:\s*)"([A-Za-z0-9_-]+)"`, `$1"$$input.params('v')"`},
	{"a text is another", `(:\s*)"([A-Za-z0-9_-]+)"`, `$1"another"`},
	{"a text is a JSON value", `(:\s*)"[^"$]*"`, `$1$$input.json('$$')`},
	{"a name is another", `"([A-Za-z_]+)"(\s*:)`, `"Another"$2`},
	{"a set reads the body", `#set\(\$([a-zA-Z]+)\s*=\s*[^\n]*\)`, `#set($$$1 = $$input.body)`},
	{"a set is missing", `#set\(\$[a-zA-Z]+\s*=\s*[^\n]*\)`, ``},
	{"a directive is not closed", `#end`, ``},
	{"a condition is turned", `#if\(([^()]*(?:\([^()]*\)[^()]*)*)\)`, `#if(!($1))`},
	{"a brace is missing", `\}\s*$`, ``},
	{"a comma too many", `,`, `,,`},
	{"a comma is missing", `,`, ` `},
	{"an override of the request", `\A`, "#set($$context.requestOverride.header.X-Amz-Target = \"x\")"},
	{"another member that the client writes", `\{`, `{$$input.params('m'),`},
	{"a status of success", `responseOverride\.status\s*=\s*\d{3}`, `responseOverride.status = 200`},
	{"a status by the client", `responseOverride\.status\s*=\s*\d{3}`, `responseOverride.status = $$input.params('s')`},
	{"DynamoDB's answer as it is", `"message"\s*:\s*"[^"]*"`, `"message":$$input.json('$$')`},
	{"the request's parameter", `\$input\.params\('([^']*)'\)`, `$$input.params('x$1')`},
	{"a path of the body", `\$input\.(?:path|json)\('\$\.?([^']*)'\)`, `$$input.path('$$.x$1')`},
}

// template derives the mutants of a template, one for each place that a construct's pattern finds.
func (d *deriver) template(path []string, text string) {
	d.set(path, "emptied", "")
	d.set(path, "the client's body", "$input.body")
	d.set(path, "not parseable", "#if(")
	begin := 0
	if strings.HasPrefix(text, "## source:") {
		begin = strings.Index(text, "\n") + 1
	}
	head, body := text[:begin], text[begin:]
	for _, c := range constructs {
		expression := regexp.MustCompile(c.pattern)
		for i, at := range expression.FindAllStringSubmatchIndex(body, -1) {
			if c.pattern != `\A` && inComment(body, at[0]) {
				continue
			}
			changed := body[:at[0]] + string(expression.ExpandString(nil, c.replacement, body, at)) + body[at[1]:]
			if changed != body {
				d.set(path, fmt.Sprintf("%s (%d)", c.operator, i+1), head+changed)
			}
		}
	}
	lines := strings.SplitAfter(body, "\n")
	for i := range lines {
		if strings.TrimSpace(lines[i]) != "" && !strings.HasPrefix(strings.TrimSpace(lines[i]), "##") {
			d.set(path, fmt.Sprintf("without line %d", i+1), head+strings.Join(lines[:i], "")+strings.Join(lines[i+1:], ""))
		}
	}
}

// inComment reports whether a place of a template is in a comment.
func inComment(body string, at int) bool {
	line := body[strings.LastIndex(body[:at], "\n")+1 : at]
	return strings.Contains(line, "##")
}
