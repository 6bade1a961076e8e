package infra

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lambdaless/infra/files"
)

var (
	bodyVerbs = []string{"PATCH", "POST", "PUT"}
	// bodyUse is a request template that reads the request's body.
	bodyUse = regexp.MustCompile(`\$!?\{?input\.(?:body|path\(|json\()`)
	// statusOverride is a template that sets the response's status.
	statusOverride = regexp.MustCompile(`context\.responseOverride\.status\s*=\s*"?(\d+)`)
)

// request reads the request template, and the model of the body that it uses.
func (r *resolver) request(where string, e *resolvedEndpoint) {
	var names []string
	switch e.Action {
	case Mock:
	case TransactWriteItems:
		for _, p := range e.called.Parts {
			names = append(names, "Table."+p.Table)
		}
	default:
		names = append(names, "Table")
	}
	if e.Index != "" {
		names = append(names, "Index")
	}
	if text, err := files.Read(r.templates(), e.Request); err == nil && e.called.LifeDays > 0 && strings.Contains(text, "{{LifeSeconds}}") {
		names = append(names, "LifeSeconds") // a template that the user wrote may do without
	}
	text, err := files.ReadTemplate(r.templates(), e.Request, names...)
	if !r.check(where+", request", err) {
		return
	}
	e.request = text
	if e.Action == Mock && !strings.Contains(text.Text, "statusCode") { // GW-075
		r.add(where, `templates/%s renders no statusCode, by which a MOCK integration chooses its response: API Gateway answers 500. Write {"statusCode": 200}, or declare an item.Mock`, e.Request)
	}
	for _, name := range e.route.Path.Parameters() {
		if e.Action == Mock || usesParameter(text.Text, name) {
			continue
		}
		if _, declared := r.generated[e.Request]; declared {
			r.add(where, "the path's parameter {%s} is read by nothing: use {path.%s} in a Key or as another value, or take it out of the path", name, name)
		} else {
			r.add(where, "templates/%s never reads the path's parameter: $input.params('%s')", e.Request, name)
		}
	}
	hasBody := slices.Contains(bodyVerbs, e.Method)
	switch {
	case e.Model != "" && !hasBody:
		r.add(where, "a %s has no body, so the model %s checks nothing", e.Method, e.Model)
	case e.Model != "":
		e.model = r.model(where+", model", e.Model)
	case bodyUse.MatchString(text.Text):
		r.add(where, "templates/%s reads the request's body, so the endpoint needs a Model that says what a body may be", e.Request)
	}
}

// model reads a model, once for all the endpoints that name it.
func (r *resolver) model(where, file string) *resolvedModel {
	if model, ok := r.models[file]; ok {
		return model
	}
	schema, err := files.ReadModel(r.templates(), file)
	if !r.check(where, err) {
		return nil
	}
	r.models[file] = &resolvedModel{file: file, name: files.ModelName(file), schema: schema}
	return r.models[file]
}

// usesParameter reports whether a template reads a path parameter.
func usesParameter(text, name string) bool {
	quoted := regexp.QuoteMeta(name)
	return regexp.MustCompile(`params\(\s*['"]` + quoted + `['"]\s*\)|path(?:\.get\(\s*|\[\s*)['"]` + quoted + `['"]|\.path\.` + quoted + `\b`).MatchString(text)
}

// responses reads the response templates. Exactly one response must be chosen for every status, and
// API Gateway keys integration responses by status, so two cannot have the same.
func (r *resolver) responses(where string, e *resolvedEndpoint) {
	defaults := 0
	status, when := map[int]bool{}, map[string]bool{}
	for _, response := range e.withErrors(r.api.Errors) {
		where := where + ", response " + strconv.Itoa(response.Status)
		if response.Status < 200 || response.Status > 599 {
			r.add(where, "the status must be from 200 to 599")
		}
		if status[response.Status] {
			r.add(where, "another response has this status, and API Gateway keeps one of each; let one template override it")
		}
		status[response.Status] = true
		if response.When == "" {
			defaults++
		} else if _, err := regexp.Compile(response.When); err != nil {
			r.add(where, "When is not a regular expression: %v", err)
		} else if when[response.When] {
			r.add(where, "another response has the same When %q", response.When)
		}
		when[response.When] = true
		e.responses = append(e.responses, r.response(where, response))
	}
	if defaults != 1 {
		r.add(where, "%d responses have no When, but exactly one must be the default", defaults)
	}
}

func (r *resolver) response(where string, response Response) resolvedResponse {
	resolved := resolvedResponse{Response: response}
	text, err := files.ReadTemplate(r.templates(), response.Template)
	if !r.check(where, err) {
		return resolved
	}
	resolved.template = text
	if response.Schema != "" {
		schema, err := files.ReadSchema(r.templates(), response.Schema)
		r.check(where+", schema", err)
		resolved.schema = schema
	}
	for i, line := range strings.Split(text.Text, "\n") {
		for _, match := range statusOverride.FindAllStringSubmatch(line, -1) {
			if status, _ := strconv.Atoi(match[1]); !slices.Contains(response.Overrides, status) {
				r.add(where, "templates/%s:%d sets the status %d, which Overrides does not list", response.Template, i+1, status)
			}
		}
	}
	return resolved
}
