package backend

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/trace"
)

// forbiddenHeaders make an AWS integration fail when a mapping sets them (GW-071).
var forbiddenHeaders = map[string]bool{
	"authorization": true, "connection": true, "content-length": true, "transfer-encoding": true, "expect": true,
	"proxy-authenticate": true, "te": true, "x-amzn-trace-id": true,
}

// DynamoDB is the one AWS service that integrations can call here. Its exported fields are required, and it
// is safe for concurrent use.
type DynamoDB struct {
	Roles    Roles
	Database database.API
	Clock    func() time.Time
	Log      *slog.Logger

	keys keySchemas
}

// Call runs an AWS integration: it assumes the role, authorizes what the rendered request asks for, and only
// then calls DynamoDB. A refusal by DynamoDB or IAM is an answer; a Failure ends the request.
func (d *DynamoDB) Call(ctx context.Context, call *Call, t *trace.Trace) (*database.Answer, *failure.Failure) {
	ctx, cancel := context.WithTimeout(ctx, call.Timeout)
	defer cancel()
	uri, ok := parseAWSURI(call.URI)
	if !ok {
		return nil, failure.Misconfigured("invalid integration uri %q: expected arn:aws:apigateway:<region>:dynamodb:action/<Operation>", call.URI)
	}
	if uri.service != "dynamodb" {
		return nil, failure.Misconfigured("integration uri %q: service %q does not run locally, dynamodb does", call.URI, uri.service)
	}
	for _, header := range call.Header {
		if forbiddenHeaders[strings.ToLower(header.Name)] {
			return nil, failure.Misconfigured("header %s cannot be mapped to an AWS integration", header.Name)
		}
	}
	role, ok := parseRoleARN(call.Credentials)
	if !ok {
		return nil, badCredentials(call.Credentials)
	}
	session, err := d.Roles.AssumeRole(ctx, role.arn)
	if err != nil { // GW-130
		return nil, failure.Misconfigured("API Gateway does not have permission to assume the provided role %s: %v", role.arn, err)
	}
	operation := uri.operation(call)
	t.In("region", uri.region)
	t.In("operation", operation)
	t.In("body", call.Body)
	t.Out("assumed", role.sessionARN())
	if call.Method != http.MethodPost {
		return notPost(uri, call.Method), nil
	}
	question := authorization{d: d, ctx: ctx, call: call, uri: uri, role: role, session: session, trace: t}
	if refusal := question.authorize(operation); refusal != nil {
		t.Verdict("refused before the database was asked")
		return refusal, nil
	}
	start := d.Clock()
	answer, err := d.Database.Call(ctx, uri.region, operation, call.Body)
	if err != nil {
		return nil, networkFailure(ctx, call, err)
	}
	t.Verdict("DynamoDB answered %s in %s", trace.StatusLine(answer.StatusCode), trace.Short(d.Clock().Sub(start)))
	return &answer, nil
}

// networkFailure tells a back end that was too slow from one that cannot be reached.
func networkFailure(ctx context.Context, call *Call, err error) *failure.Failure {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		return failure.Of(failure.IntegrationTimeout).Because("no answer within %s", call.Timeout)
	}
	return failure.Of(failure.IntegrationFailure).Because("%v", err)
}

// badCredentials says what is wrong with an integration's credentials (GW-131).
func badCredentials(credentials string) *failure.Failure {
	switch {
	case credentials == "":
		return failure.Misconfigured("the integration has no credentials: set the ARN of the role that API Gateway shall assume")
	case strings.HasPrefix(credentials, "arn:aws:iam::*:user/"):
		return failure.Misconfigured("credentials %s pass the caller's identity on, which does not run locally", credentials)
	}
	return failure.Misconfigured("credentials %q are not the ARN of a role", credentials)
}

// notPost is what DynamoDB's endpoint says to other methods; no table is touched (GW-132). An
// integration's httpMethod must be POST whatever the method of the API is.
func notPost(uri awsURI, method string) *database.Answer {
	header := http.Header{"Content-Type": {"text/plain"}}
	if method == http.MethodGet {
		return &database.Answer{StatusCode: 200, Header: header, Body: []byte("healthy: dynamodb." + uri.region + ".amazonaws.com ")}
	}
	return &database.Answer{StatusCode: 404, Header: header, Body: []byte("<UnknownOperationException/>\n")}
}
