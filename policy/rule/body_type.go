package rule

import (
	"encoding/json"
	"slices"
	"strings"

	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

// BodyModel is the JSON schema that bodies of a method must match when they come with a content type.
// why says what is missing.
func BodyModel(in *Context, m *model.Method, contentType string) (schema map[string]any, n *graph.Node, why string) {
	name, ok := m.Node.In("requestModels", contentType).Text()
	if !ok {
		return nil, m.Node, "it has no model for " + contentType + " (requestModels)"
	}
	for _, candidate := range in.Graph.OfType(graph.Model) {
		if candidate.Either("name").TextOr("") != name || in.Graph.Refer(candidate, "restApi", graph.RestAPI).Node != m.API {
			continue
		}
		text, ok := candidate.In("schema").Text()
		if !ok {
			return nil, candidate, in.Graph.WhyUnknown(candidate, "schema")
		}
		if err := json.Unmarshal([]byte(text), &schema); err != nil {
			return nil, candidate, "the schema of the model " + name + " is not a JSON object"
		}
		return schema, candidate, ""
	}
	return nil, m.Node, "its model " + name + " is not in the stack, and API Gateway's own models accept everything"
}

type modelTypeKey struct{ schema string }

type answerTypeKey struct {
	operation string
	success   bool
	counts    bool
}

// mayCount reports whether some request of an integration may ask for no items, only for how many there are.
func mayCount(i *model.Integration) bool {
	templates, unknown := i.RequestTemplates()
	return unknown || slices.ContainsFunc(templates, func(t model.Template) bool {
		text, known := t.Value.Text()
		return !known || strings.Contains(text, "Select")
	})
}

// bodyType is what is known about $input.path('$') in a template: the validated body, or DynamoDB's
// answer. Nil is any value.
func bodyType(in *Context, t model.Template) *flow.Type {
	i := t.Integration
	if i == nil || i.Backend() == model.Mock {
		return nil
	}
	if !t.Request {
		key := answerTypeKey{i.URI.Operation, strings.HasPrefix(t.Node.In("statusCode").TextOr(""), "2"), mayCount(i)}
		return onceOfText(in, key, func() *flow.Type { return flow.TypeOfAnswer(key.operation, key.success, !key.counts) })
	}
	v := in.Graph.Refer(i.Method.Node, "requestValidatorId", graph.RequestValidator).Node
	if v == nil || !v.In("validateRequestBody").IsTrue() || t.ContentType != "application/json" {
		return nil
	}
	schema, n, why := BodyModel(in, i.Method, t.ContentType)
	if why != "" {
		return nil
	}
	return onceOfText(in, modelTypeKey{n.In("schema").TextOr("")}, func() *flow.Type { return flow.TypeOfModel(schema) })
}
