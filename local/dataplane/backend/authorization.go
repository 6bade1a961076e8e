package backend

import (
	"context"
	"net/http"

	"lambdaless/internal/dynamodb"
	"lambdaless/internal/iam"
	"lambdaless/local/database"
	"lambdaless/local/dataplane/encoding"
	"lambdaless/local/dataplane/trace"
)

// authorization asks IAM about one call.
type authorization struct {
	d       *DynamoDB
	ctx     context.Context
	call    *Call
	uri     awsURI
	role    assumedRole
	session Session
	trace   *trace.Trace
}

// authorize evaluates every action that the rendered request needs before the database sees the
// request. It returns nil when all are allowed, else DynamoDB's own answer (GW-078).
func (x *authorization) authorize(operation string) *database.Answer {
	request, err := dynamodb.Parse(x.call.Body)
	if err != nil {
		// The database must not read it as another request than we did.
		return refusal(`{"__type":"com.amazon.coral.service#SerializationException"}`)
	}
	if dynamodb.PartiQL(operation) { // GW-133
		x.d.Log.Error("PartiQL statements are refused: the local runtime does not read which tables they touch", "operation", operation)
		return accessDenied(x.role, "dynamodb:"+operation, "*", Decision{})
	}
	scope := dynamodb.Scope{Partition: x.uri.partition, Region: x.uri.region, Account: x.role.account}
	for _, part := range dynamodb.Parts(operation, request) {
		if part.Action == "" || part.Table == "" && part.Resource == "" {
			continue // DynamoDB refuses such a request before it touches anything
		}
		resource := scope.ARN(part)
		decision := x.session.Authorize(part.Action, resource, x.conditionKeys(part))
		x.trace.Out("IAM "+part.Action+" on "+resource, decision.String())
		if !decision.Allowed {
			return accessDenied(x.role, part.Action, resource, decision)
		}
		if refused := x.decrypts(resource); refused != nil {
			return refused
		}
	}
	return nil
}

func accessDenied(role assumedRole, action, resource string, decision Decision) *database.Answer {
	kind := decision.Kind
	if kind == "" {
		kind = string(iam.IdentityPolicy)
	}
	message := iam.Decision{Explicit: decision.Explicit, Kind: iam.PolicyKind(kind)}.Message(role.sessionARN(), action, resource)
	return refusal(`{"__type":"com.amazon.coral.service#AccessDeniedException","Message":` + encoding.Quote(message) + `}`)
}

func refusal(body string) *database.Answer {
	return &database.Answer{StatusCode: 400, Header: http.Header{"Content-Type": {"application/x-amz-json-1.0"}}, Body: []byte(body)}
}
