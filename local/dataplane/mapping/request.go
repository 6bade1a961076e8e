package mapping

import (
	"context"
	"strings"

	"lambdaless/internal/vtl"
	"lambdaless/local/dataplane/trace"
)

// Request is what templates and expressions see of one request. It must not be used by two goroutines at
// once.
type Request struct {
	Path, Query, Header Parameters
	Body                []byte
	StageVariables      map[string]string
	Context             Context
	Use                 ContextUse            // of the method's templates
	Caller              context.Context       // its end ends a rendering; nil does not end
	Record              func(trace.Rendering) // is told of each template before it is rendered; may be nil

	members *vtl.Map   // $context, once a template has needed it
	params  vtl.Params // $input.params(), likewise
}

// Parameters returns the values of a method request parameter by place (path, querystring, header) and
// name.
func (r *Request) Parameters(place, name string) []string {
	switch place {
	case "path":
		return r.Path.Get(name)
	case "querystring":
		return r.Query.Get(name)
	case "header":
		return r.Header.Get(name)
	}
	return nil
}

// Parameter returns the last value of a parameter, which is the one that counts (GW-022).
func (r *Request) Parameter(place, name string) (string, bool) {
	values := r.Parameters(place, name)
	if len(values) == 0 {
		return "", false
	}
	return values[len(values)-1], true
}

// Reference is the value of a reference outside Velocity: context.x, stageVariables.x or
// method.request.{header,path,querystring}.x.
func (r *Request) Reference(name string) (string, bool) {
	if rest, ok := strings.CutPrefix(name, "context."); ok {
		return r.Variable(rest)
	}
	if rest, ok := strings.CutPrefix(name, "stageVariables."); ok {
		value, ok := r.StageVariables[rest]
		return value, ok
	}
	place, parameter, _ := strings.Cut(strings.TrimPrefix(name, "method.request."), ".")
	return r.Parameter(place, parameter)
}

// Variable is the value of a $context variable by its path after "$context.", overrides included. It is
// false for what the request does not have.
func (r *Request) Variable(name string) (string, bool) {
	group, member, _ := strings.Cut(name, ".")
	if group == "responseOverride" || group == "requestOverride" {
		return present(r.overridden(group, member))
	}
	return r.Context.variable(name)
}
