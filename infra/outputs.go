package infra

import (
	"fmt"
	"strings"

	"lambdaless/infra/document"
)

// Output is an output of a stack. Clients and other stacks may rely on its name and type.
type Output struct {
	Name string
	// Type is string, strings (a list) or map (of strings).
	Type string
	// Secret outputs are encrypted in the state.
	Secret bool
	// Public outputs are for clients and hold nothing that a page must not show.
	Public bool
	// When says which stacks have it, empty for all.
	When        string
	Description string
}

// Outputs are all that DeployAPI exports.
var Outputs = []Output{
	{Name: "apiUrl", Type: "string", Public: true, Description: "The URL of the API's stage, without a slash at the end"},
	{Name: "apiId", Type: "string", Description: "The id of the REST API"},
	{Name: "stage", Type: "string", Public: true, Description: "The name of the stage"},
	{Name: "region", Type: "string", Public: true, Description: "The AWS region"},
	{Name: "tableName", Type: "string", Description: "The physical name of the first table"},
	{Name: "tableNames", Type: "map", Description: "The tables' physical names by their own"},
	{Name: "roleArns", Type: "map", Description: "The methods' roles by route, such as GET /{name}"},
	{Name: "openApi", Type: "string", Description: "The API's OpenAPI 3.1 document, on one line"},
	{Name: "apiKey", Type: "string", Secret: true, When: "some access is api-key", Description: "The key that clients send as x-api-key"},
	{Name: "userPoolId", Type: "string", Public: true, When: "some access is cognito", Description: "The id of the user pool"},
	{Name: "userPoolArn", Type: "string", When: "some access is cognito", Description: "The ARN of the user pool"},
	{Name: "clientId", Type: "string", Public: true, When: "some access is cognito and the stack has no primaryStack", Description: "The id of the client that pages sign in with"},
	{Name: "issuer", Type: "string", Public: true, When: "some access is cognito", Description: "The iss of the user pool's tokens"},
	{Name: "loginUrl", Type: "string", Public: true, When: "some access is cognito and the stack has no primaryStack", Description: "The URL of the login pages, without a path"},
	{Name: "scopes", Type: "strings", Public: true, When: "some access is cognito", Description: "The scopes that the API's methods ask for"},
	{Name: "streamTargetArn", Type: "string", When: "stream is eventBus or queue", Description: "The ARN of the event bus or the queue that receives the tables' changes"},
	{Name: "streamQueueUrl", Type: "string", When: "stream is queue", Description: "The URL of the queue that receives the tables' changes"},
	{Name: "streamDeadLetterUrl", Type: "string", When: "stream is eventBus or queue", Description: "The URL of the queue of changes that could not be sent"},
	{Name: "regionUrl", Type: "string", Public: true, When: "there are regions and a domainName", Description: "The URL of the API in this region alone, while apiUrl leads to the nearest region that answers"},
	{Name: "writeUrl", Type: "string", Public: true, When: "there are a writeRegion and a domainName", Description: "The URL of the API in the region that takes the writes"},
}

// OutputsSchema is the JSON schema (draft 2020-12) of a stack's outputs, as `pulumi stack output --json` prints them.
func OutputsSchema() string {
	var properties, required []string
	for _, o := range Outputs {
		kind := map[string]string{
			"string":  `"type": "string"`,
			"strings": `"type": "array", "items": {"type": "string"}`,
			"map":     `"type": "object", "additionalProperties": {"type": "string"}`,
		}[o.Type]
		properties = append(properties, fmt.Sprintf("    %q: {%s, \"description\": %s}", o.Name, kind, document.JSON(o.about())))
		if o.When == "" {
			required = append(required, fmt.Sprintf("%q", o.Name))
		}
	}
	return `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "The outputs of a stack",
  "type": "object",
  "required": [` + strings.Join(required, ", ") + `],
  "properties": {
` + strings.Join(properties, ",\n") + `
  },
  "additionalProperties": false
}
`
}

func (o Output) about() string {
	text := o.Description
	if o.When != "" {
		text += ". Where " + o.When
	}
	if o.Secret {
		text += ". Secret"
	}
	return text
}
