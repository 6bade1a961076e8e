package provider

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the AWS provider refuses when it plans, the local one refuses in Check, all at once.
func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	method := props{"restApi": "a", "resourceId": "r", "httpMethod": "GET"}
	table := props{"name": "movies", "hashKey": "name", "billingMode": "PAY_PER_REQUEST", "attributes": []any{props{"name": "name", "type": "S"}}}
	cases := []struct {
		situation string
		token     string
		in        props
		failures  []string
	}{
		{"an unknown property", integrationType, with(method, props{"type": "MOCK", "requestTemplate": props{}}), []string{
			"requestTemplate is not an input of aws:apigateway/integration:Integration; its inputs are: cacheKeyParameters, cacheNamespace, connectionId, connectionType, contentHandling, " +
				"credentials, httpMethod, integrationHttpMethod, passthroughBehavior, requestParameters, requestTemplates, resourceId, restApi, timeoutMilliseconds, tlsConfig, type, uri",
		}},
		{"a property in another spelling", integrationType, with(method, props{"type": "MOCK", "passthrough_behavior": "NEVER"}), []string{
			"passthrough_behavior is not an input of aws:apigateway/integration:Integration; did you mean passthroughBehavior?",
		}},
		{"an output as input", stageType, props{"restApi": "a", "deployment": "d", "stageName": "v1", "invokeUrl": "http://x"}, []string{
			"invokeUrl is not an input of aws:apigateway/stage:Stage; its inputs are: accessLogSettings, cacheClusterEnabled, cacheClusterSize, canarySettings, clientCertificateId, " +
				"deployment, description, documentationVersion, restApi, stageName, tags, variables, xrayTracingEnabled",
		}},
		{"an unknown property of an object", stageType, props{"restApi": "a", "deployment": "d", "stageName": "v1", "accessLogSettings": props{"destinationArn": "arn:aws:logs:us-east-1:0:log-group:x", "format": "x", "level": "x"}}, []string{
			"accessLogSettings.level is not an input of accessLogSettings of aws:apigateway/stage:Stage; its inputs are: destinationArn, format",
		}},
		{"missing properties, all of them", integrationType, nil, []string{
			"httpMethod is required and missing", "resourceId is required and missing", "restApi is required and missing", "type is required and missing",
		}},
		{"enumerations", integrationType, with(method, props{"httpMethod": "get", "type": "aws", "passthroughBehavior": "never"}), []string{
			`httpMethod expected one of ["ANY" "DELETE" "GET" "HEAD" "OPTIONS" "PATCH" "POST" "PUT"], got "get"`,
			`passthroughBehavior expected one of ["WHEN_NO_MATCH" "WHEN_NO_TEMPLATES" "NEVER"], got "never"`,
			`type expected one of ["HTTP" "AWS" "MOCK" "HTTP_PROXY" "AWS_PROXY"], got "aws"`,
		}},
		{"a number out of range", integrationType, with(method, props{"type": "MOCK", "timeoutMilliseconds": 49}), []string{
			"timeoutMilliseconds expected it to be in the range (50 - 300000), got 49",
		}},
		{"a fraction for an integer", integrationType, with(method, props{"type": "MOCK", "timeoutMilliseconds": 50.5}), []string{
			"timeoutMilliseconds must be an integer, got number",
		}},
		{"a list for a map", integrationType, with(method, props{"type": "MOCK", "requestTemplates": []any{"x"}}), []string{
			"requestTemplates must be a map, got []",
		}},
		{"text for a boolean", apiKeyType, props{"enabled": "maybe"}, []string{"enabled must be a boolean, got string"}},
		{"a policy that is not JSON", rolePolicyType, props{"role": "r", "policy": "{\n  \"Version\": }"}, []string{
			"policy contains an invalid JSON document: invalid character '}' looking for beginning of value at line 2, column 14",
		}},
		{"a role's name with a space", roleType, props{"name": "my role", "assumeRolePolicy": trust}, []string{
			`name must only contain alphanumeric characters, hyphens, underscores, commas, periods, @ symbols, plus and equals signs, got "my role"`,
		}},
		{"a name and a prefix", roleType, props{"name": "a", "namePrefix": "b", "assumeRolePolicy": trust}, []string{
			"name conflicts with namePrefix: set one of the two", "namePrefix conflicts with name: set one of the two",
		}},
		{"retention that CloudWatch does not have", logGroupType, props{"retentionInDays": 8}, []string{
			"retentionInDays expected one of [0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653], got 8",
		}},
		{"an attribute that no key uses", tableType, with(table, props{"attributes": []any{props{"name": "name", "type": "S"}, props{"name": "favorite_movie", "type": "S"}}}), []string{
			`attributes all attributes must be indexed. Unused attributes: ["favorite_movie"]`,
		}},
		{"a key without an attribute", tableType, with(table, props{"hashKey": "title", "attributes": []any{}}), []string{
			`attributes all indexes must match a defined attribute. Unmatched indexes: ["title"]`,
		}},
		{"an index key without an attribute", tableType, with(table, props{"globalSecondaryIndexes": []any{props{"name": "by-year", "hashKey": "year", "projectionType": "ALL"}}}), []string{
			`attributes all indexes must match a defined attribute. Unmatched indexes: ["year"]`,
		}},
		{"provisioned without capacity", tableType, with(table, props{"billingMode": nil}), []string{
			"readCapacity must be at least 1 when billingMode is PROVISIONED", "writeCapacity must be at least 1 when billingMode is PROVISIONED",
		}},
		{"a stream without a view", tableType, with(table, props{"streamEnabled": true}), []string{"streamViewType is required when streamEnabled is true"}},
		{"expiry without an attribute", tableType, with(table, props{"ttl": props{"enabled": true}}), []string{"ttl needs attributeName when it is enabled"}},
		{"a status that is not a number", methodRespType, with(method, props{"statusCode": "ok"}), []string{`statusCode expected an HTTP status code of three digits, got "ok"`}},
		{"an ARN that is none", accountlessAttachment, props{"role": "r", "policyArn": "AdministratorAccess"}, []string{`policyArn is an invalid ARN: "AdministratorAccess"`}},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			_, failures := l.check(c.token, "x", nil, c.in)
			assert.Equal(t, c.failures, failures)
		})
	}
}

const accountlessAttachment = attachmentType

func TestCheckAcceptsWhatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	for token, in := range map[string]props{
		integrationType: {"restApi": computedLater, "resourceId": computedLater, "httpMethod": computedLater, "type": computedLater, "requestTemplates": props{"application/json": computedLater}},
		rolePolicyType:  {"role": computedLater, "policy": computedLater},
		tableType:       {"name": computedLater, "hashKey": "name", "billingMode": "PAY_PER_REQUEST", "attributes": []any{props{"name": "name", "type": "S"}}, "serverSideEncryption": props{"enabled": true, "kmsKeyArn": computedLater}},
	} {
		_, failures := l.check(token, "x", nil, in)
		assert.Empty(t, failures, token)
	}
}

func TestCheckFillsAndConverts(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")

	in := l.unpack(l.checked(integrationType, "x", nil, props{"restApi": "a", "resourceId": "r", "httpMethod": "GET", "type": "MOCK", "timeoutMilliseconds": "100"}))
	assert.Equal(t, props{"restApi": "a", "resourceId": "r", "httpMethod": "GET", "type": "MOCK", "timeoutMilliseconds": 100.0, "connectionType": "INTERNET"}, in)

	in = l.unpack(l.checked(roleType, "x", nil, props{"name": "x", "assumeRolePolicy": props{"Version": "2012-10-17", "Statement": []any{}}}))
	assert.Equal(t, `{"Statement":[],"Version":"2012-10-17"}`, in["assumeRolePolicy"], "an object becomes a document")

	in = l.unpack(l.checked(roleType, "x", nil, props{"name": "x", "assumeRolePolicy": props{"Statement": computedLater}}))
	assert.Equal(t, computedLater, in["assumeRolePolicy"], "an object with a computedLater becomes a computedLater")

	raw := l.checked(usagePlanType, "x", nil, props{"name": "p", "quotaSettings": props{"limit": 1, "period": "DAY"}})
	assert.Equal(t, []any{"offset"}, raw.AsMap()["quotaSettings"].(map[string]any)["__defaults"], "defaults inside objects are remembered")
}

func TestAutonaming(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")

	first := l.checked(roleType, "reader", nil, props{"assumeRolePolicy": trust})
	name, _ := l.unpack(first)["name"].(string)
	assert.Regexp(t, `^reader-[0-9a-f]{7}$`, name)
	again := l.checked(roleType, "reader", first, props{"assumeRolePolicy": trust, "description": "x"})
	assert.Equal(t, name, l.unpack(again)["name"], "kept from one update to the next")

	for token, pattern := range map[string]string{
		aliasType: `^alias/x-[0-9a-f]{7}$`, modelType: `^x[0-9a-f]{7}$`, logGroupType: `^x-[0-9a-f]{7}$`, restAPIType: `^x-[0-9a-f]{7}$`,
	} {
		in := map[string]props{aliasType: {"targetKeyId": "k"}, modelType: {"restApi": "a", "contentType": "application/json"}}[token]
		assert.Regexp(t, pattern, l.unpack(l.checked(token, "x", nil, in))["name"], token)
	}

	check := func(o *pulumirpc.CheckRequest_AutonamingOptions) *pulumirpc.CheckResponse {
		out, err := l.client.Check(t.Context(), &pulumirpc.CheckRequest{Urn: urnOf(roleType, "reader"), News: l.pack(props{"assumeRolePolicy": trust}), Autonaming: o})
		require.NoError(t, err)
		return out
	}
	proposed := check(&pulumirpc.CheckRequest_AutonamingOptions{Mode: pulumirpc.CheckRequest_AutonamingOptions_PROPOSE, ProposedName: "mine"})
	assert.Equal(t, "mine", l.unpack(proposed.GetInputs())["name"])
	disabled := check(&pulumirpc.CheckRequest_AutonamingOptions{Mode: pulumirpc.CheckRequest_AutonamingOptions_DISABLE})
	require.Len(t, disabled.GetFailures(), 1)
	assert.Equal(t, "name automatic naming is disabled: set a name", disabled.GetFailures()[0].GetReason())

	in := l.unpack(l.checked(roleType, "reader", nil, props{"assumeRolePolicy": trust, "namePrefix": "reader-"}))
	assert.NotContains(t, in, "name", "AWS completes the prefix")
}

func TestUnimplementedTypesAndFunctions(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	l.configure("eu-west-1")
	_, err := l.client.Check(t.Context(), &pulumirpc.CheckRequest{Urn: urnOf("aws:ec2/vpc:Vpc", "x")})
	require.Error(t, err)
	assert.Contains(t, message(err), "the local AWS does not implement the resource type aws:ec2/vpc:Vpc; it implements:\n  aws:acm/certificate:Certificate\n")
	assert.Contains(t, message(err), tableType)

	_, err = l.client.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: "aws:ec2/getAmi:getAmi"})
	require.Error(t, err)
	assert.Equal(t, "the local AWS does not implement the function aws:ec2/getAmi:getAmi; it implements:\n"+
		"  aws:dynamodb/getTable:getTable\n  aws:iam/getPolicyDocument:getPolicyDocument\n  aws:index/getCallerIdentity:getCallerIdentity\n  aws:index/getPartition:getPartition\n  aws:index/getRegion:getRegion\n  aws:kms/getKey:getKey", message(err))
}
