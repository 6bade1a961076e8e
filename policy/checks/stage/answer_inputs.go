package stage

import (
	"regexp"
	"slices"
	"strings"

	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// answerInput is something of a request that a method's answer may depend on.
type answerInput struct {
	// parameter is the request parameter or the variable of $context, as a mapping expression names it. Empty
	// is something that is not a single one of them, and cannot be part of a key.
	parameter string
	what      string // for people
	// caller tells that it says who calls.
	caller bool
	// fix is what to do, where there is something better than to add the parameter to the key.
	fix string
}

// answerInputs are all that a method's answer may depend on besides what is stored and the time, from its path,
// its templates and its mappings. undecided says what could not be determined.
func answerInputs(in *rule.Context, m *model.Method) (inputs []answerInput, undecided []rule.Finding) {
	i := m.Integration
	unknown := func(n *graph.Node, property string) {
		undecided = append(undecided, rule.Undecided(n, in.Graph.WhyUnknown(n, property)))
	}
	for _, name := range pathParameters(m) {
		inputs = append(inputs, answerInput{parameter: "method.request.path." + name, what: "paths"})
	}
	// What a template reads is not known in full when it is unknown or cannot be followed: LP-TMPL-006 reports it,
	// and LP-TMPL-003 where it is an answer's.
	requests, _ := i.RequestTemplates()
	if len(requests) > 1 {
		inputs = append(inputs, answerInput{what: "content types"})
	}
	responses, _ := i.ResponseTemplates()
	for _, r := range i.Responses {
		if len(r.In("responseTemplates").Keys()) > 1 {
			inputs = append(inputs, answerInput{what: "types that are accepted"})
		}
	}
	for _, t := range append(requests, responses...) {
		if a := in.Flow(t); a != nil {
			inputs = append(inputs, templateInputs(m, a, t.Request)...)
		}
	}
	for _, n := range append([]*graph.Node{i.Node}, i.Responses...) {
		mapped := n.In(mappings(n))
		if mapped.HasUnknown() {
			unknown(n, mappings(n))
		}
		for _, target := range mapped.Keys() {
			inputs = append(inputs, expressionInputs(mapped.At(target).TextOr(""))...)
		}
	}
	if credentials := i.Node.In("credentials").TextOr(""); strings.HasSuffix(credentials, ":user/*") {
		inputs = append(inputs, answerInput{parameter: "context.identity.caller", what: "callers", caller: true})
	}
	return inputs, undecided
}

// mappings is the property with a node's mapping expressions.
func mappings(n *graph.Node) string {
	if n.Type == graph.Integration {
		return "requestParameters"
	}
	return "responseParameters"
}

var pathParameter = regexp.MustCompile(`\{([^{}+]+)\+?\}`)

func pathParameters(m *model.Method) []string {
	var names []string
	for _, match := range pathParameter.FindAllStringSubmatch(m.Path, -1) {
		names = append(names, match[1])
	}
	return names
}

func templateInputs(m *model.Method, a *flow.Analysis, request bool) []answerInput {
	var inputs []answerInput
	if request && a.ReadsBody {
		inputs = append(inputs, answerInput{what: "bodies"})
	}
	for _, p := range a.Parameters {
		switch {
		case p.Name == "":
			inputs = append(inputs, answerInput{what: "parameters, of which the template reads all,"})
		case p.Place == "path", p.Place == "" && slices.Contains(pathParameters(m), p.Name): // in the key as paths
		case p.Place == "":
			// API Gateway looks for it in the query string and then among the headers.
			for _, place := range []string{"querystring", "header"} {
				inputs = append(inputs, answerInput{
					parameter: "method.request." + place + "." + p.Name, what: "values of " + p.Name,
					fix: "write $input.params().querystring.get('" + p.Name + "') in the template, which reads no header, and add that query string to cacheKeyParameters",
				})
			}
		default:
			inputs = append(inputs, answerInput{parameter: "method.request." + p.Place + "." + p.Name, what: "values of " + p.Name})
		}
	}
	for _, variable := range a.Context {
		inputs = append(inputs, contextInputs(variable)...)
	}
	return inputs
}

// sameForAll are variables of $context that are the same for all requests to a method, that tell the time, or that
// a template sets.
var sameForAll = regexp.MustCompile(`^context\.(requestTime|requestTimeEpoch|apiId|stage|httpMethod|resourceId|resourcePath|accountId|(requestOverride|responseOverride)(\..*)?)$`)

// callerVariable is a variable of $context that an authorizer or a signature decides. Others of context.identity,
// such as sourceIp, are the request's.
var callerVariable = regexp.MustCompile(`^context\.(authorizer\.|identity\.(caller|user|userArn|accountId|accessKey|principalOrgId|cognito\w+)$)`)

// contextInputs is a variable of $context. A group, such as context.authorizer, is read by the variable in it.
func contextInputs(variable string) []answerInput {
	switch {
	case sameForAll.MatchString(variable), slices.Contains([]string{"context.authorizer", "context.authorizer.claims", "context.identity"}, variable):
		return nil
	case callerVariable.MatchString(variable):
		return []answerInput{{parameter: variable, what: "callers", caller: true}}
	}
	return []answerInput{{parameter: variable, what: "values of $" + variable}}
}

// expressionInputs are what a mapping expression reads of a request. The rest reads the backend's answer, stage
// variables and fixed values.
func expressionInputs(expression string) []answerInput {
	switch {
	case strings.HasPrefix(expression, "method.request.body"):
		return []answerInput{{what: "bodies"}}
	case strings.HasPrefix(expression, "method.request."):
		return []answerInput{{parameter: expression, what: "values of " + expression[strings.LastIndex(expression, ".")+1:]}}
	case strings.HasPrefix(expression, "context."):
		return contextInputs(expression)
	}
	return nil
}
