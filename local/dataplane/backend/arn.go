package backend

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
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
func (u awsURI) operation(call *Call) string {
	if u.style == "action" {
		return u.rest
	}
	return strings.TrimPrefix(call.headerValue("X-Amz-Target"), targetPrefix)
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
