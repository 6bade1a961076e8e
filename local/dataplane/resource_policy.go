package dataplane

import (
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/backend"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/trace"
)

// resourcePolicy is an API's resource policy, parsed once per deployment, or why it does not parse
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html).
type resourcePolicy struct {
	policy  *iam.Policy
	problem error
}

func compileResourcePolicy(api *apigateway.API) *resourcePolicy {
	if strings.TrimSpace(api.Policy) == "" {
		return nil
	}
	// execute-api:/stage/verb/path is short for the ARN within this API.
	document := strings.ReplaceAll(api.Policy, `"execute-api:/`, `"`+apiARN(api)+"/")
	policy, err := parse.Resource(document)
	return &resourcePolicy{policy, err}
}

func apiARN(api *apigateway.API) string {
	return "arn:aws:execute-api:" + api.Region + ":" + api.AccountID + ":" + api.ID
}

// anonymous is what every caller is who has not signed the request.
const anonymous = "anonymous"

// invoke is the permission to call a method.
const invoke = "execute-api:Invoke"

// checkResourcePolicy evaluates the API's resource policy for an action of a caller before an authorizer has run (GW-041).
// Who signed the request as the account's own is let in by its own permissions, unless the policy denies it
// (GW-138).
func checkResourcePolicy(a *api, action, caller, methodARN, sourceIP string, t *trace.Trace) *failure.Failure {
	if a.policy == nil {
		t.Verdict("the API has no resource policy")
		return nil
	}
	if a.policy.problem != nil {
		return failure.Misconfigured("the resource policy of API %s: %v", a.ID, a.policy.problem)
	}
	decision := iam.Permissions{Resource: []iam.Named{{Name: "resource policy", Policy: a.policy.policy}}}.Evaluate(iam.Request{
		Principal: caller, Action: action, Resource: methodARN,
		Context: map[string][]string{"aws:SourceIp": {sourceIP}, "aws:SecureTransport": {"true"}},
	})
	t.In("method", methodARN)
	t.Verdict("%s", backend.Decision{
		Allowed: decision.Allowed, Explicit: decision.Explicit, Policy: decision.Policy, Statement: decision.Statement,
	})
	if decision.Allowed || caller != anonymous && !decision.Explicit {
		return nil
	}
	f := failure.Of(failure.AccessDenied)
	f.Message = "User: " + caller + " is not authorized to perform: " + action + " on resource: " + methodARN
	if decision.Explicit {
		f.Message += " with an explicit deny"
	}
	return f
}
