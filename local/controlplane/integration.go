package controlplane

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// Integrations are what methods call: apigateway:PutIntegration, GetIntegration, UpdateIntegration and
// DeleteIntegration. Like AWS's, PutIntegration replaces an integration that is there.
var Integrations = Collection[apigateway.Integration]{
	find: func(c *Client, t *store.Tx, i apigateway.Integration) (apigateway.Integration, error) {
		return c.integration(t, i.RestAPIID, i.ResourceID, i.HTTPMethod)
	},
	create: func(c *Client, t *store.Tx, in *apigateway.Integration) error {
		in.Region = c.region
		in.ID = "agi-" + in.RestAPIID + "-" + in.ResourceID + "-" + in.HTTPMethod
		if err := c.checkIntegration(t, in); err != nil {
			return err
		}
		store.RemoveAll[apigateway.IntegrationResponse](t, in.Key()+"/")
		return nil
	},
	update: func(c *Client, t *store.Tx, old apigateway.Integration, in *apigateway.Integration) error {
		in.Region, in.ID = old.Region, old.ID
		return c.checkIntegration(t, in)
	},
	release: func(_ *Client, t *store.Tx, i apigateway.Integration) error {
		store.RemoveAll[apigateway.IntegrationResponse](t, i.Key()+"/")
		return nil
	},
}

func integrationDefaults(i apigateway.Integration) apigateway.Integration {
	if i.PassthroughBehavior == "" {
		i.PassthroughBehavior = "WHEN_NO_MATCH"
	}
	if i.CacheNamespace == "" {
		i.CacheNamespace = i.ResourceID
	}
	if i.TimeoutMilliseconds == 0 {
		i.TimeoutMilliseconds = 29000
	}
	return i
}

// checkIntegration fills in the defaults and applies the rules of PutIntegration, in AWS's order as far
// as it is known (CP-010).
func (c *Client) checkIntegration(t *store.Tx, in *apigateway.Integration) error {
	*in = integrationDefaults(*in)
	i := *in
	m, err := c.method(t, i.RestAPIID, i.ResourceID, i.HTTPMethod)
	if err != nil {
		return err
	}
	if i.Type != "MOCK" && i.IntegrationHTTPMethod == "" {
		return badRequest("Enumeration value for HttpMethod must be non-empty")
	}
	switch i.Type {
	case "AWS", "AWS_PROXY":
		if err := c.checkAWSIntegration(i); err != nil {
			return err
		}
	case "HTTP", "HTTP_PROXY":
		if !strings.HasPrefix(i.URI, "http://") && !strings.HasPrefix(i.URI, "https://") {
			return badRequest("Invalid HTTP endpoint specified for URI")
		}
	}
	if err := checkContentTypes(i.RequestTemplates); err != nil {
		return err
	}
	// A mapping may read only what the method declares; path variables included.
	declared := func(parameter string) bool {
		_, ok := m.RequestParameters[parameter]
		return ok
	}
	if err := integrationRequestSide.checkMappings(i.RequestParameters, nil, declared); err != nil {
		return err
	}
	var p problems
	for _, key := range i.CacheKeyParameters {
		if !integrationRequestSide.target.MatchString(key) && !declared(key) {
			p.parameter(key)
		}
	}
	return p.refusal(mappingSubject)
}

func (c *Client) checkAWSIntegration(i apigateway.Integration) error {
	// arn:{partition}:apigateway:{region}:{subdomain.service|service}:{path|action}/{api}
	uri, err := arn.Parse(i.URI)
	if err != nil || uri.Service != "apigateway" || uri.Region == "" || uri.AccountID == "" {
		return badRequest("Invalid ARN specified in the request")
	}
	if !strings.HasPrefix(uri.Resource, "path/") && !strings.HasPrefix(uri.Resource, "action/") {
		return badRequest("AWS ARN for integration must contain path or action")
	}
	service := uri.AccountID // the fifth part of an integration's ARN is the service
	if i.Type == "AWS_PROXY" && service != "lambda" && service != "firehose" {
		return badRequest("Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")
	}
	if i.Credentials == "" {
		if service == "lambda" {
			return nil // Lambda may grant access in the function's own policy
		}
		return badRequest("Role ARN must be specified for AWS integrations")
	}
	if account := arnAccount(i.Credentials); account == "" {
		return badRequest("Invalid ARN specified in the request")
	} else if account != c.account.id && i.Credentials != "arn:"+c.partition+":iam::*:user/*" {
		return refuse("AccessDeniedException", "Cross-account pass role is not allowed.")
	}
	return nil
}

func (c *Client) integration(t *store.Tx, restAPI, resource, verb string) (apigateway.Integration, error) {
	_, err := c.method(t, restAPI, resource, verb)
	return store.Find[apigateway.Integration](t, err, c.apiKey(restAPI, resource, verb), notFound("Invalid Integration identifier specified"))
}
