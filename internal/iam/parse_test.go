package iam

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// IAM-002: AWS's words for documents that it refuses, in the order of its own checks. The rows for
// identity-based policies repeat what moto's tests recorded.
func TestParseAnswersInAWSWords(t *testing.T) {
	t.Parallel()
	statement := func(s string) string { return `{"Version":"2012-10-17","Statement":` + s + `}` }
	const rest = `"Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"`
	for _, c := range []struct {
		situation string
		parse     func(string) (*Policy, error)
		doc       string
		says      string
	}{
		{"not JSON", ParseIdentity, `This is not a json document`, saysSyntax},
		{"empty", ParseIdentity, ``, saysSyntax},
		{"two documents", ParseIdentity, `{} {}`, saysSyntax},
		{"a list", ParseIdentity, `[]`, saysSyntax},
		{"unknown version", ParseIdentity, `{"Version":"2013-10-17","Statement":{"Effect":"Allow",` + rest + `}}`, saysSyntax},
		{"managed policy without version", ParseManaged, `{"Statement":{"Effect":"Allow",` + rest + `}}`, saysVersion},
		{"managed policy of the old version", ParseManaged, `{"Version":"2008-10-17","Statement":{"Effect":"Allow",` + rest + `}}`, saysVersion},
		{"a missing version comes before a wrong effect", ParseManaged, `{"Statement":{"Effect":"denY",` + rest + `}}`, saysVersion},
		{"no statement", ParseIdentity, `{"Version":"2012-10-17"}`, saysSyntax},
		{"empty list of statements", ParseIdentity, statement(`[]`), saysSyntax},
		{"statement is a string", ParseIdentity, statement(`["afd"]`), saysSyntax},
		{"unknown element of the document", ParseIdentity, `{"Version":"2012-10-17","Statement":{"Effect":"Allow",` + rest + `},"Extra":1}`, saysSyntax},
		{"unknown element of the statement", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Extra":"x"}`), saysSyntax},
		{"duplicate member", ParseIdentity, statement(`{"Effect":"Deny","Effect":"Allow",` + rest + `}`), saysSyntax},
		{"Id is a list", ParseIdentity, `{"Version":"2012-10-17","Id":["x"],"Statement":{"Effect":"Allow",` + rest + `}}`, saysSyntax},
		{"no effect", ParseIdentity, statement(`{` + rest + `}`), saysSyntax},
		{"unknown effect", ParseIdentity, statement(`{"Effect":"invalid",` + rest + `}`), saysSyntax},
		{"effect in the wrong case", ParseIdentity, statement(`{"Effect":"allow",` + rest + `}`), saysLegacy},
		{"wrong case comes before a missing action", ParseIdentity, statement(`{"Effect":"allow","Resource":"arn:aws:iam:us-east-1::b"}`), saysLegacy},
		{"action without prefix", ParseIdentity, statement(`{"Effect":"Allow","Action":"invalid","Resource":"*"}`), saysVendor},
		{"prefix comes before missing resource", ParseIdentity, statement(`{"Effect":"Allow","Action":"invalid"}`), saysVendor},
		{"empty NotAction", ParseIdentity, statement(`{"Effect":"Allow","NotAction":"","Resource":"*"}`), saysVendor},
		{"bad prefix", ParseIdentity, statement(`{"Effect":"Allow","Action":"a a:ListBucket","Resource":"*"}`), "Vendor a a is not valid"},
		{"two colons", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:List:Bucket","Resource":"*"}`), saysColons},
		{"no action", ParseIdentity, statement(`{"Effect":"Allow","Resource":"*"}`), saysActions},
		{"neither action nor resource", ParseIdentity, statement(`{"Effect":"Allow"}`), saysActions},
		{"empty list of actions", ParseIdentity, statement(`{"Effect":"Allow","Action":[],"Resource":"*"}`), saysActions},
		{"action of the wrong type", ParseIdentity, statement(`{"Effect":"Deny","Action":[[]],"Resource":"*"}`), saysSyntax},
		{"Action and NotAction", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","NotAction":"iam:*","Resource":"*"}`), saysSyntax},
		{"no resource", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:ListBucket"}`), saysResources},
		{"empty list of resources", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:ListBucket","Resource":[]}`), saysResources},
		{"Resource and NotResource", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"NotResource":"*"}`), saysSyntax},
		{"resource is an object", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":{"a":"b"}}`), saysSyntax},
		{"resource is not an ARN", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"invalid resource"}`), `Resource invalid resource must be in ARN format or "*".`},
		{"resource is empty", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":""}`), `Resource  must be in ARN format or "*".`},
		{"resource comes before action prefix", ParseIdentity, statement(`{"Effect":"Allow","Action":"s:3:ListBucket","Resource":"sdfsadf"}`), `Resource sdfsadf must be in ARN format or "*".`},
		{"unknown partition", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:error:s3:::b"}`), `Partition "error" is not valid for resource "arn:error:s3:::b".`},
		{"short ARN of an unknown partition", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"a:b:cadfsdf"}`), `Partition "b" is not valid for resource "arn:b:cadfsdf:*:*:*".`},
		{"two segments", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"a:bsdfdsafsad"}`), `Partition "bsdfdsafsad" is not valid for resource "arn:bsdfdsafsad:*:*:*:*".`},
		{"long ARN of an unknown partition", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"a:b:c:d:e:f:g:h"}`), `Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".`},
		{"ARN without arn", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"aws:s3:::example_bucket"}`), `Partition "s3" is not valid for resource "arn:s3:::example_bucket:*".`},
		{"ARN without service", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws"}`), saysResourceVendor},
		{"wildcard as service", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:*:us-east-1:1:x"}`), saysResourceVendor},
		{"ARN with a missing colon", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3::example_bucket"}`), saysLegacy},
		{"ARN with an empty service", ParseIdentity, statement(`{"Effect":"Allow","NotAction":"s3:*","Resource":"arn:aws::::b"}`), saysLegacy},
		{"IAM resource with region", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:iam:us-east-1::b"}`), "IAM resource arn:aws:iam:us-east-1::b cannot contain region information."},
		{"bucket with region", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:us-east-1::b"}`), "Resource arn:aws:s3:us-east-1::b can not contain region information."},
		{"IAM resource of no type", ParseIdentity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:iam:::b"}`),
			`IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.`},
		{"condition is a list", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":[]}`), saysSyntax},
		{"operator of a string", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"StringEquals":"b"}}`), saysSyntax},
		{"unknown operator", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"x":{"a":"1"}}}`), saysSyntax},
		{"misspelt set operator", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"ForAnyValue::StringEqualsIfExists":{"a":"x"}}}`), saysSyntax},
		{"condition value is an object", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"StringEquals":{"a":{}}}}`), saysSyntax},
		{"condition value is null", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"StringEquals":{"a":null}}}`), saysSyntax},
		{"no date", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"DateGreaterThan":{"a":"sdfdsf"}}}`), saysLegacy},
		{"no such month", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"DateLessThanEquals":{"a":"2034-13"}}}`), saysLegacy},
		{"IAM-009: no number", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"NumericEquals":{"a":"ten"}}}`), saysLegacy},
		{"IAM-009: no address", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"IpAddress":{"a":"10.0.0.0/33"}}}`), saysLegacy},
		{"IAM-009: no boolean", ParseIdentity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"Null":{"a":"yes"}}}`), saysLegacy},
		{"Sid twice", ParseIdentity, statement(`[{"Sid":"x","Effect":"Allow",` + rest + `},{"Sid":"x","Effect":"Allow"}]`), saysSids},
		{"Sid is an object", ParseIdentity, statement(`{"Sid":{},"Effect":"Allow",` + rest + `}`), saysSyntax},
		{"Sid with a space", ParseIdentity, statement(`{"Sid":"a b","Effect":"Allow",` + rest + `}`), saysSidCharacters},
		{"a principal", ParseIdentity, statement(`{"Effect":"Allow","Principal":"*",` + rest + `}`), saysPrincipal},

		{"trust: not JSON", ParseTrust, `nope`, saysInvalidJSON},
		{"trust: unknown version", ParseTrust, `{"Version":"2013","Statement":{"Effect":"Allow","Principal":{"Service":"a.com"},"Action":"sts:AssumeRole"}}`, saysTrustVersion},
		{"trust: no statements", ParseTrust, statement(`[]`), saysTrustStatements},
		{"trust: no effect", ParseTrust, statement(`{"Principal":{"Service":"a.com"},"Action":"sts:AssumeRole"}`), saysNoEffect},
		{"trust: no principal", ParseTrust, statement(`{"Effect":"Allow","Action":"sts:AssumeRole"}`), saysNoPrincipal},
		{"trust: empty principal", ParseTrust, statement(`{"Effect":"Allow","Principal":{},"Action":"sts:AssumeRole"}`), saysEmptyPrincipal},
		{"trust: bare star", ParseTrust, statement(`{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}`), saysStarPrincipal},
		{"trust: unknown principal type", ParseTrust, statement(`{"Effect":"Allow","Principal":{"Services":"a.com"},"Action":"sts:AssumeRole"}`), saysSyntax},
		{"trust: partial wildcard", ParseTrust, statement(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/*"},"Action":"sts:AssumeRole"}`), `Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/*"`},
		{"trust: account too short", ParseTrust, statement(`{"Effect":"Allow","Principal":{"AWS":"12345678901"},"Action":"sts:AssumeRole"}`), `Invalid principal in policy: "AWS":"12345678901"`},
		{"trust: NotPrincipal", ParseTrust, statement(`{"Effect":"Deny","NotPrincipal":{"Service":"a.com"},"Action":"sts:AssumeRole"}`), saysTrustNotPrincipal},
		{"trust: Allow with NotPrincipal", ParseTrust, statement(`{"Effect":"Allow","NotPrincipal":{"Service":"a.com"},"Action":"sts:AssumeRole"}`), saysAllowNotPrincipal},
		{"trust: no action", ParseTrust, statement(`{"Effect":"Allow","Principal":{"Service":"a.com"}}`), saysNoAction},
		{"trust: another service's action", ParseTrust, statement(`{"Effect":"Allow","Principal":{"Service":"a.com"},"Action":"s3:GetObject"}`), saysTrustActions},
		{"trust: all actions", ParseTrust, statement(`{"Effect":"Allow","Principal":{"Service":"a.com"},"Action":"*"}`), saysTrustActions},
		{"trust: a resource", ParseTrust, statement(`{"Effect":"Allow","Principal":{"Service":"a.com"},"Action":"sts:AssumeRole","Resource":"*"}`), saysTrustResource},
		{"trust: a NotResource", ParseTrust, statement(`{"Effect":"Allow","Principal":{"Service":"a.com"},"Action":"sts:AssumeRole","NotResource":"*"}`), saysTrustNotResource},
		{"trust: Sid twice", ParseTrust, statement(`[{"Sid":"x","Effect":"Allow","Principal":{"Service":"a.com"},"Action":"sts:AssumeRole"},{"Sid":"x","Effect":"Allow","Principal":{"Service":"a.com"},"Action":"sts:AssumeRole"}]`), saysTrustSids},

		{"resource policy: no principal", ParseResource, statement(`{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*"}`), saysNoPrincipal},
		{"resource policy: no resource", ParseResource, statement(`{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem"}`), saysNoResource},
		{"resource policy: a list of principals", ParseResource, statement(`{"Effect":"Allow","Principal":["*"],"Action":"dynamodb:GetItem","Resource":"*"}`), saysSyntax},
	} {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			p, err := c.parse(c.doc)
			var parseError *ParseError
			require.ErrorAs(t, err, &parseError)
			assert.Nil(t, p)
			assert.Equal(t, MalformedPolicyDocument, parseError.Code)
			assert.Equal(t, c.says, parseError.Message)
			require.NotEmpty(t, parseError.Problems)
			for _, problem := range parseError.Problems {
				assert.NotEmpty(t, problem.What)
				assert.Positive(t, problem.Line)
				assert.Positive(t, problem.Column)
			}
		})
	}
}

func TestParseCollectsEveryProblem(t *testing.T) {
	t.Parallel()
	_, err := ParseIdentity(`{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "allow",
    "Action": ["GetItem", 3],
    "Resource": "table/movies",
    "Resource": "*",
    "Condition": {"StringIs": {"a": "b"}}
  }]
}`)
	require.EqualError(t, err, strings.Join([]string{
		`MalformedPolicyDocument: Syntax errors in policy.`,
		`  Statement[0].Effect (4:15): "allow" is not an effect; write "Allow" or "Deny"`,
		`  Statement[0].Action[0] (5:16): "GetItem" has no service prefix; write service:action, such as dynamodb:GetItem`,
		`  Statement[0].Action[1] (5:27): a number; write a string`,
		`  Statement[0].Resource (6:17): "table/movies" is neither an ARN nor "*"`,
		`  Statement[0].Resource (7:5): written twice; JSON keeps only one of them, so remove one`,
		`  Statement[0].Condition.StringIs (8:19): "StringIs" is not a condition operator`,
	}, "\n"))
}

func TestParseAcceptsWhatAWSAccepts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		situation string
		parse     func(string) (*Policy, error)
		doc       string
	}{
		{"one statement, not in a list", ParseManaged, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":["arn:aws:s3:::b"]}}`},
		{"no version", ParseIdentity, `{"Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}}`},
		{"unknown actions and services", ParseManaged, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam: asdf safdsf af ","s3.s:x","s3-s:x","*"],"Resource":["arn:aws:invalid:::x","*"]}}`},
		{"IAM-006: short ARNs", ParseManaged, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:fdsasf","arn:aws:sqs:us-east-1"]}}`},
		{"other partitions", ParseManaged, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws-cn:s3:::b","arn:aws-us-gov:s3:::b","arn:*:s3:::b"]}}`},
		{"IAM resources", ParseManaged, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:iam::*:user/${aws:username}","arn:aws:iam::1:*"]}}`},
		{"empty conditions", ParseManaged, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"x":{},"DateGreaterThan":{},"StringEquals":{"a":[]}}}}`},
		{"scalars as condition values", ParseManaged, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":true},"NumericLessThan":{"a":[10,"11"]}}}}`},
		{"empty Sids", ParseManaged, `{"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow","Action":"rds:*","Resource":"*"},{"Sid":"","Effect":"Allow","Action":"rds:*","Resource":"*"}]}`},
		{"NotAction and NotResource", ParseManaged, `{"Version":"2012-10-17","Id":"x","Statement":{"Effect":"Allow","NotAction":"s3:ListBucket","NotResource":"*"}}`},
		{"dates", ParseManaged, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"DateLessThan":{"a":["2019-07-01T13:20:15Z","2016-12-13T21:20:37.593194+00:00","2026","1767322000"]}}}}`},
		{"trust of a service", ParseTrust, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}]}`},
		{"trust of the old version with everything", ParseTrust, `{"Version":"2008-10-17","Statement":[{"Sid":"a b","Effect":"Allow","Principal":{"AWS":["123456789012","arn:aws:iam::123456789012:root","AROAJQABLZS4A3QDU576Q","*"],"Federated":"cognito-identity.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession"],"Condition":{"StringEquals":{"sts:ExternalId":"x"}}}]}`},
		{"table policy", ParseResource, `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::123456789012:role/r"},"Action":"dynamodb:*","Resource":"` + movies + `"},{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem","Resource":"*"}]}`},
	} {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			p, err := c.parse(c.doc)
			require.NoError(t, err)
			again, err := c.parse(p.String())
			require.NoError(t, err)
			assert.Equal(t, p, again)
		})
	}
}

func TestPrintKeepsOrderAndMeaning(t *testing.T) {
	t.Parallel()
	const doc = `{"Version":"2012-10-17","Id":"x","Statement":[` +
		`{"Sid":"A","Effect":"Allow","Principal":{"Service":"s.com","AWS":["123456789012","*"]},"Action":["a:b","a:c"],"Resource":"<&>","Condition":{"Bool":{"k":"true"},"StringLike":{"a":["1","2"],"b":[]}}},` +
		`{"Effect":"Deny","NotPrincipal":"*","NotAction":"a:b","NotResource":["*","arn:x"]}]}`
	p, err := ParseResource(doc)
	require.NoError(t, err)
	assert.Equal(t, doc, p.String())
	assert.Equal(t, Condition{"StringLike", "a", []string{"1", "2"}}, p.Statements[0].Conditions[1])
	text, err := json.Marshal(p.Statements[1])
	require.NoError(t, err)
	assert.JSONEq(t, p.Statements[1].String(), string(text))
}

func FuzzParse(f *testing.F) {
	f.Add(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`)
	f.Add(`{"Statement":[{"Sid":"a","Effect":"Deny","Principal":{"AWS":["*"]},"NotAction":["sts:*"],"Condition":{"ForAllValues:StringLikeIfExists":{"k":["${x, 'y'}*",1,true]}}}]}`)
	f.Add(`{"Version":"2008-10-17","Statement":[{"Effect":"Allow","NotPrincipal":"*","Action":"a:b","NotResource":["arn:aws:s3","${"]}]}`)
	f.Add(strings.Repeat("[", 5000))
	f.Add("{\"a\":\"\xff\\ud800\",\"a\":null}")
	f.Fuzz(func(t *testing.T, doc string) {
		for _, parse := range []func(string) (*Policy, error){ParseIdentity, ParseManaged, ParseTrust, ParseResource} {
			p, err := parse(doc)
			if err != nil {
				var parseError *ParseError
				require.ErrorAs(t, err, &parseError)
				require.NotEmpty(t, parseError.Problems)
				require.NotEmpty(t, parseError.Message)
				continue
			}
			again, err := parse(p.String())
			require.NoError(t, err)
			require.Equal(t, p, again)
			require.Equal(t, p.String(), again.String())
			if len(doc) < 300 {
				role := Permissions{Principal: getRole, Identity: []Named{{"p", p}}, Resource: []Named{{"r", p}}}
				role.Evaluate(Request{Action: "dynamodb:GetItem", Resource: movies})
				role.Compare([]Capability{{"dynamodb:GetItem", movies}})
				MayAssume(p, "apigateway.amazonaws.com", nil)
				TrustExcess(p, "apigateway.amazonaws.com")
			}
		}
	})
}
