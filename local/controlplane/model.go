package controlplane

import (
	"regexp"
	"slices"
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
	"lambdaless/local/dataplane/validation"
)

// defaultModels are the two that every new API has.
var defaultModels = []apigateway.Model{
	{Name: "Empty", ContentType: "application/json", Description: "This is a default empty schema model",
		Schema: "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Empty Schema\",\n  \"type\" : \"object\"\n}"},
	{Name: "Error", ContentType: "application/json", Description: "This is a default error schema model",
		Schema: "{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Error Schema\",\n  \"type\" : \"object\",\n  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}"},
}

var alphanumeric = regexp.MustCompile(`^[a-zA-Z0-9]+$`)

// Models are the JSON schemas of REST APIs: apigateway:CreateModel, GetModel, UpdateModel and
// DeleteModel. A model that a method uses cannot be deleted.
var Models = Collection[apigateway.Model]{
	find: func(c *Client, t *store.Tx, m apigateway.Model) (apigateway.Model, error) {
		return store.Find[apigateway.Model](t, nil, c.apiKey(m.RestAPIID, m.Name), notFound("Invalid model name specified: %s", m.Name))
	},
	create: func(c *Client, t *store.Tx, in *apigateway.Model) error {
		in.Region, in.ID = c.region, c.account.ids()
		if _, err := c.restAPI(t, in.RestAPIID); err != nil {
			return err
		}
		if in.Name == "" {
			return badRequest("Model name must be non-empty")
		}
		if !alphanumeric.MatchString(in.Name) {
			return badRequest("Model name must be alphanumeric: %s", in.Name)
		}
		if _, ok := store.Load[apigateway.Model](t, in.Key()); ok {
			return conflict("Model name already exists for this REST API")
		}
		return checkModel(*in)
	},
	update: func(_ *Client, _ *store.Tx, old apigateway.Model, in *apigateway.Model) error { // description and schema
		in.Region, in.ID, in.ContentType = old.Region, old.ID, old.ContentType
		return checkModel(*in)
	},
	release: func(c *Client, t *store.Tx, m apigateway.Model) error {
		prefix := c.apiKey(m.RestAPIID, "")
		for _, method := range store.List[apigateway.Method](t, prefix) {
			if slices.Contains(sortedValues(method.RequestModels), m.Name) {
				return conflict("Cannot delete model '%s', is referenced in method request: %s", m.Name, c.methodPath(t, method))
			}
		}
		for _, response := range store.List[apigateway.MethodResponse](t, prefix) {
			if slices.Contains(sortedValues(response.ResponseModels), m.Name) {
				method := apigateway.Method{RestAPIID: response.RestAPIID, ResourceID: response.ResourceID, HTTPMethod: response.HTTPMethod}
				return conflict("Cannot delete model '%s', is referenced in method response: %s/%s", m.Name, c.methodPath(t, method), response.StatusCode)
			}
		}
		return nil
	},
}

func checkModel(m apigateway.Model) error {
	if strings.TrimSpace(m.Schema) == "" {
		return badRequest("Model schema must have at least 1 property or array items defined")
	}
	if err := checkContentTypes(map[string]string{m.ContentType: m.Name}); err != nil {
		return err
	}
	if !strings.HasPrefix(m.ContentType, "application/json") {
		return nil
	}
	return problems(validation.SchemaProblems(m.Schema)).refusal("Invalid model specified: ")
}
