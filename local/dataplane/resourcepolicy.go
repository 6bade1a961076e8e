package dataplane

import (
	"strings"

	"lambdaless/internal/iam"
)

// resourcePolicy is an API's resource policy, parsed once a deployment, or why it does not parse
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html).
type resourcePolicy struct {
	policy  *iam.Policy
	problem error
}

func compileResourcePolicy(api *API) *resourcePolicy {
	if strings.TrimSpace(api.Policy) == "" {
		return nil
	}
	// execute-api:/stage/verb/path is short for the ARN within this API.
	document := strings.ReplaceAll(api.Policy, `"execute-api:/`, `"`+apiARN(api)+"/")
	policy, err := iam.ParseResource(document)
	return &resourcePolicy{policy, err}
}

func apiARN(api *API) string {
	return "arn:aws:execute-api:" + api.Region + ":" + api.AccountID + ":" + api.ID
}

// checkResourcePolicy evaluates the API's resource policy for the anonymous caller that everybody is
// to it before an authorizer has spoken (GW-041).
func (x *exchange) checkResourcePolicy() *Failure {
	policy := x.api.policy
	if policy == nil {
		x.trace.verdict("the API has no resource policy")
		return nil
	}
	if policy.problem != nil {
		return misconfigured("the resource policy of API %s: %v", x.api.ID, policy.problem)
	}
	arn := x.methodARN()
	decision := iam.Permissions{Resource: []iam.Named{{Name: "resource policy", Policy: policy.policy}}}.Evaluate(iam.Request{
		Principal: "anonymous", Action: "execute-api:Invoke", Resource: arn,
		Context: map[string][]string{"aws:SourceIp": {x.request.SourceIP}, "aws:SecureTransport": {"true"}},
	})
	if x.trace != nil {
		x.trace.in("method", arn)
		x.trace.verdict(describeDecision(Decision{
			Allowed: decision.Allowed, Explicit: decision.Explicit, Policy: decision.Policy, Statement: decision.Statement,
		}))
	}
	if decision.Allowed {
		return nil
	}
	f := fail(AccessDenied)
	f.Message = "User: anonymous is not authorized to perform: execute-api:Invoke on resource: " + arn
	if decision.Explicit {
		f.Message += " with an explicit deny"
	}
	return f
}
