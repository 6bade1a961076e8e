package model

import (
	"regexp"
	"strings"

	"lambdaless/policy/graph"
)

// Integration is what a method calls.
type Integration struct {
	Node   *graph.Node
	Method *Method
	// URI is the parsed uri; its Operation is empty for any other uri than a DynamoDB action.
	URI URI
	// Credentials is what the credentials name.
	Credentials graph.Reference
	// Role is the role that the credentials name; nil when it is not in the stack.
	Role *Role
	// Responses are the IntegrationResponses.
	Responses []*graph.Node
}

// URI is the uri of an integration with a DynamoDB action,
// "arn:aws:apigateway:eu-west-1:dynamodb:action/GetItem".
type URI struct {
	Partition, Region, Operation string
}

var actionURI = regexp.MustCompile(`^arn:([a-z-]+):apigateway:([a-z0-9-]+):dynamodb:action/([A-Za-z]+)$`)

func (m *Model) newIntegration(n *graph.Node, method *Method) *Integration {
	i := &Integration{Node: n, Method: method}
	if uri, ok := n.In("uri").Text(); ok {
		if parts := actionURI.FindStringSubmatch(uri); parts != nil {
			i.URI = URI{parts[1], parts[2], parts[3]}
		}
	}
	i.Credentials = m.Graph.Refer(n, "credentials", graph.Role)
	i.Role = m.Role(i.Credentials.Node)
	if i.Role != nil {
		i.Role.Integrations = append(i.Role.Integrations, i)
	}
	return i
}

// Backend is what an integration calls.
type Backend string

// The backends besides other AWS services, whose name is theirs in the uri, such as "sqs". An integration whose uri is
// unknown, or cannot be read, counts as one that calls DynamoDB, and fails the rules about these.
const (
	DynamoDB Backend = "DynamoDB"
	Lambda   Backend = "Lambda"
	HTTP     Backend = "HTTP"
	Mock     Backend = "a mock"
)

var lambdaURI = regexp.MustCompile(`^arn:([a-z-]+):apigateway:[a-z0-9-]+:lambda:path/[0-9-]+/functions/(arn:[^/]+)/invocations$`)

// serviceURI has an optional subdomain before the service, and the operation, if the uri names one
// (https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html#apigw-Type-Integration-uri).
var serviceURI = regexp.MustCompile(`^arn:[a-z-]+:apigateway:[a-z0-9-]+:(?:[a-z0-9-]+\.)*([a-z0-9-]+):(?:action/([A-Za-z]+)$|path/)`)

// Service is the AWS service that a uri names, such as "sqs", and the operation if it names one; empty for what is not
// of that form.
func (i *Integration) Service() (service, operation string) {
	if m := serviceURI.FindStringSubmatch(i.Node.In("uri").TextOr("")); m != nil {
		return m[1], m[2]
	}
	return "", ""
}

// Partition is the partition of an AWS service that the integration calls; "aws" where the uri names none.
func (i *Integration) Partition() string {
	parts := strings.SplitN(i.Node.In("uri").TextOr(""), ":", 3)
	if len(parts) == 3 && parts[0] == "arn" && parts[1] != "" {
		return parts[1]
	}
	return "aws"
}

// Backend is what the integration calls.
func (i *Integration) Backend() Backend {
	kind := i.Node.In("type").TextOr("")
	uri, known := i.Node.In("uri").Text()
	switch {
	case kind == "MOCK":
		return Mock
	case kind == "AWS_PROXY" && (!known || strings.Contains(uri, ":lambda:path/")), kind == "AWS" && strings.Contains(uri, ":lambda:path/"):
		return Lambda
	case (kind == "HTTP" || kind == "HTTP_PROXY") && !strings.HasPrefix(uri, "arn:"):
		return HTTP
	}
	if service, _ := i.Service(); kind == "AWS" && service != "" && !strings.HasPrefix(service, "dynamodb") { // or dynamodb-fips
		return Backend(service)
	}
	return DynamoDB
}

// Function is the ARN of the function that a Lambda integration invokes, empty when it is unknown.
func (i *Integration) Function() string {
	uri, _ := i.Node.In("uri").Text()
	if m := lambdaURI.FindStringSubmatch(uri); m != nil {
		return m[2]
	}
	return ""
}

// Template is a mapping template of an integration or of an integration response.
type Template struct {
	Node        *graph.Node
	Integration *Integration
	// ContentType is the key under which API Gateway finds it.
	ContentType string
	// Value is the text.
	Value graph.Value
	// Request tells a request template from a response template.
	Request bool
}

// RequestTemplates are the integration's request templates by content type. unknown says why they
// cannot be listed.
func (i *Integration) RequestTemplates() (templates []Template, unknown bool) {
	return i.templatesOf(i.Node, "requestTemplates", true)
}

// ResponseTemplates are the templates of all of the integration's responses.
func (i *Integration) ResponseTemplates() (templates []Template, unknown []*graph.Node) {
	for _, response := range i.Responses {
		found, missing := i.templatesOf(response, "responseTemplates", false)
		templates = append(templates, found...)
		if missing {
			unknown = append(unknown, response)
		}
	}
	return templates, unknown
}

func (i *Integration) templatesOf(n *graph.Node, property string, request bool) (templates []Template, unknown bool) {
	all := n.In(property)
	if all.IsUnknown() {
		return nil, true
	}
	for _, contentType := range all.Keys() {
		templates = append(templates, Template{Node: n, Integration: i, ContentType: contentType, Value: all.At(contentType), Request: request})
	}
	return templates, false
}
