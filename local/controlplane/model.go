package controlplane

import (
	"encoding/json"
	"regexp"
	"strings"

	"lambdaless/local/apigateway"
)

// defaultModels are the two that every new API has.
var defaultModels = []apigateway.Model{
	{Name: "Empty", ContentType: "application/json", Description: "This is a default empty schema model",
		Schema: "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Empty Schema\",\n  \"type\" : \"object\"\n}"},
	{Name: "Error", ContentType: "application/json", Description: "This is a default error schema model",
		Schema: "{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Error Schema\",\n  \"type\" : \"object\",\n  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}"},
}

var alphanumeric = regexp.MustCompile(`^[a-zA-Z0-9]+$`)

// CreateModel is apigateway:CreateModel.
func (c *Client) CreateModel(in apigateway.Model) (apigateway.Model, error) {
	in.Region, in.ID = c.region, c.account.ids()
	return in, c.account.update(func(t *tx) error {
		if _, err := c.restAPI(t, in.RestAPIID); err != nil {
			return errNoModel()
		}
		if in.Name == "" {
			return badRequest("Model name must be non-empty")
		}
		if !alphanumeric.MatchString(in.Name) {
			return badRequest("Model name must be alphanumeric: %s", in.Name)
		}
		if _, ok := load[apigateway.Model](t, in.Key()); ok {
			return conflict("Model name already exists for this REST API")
		}
		if err := checkModel(in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
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
	var schema map[string]any
	if err := json.Unmarshal([]byte(m.Schema), &schema); err != nil {
		return badRequest("Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. %v]", err)
	}
	return nil
}

// Model is apigateway:GetModel.
func (c *Client) Model(restAPI, name string) (m apigateway.Model, err error) {
	err = c.account.read(func(t *tx) (err error) {
		m, err = c.model(t, restAPI, name)
		return err
	})
	return m, err
}

// UpdateModel is apigateway:UpdateModel: description and schema.
func (c *Client) UpdateModel(in apigateway.Model) (apigateway.Model, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.model(t, in.RestAPIID, in.Name)
		if err != nil {
			return err
		}
		in.Region, in.ID, in.ContentType = old.Region, old.ID, old.ContentType
		if err := checkModel(in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteModel is apigateway:DeleteModel. A model that a method uses stays.
func (c *Client) DeleteModel(restAPI, name string) error {
	return c.account.update(func(t *tx) error {
		m, err := c.model(t, restAPI, name)
		if err != nil {
			return err
		}
		prefix := c.apiKey(restAPI, "")
		for _, method := range list[apigateway.Method](t, prefix) {
			for _, used := range sortedValues(method.RequestModels) {
				if used == name {
					r, _ := load[apigateway.Resource](t, c.apiKey(restAPI, method.ResourceID))
					return conflict("Cannot delete model '%s', is referenced in method request: %s/%s", name, r.Path, method.HTTPMethod)
				}
			}
		}
		for _, response := range list[apigateway.MethodResponse](t, prefix) {
			for _, used := range sortedValues(response.ResponseModels) {
				if used == name {
					r, _ := load[apigateway.Resource](t, c.apiKey(restAPI, response.ResourceID))
					return conflict("Cannot delete model '%s', is referenced in method response: %s/%s/%s", name, r.Path, response.HTTPMethod, response.StatusCode)
				}
			}
		}
		remove(t, m)
		return nil
	})
}

func (c *Client) model(t *tx, restAPI, name string) (apigateway.Model, error) {
	if _, err := c.restAPI(t, restAPI); err != nil {
		return apigateway.Model{}, errNoModel()
	}
	m, ok := load[apigateway.Model](t, c.apiKey(restAPI, name))
	if !ok {
		return m, errNoModel()
	}
	return m, nil
}

func errNoModel() error { return notFound("Invalid model name specified") }
