package flow

import "lambdaless/internal/vtl/parse"

// Parameter is one of the request's parameters, as a template reads it.
type Parameter struct {
	// Place is path, querystring or header; empty for $input.params('x'), which looks in all of them.
	Place string
	// Name is the parameter's, empty for all parameters at once.
	Name string
}

// placed is the parameter that the steps after $input.params() read. It is all parameters where they do not name one
// directly, so that no variable that holds a group of them is overlooked.
func placed(steps []parse.Step) Parameter {
	if len(steps) < 2 {
		return Parameter{}
	}
	place, name := spelled(steps[0]), spelled(steps[1])
	if name == "" || place != "path" && place != "querystring" && place != "header" {
		return Parameter{}
	}
	return Parameter{place, name}
}

// spelled is the member that a step names, empty where it is not spelled out or calls another method.
func spelled(step parse.Step) string {
	if step.Property != "" {
		return step.Property
	}
	if (step.Index || step.Method == "get") && len(step.Args) == 1 {
		if text, ok := step.Args[0].(*parse.StringLiteral); ok && text.Parts == nil {
			return text.Value
		}
	}
	return ""
}
