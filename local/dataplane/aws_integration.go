package dataplane

import (
	"context"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"lambdaless/local/dataplane/trace"
)

// awsURI is an AWS integration's uri: arn:aws:apigateway:{region}:{service}:{action|path}/{rest}. The service
// stands where other ARNs have the account.
type awsURI struct {
	partition, region, service, style, rest string
}

func parseAWSURI(uri string) (awsURI, bool) {
	parsed, err := arn.Parse(uri)
	style, rest, found := strings.Cut(parsed.Resource, "/")
	if err != nil || !found || parsed.Service != "apigateway" || parsed.Region == "" || style != "action" && style != "path" {
		return awsURI{}, false
	}
	return awsURI{partition: parsed.Partition, region: parsed.Region, service: parsed.AccountID, style: style, rest: rest}, true
}

// targetPrefix comes before the operation in X-Amz-Target.
const targetPrefix = "DynamoDB_20120810."

// operation is the DynamoDB operation that the call asks for: the action of the uri, to which API
// Gateway adds X-Amz-Target itself (GW-077), or the mapped X-Amz-Target of a path-style uri.
func (u awsURI) operation(call *integrationCall) string {
	if u.style == "action" {
		return u.rest
	}
	return strings.TrimPrefix(call.headerValue("X-Amz-Target"), targetPrefix)
}

// callAWS runs an AWS integration: it assumes the role, authorizes what the rendered request asks
// for, and only then calls DynamoDB.
func (x *exchange) callAWS(ctx context.Context, call *integrationCall) (*Answer, *Failure) {
	uri, ok := parseAWSURI(call.uri)
	if !ok {
		return nil, misconfigured("invalid integration uri %q: expected arn:aws:apigateway:<region>:dynamodb:action/<Operation>", call.uri)
	}
	if uri.service != "dynamodb" {
		return nil, misconfigured("integration uri %q: service %q does not run locally, dynamodb does", call.uri, uri.service)
	}
	for _, header := range call.header {
		if forbiddenIntegrationHeaders[strings.ToLower(header.Name)] {
			return nil, misconfigured("header %s cannot be mapped to an AWS integration", header.Name)
		}
	}
	role, ok := parseRoleARN(call.credentials)
	if !ok {
		return nil, badCredentials(call.credentials)
	}
	session, err := x.g.Cloud.AssumeRole(ctx, role.arn)
	if err != nil { // GW-130
		return nil, misconfigured("API Gateway does not have permission to assume the provided role %s: %v", role.arn, err)
	}
	operation := uri.operation(call)
	x.trace.In("region", uri.region)
	x.trace.In("operation", operation)
	x.trace.In("body", call.body)
	x.trace.Out("assumed", role.sessionARN())
	if call.method != http.MethodPost {
		return notPost(uri, call.method), nil
	}
	if refusal := x.authorizeCall(ctx, uri, role, session, operation, call.body); refusal != nil {
		x.trace.Verdict("refused before the database was asked")
		return refusal, nil
	}
	start := x.g.Clock()
	answer, err := x.g.Database.Call(ctx, uri.region, operation, call.body)
	if err != nil {
		return nil, x.networkFailure(ctx, err)
	}
	x.trace.Verdict("DynamoDB answered %s in %s", trace.StatusLine(answer.StatusCode), trace.Short(x.g.Clock().Sub(start)))
	return &answer, nil
}

// badCredentials says what is wrong with an integration's credentials (GW-131).
func badCredentials(credentials string) *Failure {
	switch {
	case credentials == "":
		return misconfigured("the integration has no credentials: set the ARN of the role that API Gateway shall assume")
	case strings.HasPrefix(credentials, "arn:aws:iam::*:user/"):
		return misconfigured("credentials %s pass the caller's identity on, which does not run locally", credentials)
	}
	return misconfigured("credentials %q are not the ARN of a role", credentials)
}

// notPost is what DynamoDB's endpoint says to other methods; no table is touched (GW-132). An
// integration's httpMethod must be POST whatever the method of the API is.
func notPost(uri awsURI, method string) *Answer {
	header := http.Header{"Content-Type": {"text/plain"}}
	if method == http.MethodGet {
		return &Answer{StatusCode: 200, Header: header, Body: []byte("healthy: dynamodb." + uri.region + ".amazonaws.com ")}
	}
	return &Answer{StatusCode: 404, Header: header, Body: []byte("<UnknownOperationException/>\n")}
}

// assumedRole is the role of an integration.
type assumedRole struct{ arn, partition, account, name string }

func parseRoleARN(text string) (assumedRole, bool) {
	parsed, err := arn.Parse(text)
	if err != nil || parsed.Service != "iam" || parsed.AccountID == "" || !strings.HasPrefix(parsed.Resource, "role/") {
		return assumedRole{}, false
	}
	name := parsed.Resource[strings.LastIndexByte(parsed.Resource, '/')+1:]
	return assumedRole{arn: text, partition: parsed.Partition, account: parsed.AccountID, name: name}, name != ""
}

// sessionARN is the principal that DynamoDB sees.
func (r assumedRole) sessionARN() string {
	return arn.ARN{
		Partition: r.partition, Service: "sts", AccountID: r.account, Resource: "assumed-role/" + r.name + "/BackplaneAssumeRoleSession",
	}.String()
}
