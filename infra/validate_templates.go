package infra

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	bodyVerbs = []string{"PATCH", "POST", "PUT"}
	// bodyUse is a request template that reads the request's body.
	bodyUse = regexp.MustCompile(`\$!?\{?input\.(?:body|path\(|json\()`)
	// statusOverride is a template that sets the response's status.
	statusOverride = regexp.MustCompile(`context\.responseOverride\.status\s*=\s*"?(\d+)`)
)

// request checks the request template, and the model of the body that it reads.
func (v *validator) request(where string, e Endpoint) {
	values := map[string]string{"Table": "a table"}
	if e.Index != "" {
		values["Index"] = e.Index
	}
	text, err := readTemplate(v.api.Templates, e.Request, values)
	if err != nil {
		v.check(where+", request", err)
		return
	}
	for _, name := range e.parameters() {
		if !usesParameter(text, name) {
			v.add(where, "templates/%s never reads the path's parameter: $input.params('%s')", e.Request, name)
		}
	}
	hasBody := slices.Contains(bodyVerbs, e.Method)
	switch {
	case e.Model != "" && !hasBody:
		v.add(where, "a %s has no body, so the model %s checks nothing", e.Method, e.Model)
	case e.Model != "":
		v.check(where+", model", checkModel(v.api.Templates, e.Model))
	case bodyUse.MatchString(text):
		v.add(where, "templates/%s reads the request's body, so the endpoint needs a Model that says what a body may be", e.Request)
	}
}

// usesParameter finds the ways of reading a path parameter in a template.
func usesParameter(text, name string) bool {
	quoted := regexp.QuoteMeta(name)
	return regexp.MustCompile(`params\(\s*['"]` + quoted + `['"]\s*\)|path(?:\.get\(\s*|\[\s*)['"]` + quoted + `['"]|\.path\.` + quoted + `\b`).MatchString(text)
}

// responses checks that exactly one response is chosen for every status, and that each can be
// rendered. API Gateway keys integration responses by status, so two cannot have the same.
func (v *validator) responses(where string, e Endpoint) {
	defaults := 0
	status, when := map[int]bool{}, map[string]bool{}
	for _, r := range v.api.responses(e) {
		where := where + ", response " + strconv.Itoa(r.Status)
		if r.Status < 200 || r.Status > 599 {
			v.add(where, "the status must be from 200 to 599")
		}
		if status[r.Status] {
			v.add(where, "another response has this status, and API Gateway keeps one of each; let one template override it")
		}
		status[r.Status] = true
		if r.When == "" {
			defaults++
		} else if _, err := regexp.Compile(r.When); err != nil {
			v.add(where, "When is no regular expression: %v", err)
		} else if when[r.When] {
			v.add(where, "another response has the same When %q", r.When)
		}
		when[r.When] = true
		v.responseTemplate(where, r)
	}
	if defaults != 1 {
		v.add(where, "%d responses have no When, but exactly one must be the default", defaults)
	}
}

func (v *validator) responseTemplate(where string, r Response) {
	text, err := readTemplate(v.api.Templates, r.Template, nil)
	if err != nil {
		v.check(where, err)
		return
	}
	for i, line := range strings.Split(text, "\n") {
		for _, match := range statusOverride.FindAllStringSubmatch(line, -1) {
			if status, _ := strconv.Atoi(match[1]); !slices.Contains(r.Overrides, status) {
				// The first line is the sourceLine, so the index is the file's line number.
				v.add(where, "%s:%d sets the status %d, which Overrides does not list", r.Template, i, status)
			}
		}
	}
}
