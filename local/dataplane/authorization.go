package dataplane

import (
	"context"
	"encoding/json"
	"net/http"

	"lambdaless/internal/iam"
)

// permission is one (action, resource) that a DynamoDB request needs.
type permission struct {
	action    string // dynamodb:GetItem
	resource  string // the ARN
	table     string // the table's name or ARN, as the request has it; empty when there is none
	index     string
	enclosing string                       // TransactGetItems or TransactWriteItems for their elements
	elements  []map[string]json.RawMessage // the parts of the request that act under the permission
}

// authorizeCall decides every permission that the rendered request needs before the database sees the
// request. It returns nil when all are allowed, else DynamoDB's own answer (GW-078).
func (x *exchange) authorizeCall(ctx context.Context, uri awsURI, role assumedRole, session Session, operation string) *Answer {
	request := object(x.call.body)
	if request == nil && !json.Valid(x.call.body) {
		// No parser gets to disagree with ours about what an unreadable request would touch.
		return refusal(`{"__type":"com.amazon.coral.service#SerializationException"}`)
	}
	permissions, known := neededPermissions(operation, arnScope{uri.partition, uri.region, role.account}, request)
	if !known {
		x.g.Log.Error("the local runtime cannot tell which tables a PartiQL statement touches, and refuses it", "operation", operation)
		return accessDenied(role, "dynamodb:"+operation, "*", Decision{})
	}
	for _, p := range permissions {
		conditions := x.conditionKeys(ctx, uri, role, session, p)
		decision := session.Authorize(p.action, p.resource, conditions)
		if x.trace != nil {
			x.trace.out("IAM "+p.action+" on "+p.resource, describeDecision(decision))
		}
		if !decision.Allowed {
			return accessDenied(role, p.action, p.resource, decision)
		}
	}
	return nil
}

func accessDenied(role assumedRole, action, resource string, decision Decision) *Answer {
	kind := decision.Kind
	if kind == "" {
		kind = string(iam.IdentityPolicy)
	}
	message := iam.Decision{Explicit: decision.Explicit, Kind: iam.PolicyKind(kind)}.Message(role.sessionARN(), action, resource)
	return refusal(`{"__type":"com.amazon.coral.service#AccessDeniedException","Message":` + quoteJSON(message) + `}`)
}

func refusal(body string) *Answer {
	return &Answer{StatusCode: 400, Header: http.Header{"Content-Type": {"application/x-amz-json-1.0"}}, Body: []byte(body)}
}

func describeDecision(d Decision) string {
	switch {
	case d.Allowed:
		return "allowed by " + d.Policy + ": " + d.Statement
	case d.Explicit:
		return "explicitly denied by " + d.Policy + ": " + d.Statement
	}
	return "implicitly denied: no statement allows it"
}
