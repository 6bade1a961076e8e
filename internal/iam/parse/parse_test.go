package parse

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/iam"
)

const (
	movies  = "arn:aws:dynamodb:us-east-1:123456789012:table/movies"
	getRole = "arn:aws:iam::123456789012:role/apigw/get-movie"
)

// IAM-002: AWS's words for documents that it refuses, in the order of its own checks. The rows for
// identity-based policies repeat what moto's tests recorded.
func TestParseAnswersInAWSWords(t *testing.T) {
	t.Parallel()
	statement := func(s string) string { return `{"Version":"2012-10-17","Statement":` + s + `}` }
	const rest = `"Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"`
	for _, c := range []struct {
		situation string
		parse     func(string) (*iam.Policy, error)
		doc       string
		says      string
	}{
		{"not JSON", Identity, `This is not a json document`, saysSyntax},
		{"empty", Identity, ``, saysSyntax},
		{"two documents", Identity, `{} {}`, saysSyntax},
		{"a list", Identity, `[]`, saysSyntax},
		{"unknown version", Identity, `{"Version":"2013-10-17","Statement":{"Effect":"Allow",` + rest + `}}`, saysSyntax},
		{"managed policy without version", Managed, `{"Statement":{"Effect":"Allow",` + rest + `}}`, saysVersion},
		{"managed policy of the old version", Managed, `{"Version":"2008-10-17","Statement":{"Effect":"Allow",` + rest + `}}`, saysVersion},
		{"a missing version comes before a wrong effect", Managed, `{"Statement":{"Effect":"denY",` + rest + `}}`, saysVersion},
		{"no statement", Identity, `{"Version":"2012-10-17"}`, saysSyntax},
		{"empty list of statements", Identity, statement(`[]`), saysSyntax},
		{"statement is a string", Identity, statement(`["afd"]`), saysSyntax},
		{"unknown element of the document", Identity, `{"Version":"2012-10-17","Statement":{"Effect":"Allow",` + rest + `},"Extra":1}`, saysSyntax},
		{"unknown element of the statement", Identity, statement(`{"Effect":"Allow",` + rest + `,"Extra":"x"}`), saysSyntax},
		{"duplicate member", Identity, statement(`{"Effect":"Deny","Effect":"Allow",` + rest + `}`), saysSyntax},
		{"Id is a list", Identity, `{"Version":"2012-10-17","Id":["x"],"Statement":{"Effect":"Allow",` + rest + `}}`, saysSyntax},
		{"no effect", Identity, statement(`{` + rest + `}`), saysSyntax},
		{"unknown effect", Identity, statement(`{"Effect":"invalid",` + rest + `}`), saysSyntax},
		{"effect in the wrong case", Identity, statement(`{"Effect":"allow",` + rest + `}`), saysLegacy},
		{"wrong case comes before a missing action", Identity, statement(`{"Effect":"allow","Resource":"arn:aws:iam:us-east-1::b"}`), saysLegacy},
		{"action without prefix", Identity, statement(`{"Effect":"Allow","Action":"invalid","Resource":"*"}`), saysVendor},
		{"prefix comes before missing resource", Identity, statement(`{"Effect":"Allow","Action":"invalid"}`), saysVendor},
		{"empty NotAction", Identity, statement(`{"Effect":"Allow","NotAction":"","Resource":"*"}`), saysVendor},
		{"bad prefix", Identity, statement(`{"Effect":"Allow","Action":"a a:ListBucket","Resource":"*"}`), "Vendor a a is not valid"},
		{"two colons", Identity, statement(`{"Effect":"Allow","Action":"s3:List:Bucket","Resource":"*"}`), saysColons},
		{"no action", Identity, statement(`{"Effect":"Allow","Resource":"*"}`), saysActions},
		{"neither action nor resource", Identity, statement(`{"Effect":"Allow"}`), saysActions},
		{"empty list of actions", Identity, statement(`{"Effect":"Allow","Action":[],"Resource":"*"}`), saysActions},
		{"action of the wrong type", Identity, statement(`{"Effect":"Deny","Action":[[]],"Resource":"*"}`), saysSyntax},
		{"Action and NotAction", Identity, statement(`{"Effect":"Allow","Action":"s3:*","NotAction":"iam:*","Resource":"*"}`), saysSyntax},
		{"no resource", Identity, statement(`{"Effect":"Allow","Action":"s3:ListBucket"}`), saysResources},
		{"empty list of resources", Identity, statement(`{"Effect":"Allow","Action":"s3:ListBucket","Resource":[]}`), saysResources},
		{"Resource and NotResource", Identity, statement(`{"Effect":"Allow",` + rest + `,"NotResource":"*"}`), saysSyntax},
		{"resource is an object", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":{"a":"b"}}`), saysSyntax},
		{"resource is not an ARN", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"invalid resource"}`), `Resource invalid resource must be in ARN format or "*".`},
		{"resource is empty", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":""}`), `Resource  must be in ARN format or "*".`},
		{"resource comes before action prefix", Identity, statement(`{"Effect":"Allow","Action":"s:3:ListBucket","Resource":"sdfsadf"}`), `Resource sdfsadf must be in ARN format or "*".`},
		{"unknown partition", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:error:s3:::b"}`), `Partition "error" is not valid for resource "arn:error:s3:::b".`},
		{"short ARN of an unknown partition", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"a:b:cadfsdf"}`), `Partition "b" is not valid for resource "arn:b:cadfsdf:*:*:*".`},
		{"two segments", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"a:bsdfdsafsad"}`), `Partition "bsdfdsafsad" is not valid for resource "arn:bsdfdsafsad:*:*:*:*".`},
		{"long ARN of an unknown partition", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"a:b:c:d:e:f:g:h"}`), `Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".`},
		{"ARN without arn", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"aws:s3:::example_bucket"}`), `Partition "s3" is not valid for resource "arn:s3:::example_bucket:*".`},
		{"ARN without service", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws"}`), saysResourceVendor},
		{"wildcard as service", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:*:us-east-1:1:x"}`), saysResourceVendor},
		{"ARN with a missing colon", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3::example_bucket"}`), saysLegacy},
		{"ARN with an empty service", Identity, statement(`{"Effect":"Allow","NotAction":"s3:*","Resource":"arn:aws::::b"}`), saysLegacy},
		{"IAM resource with region", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:iam:us-east-1::b"}`), "IAM resource arn:aws:iam:us-east-1::b cannot contain region information."},
		{"bucket with region", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:us-east-1::b"}`), "Resource arn:aws:s3:us-east-1::b can not contain region information."},
		{"IAM resource of no type", Identity, statement(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:iam:::b"}`),
			`IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.`},
		{"condition is a list", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":[]}`), saysSyntax},
		{"operator of a string", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"StringEquals":"b"}}`), saysSyntax},
		{"unknown operator", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"x":{"a":"1"}}}`), saysSyntax},
		{"misspelt set operator", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"ForAnyValue::StringEqualsIfExists":{"a":"x"}}}`), saysSyntax},
		{"condition value is an object", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"StringEquals":{"a":{}}}}`), saysSyntax},
		{"condition value is null", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"StringEquals":{"a":null}}}`), saysSyntax},
		{"no date", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"DateGreaterThan":{"a":"sdfdsf"}}}`), saysLegacy},
		{"no such month", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"DateLessThanEquals":{"a":"2034-13"}}}`), saysLegacy},
		{"IAM-009: no number", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"NumericEquals":{"a":"ten"}}}`), saysLegacy},
		{"IAM-009: no address", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"IpAddress":{"a":"10.0.0.0/33"}}}`), saysLegacy},
		{"IAM-009: no boolean", Identity, statement(`{"Effect":"Allow",` + rest + `,"Condition":{"Null":{"a":"yes"}}}`), saysLegacy},
		{"Sid twice", Identity, statement(`[{"Sid":"x","Effect":"Allow",` + rest + `},{"Sid":"x","Effect":"Allow"}]`), saysSids},
		{"Sid is an object", Identity, statement(`{"Sid":{},"Effect":"Allow",` + rest + `}`), saysSyntax},
		{"Sid with a space", Identity, statement(`{"Sid":"a b","Effect":"Allow",` + rest + `}`), saysSidCharacters},
		{"a principal", Identity, statement(`{"Effect":"Allow","Principal":"*",` + rest + `}`), saysPrincipal},

		{"trust: not JSON", Trust, `nope`, saysInvalidJSON},
		{"trust: unknown version", Trust, `{"Version":"2013","Statement":{"Effect":"Allow","Principal":{"Service":"a.com"},"Action":"sts:AssumeRole"}}`, saysTrustVersion},
		{"trust: no statements", Trust, statement(`[]`), saysTrustStatements},
		{"trust: no effect", Trust, statement(`{"Principal":{"Service":"a.com"},"Action":"sts:AssumeRole"}`), saysNoEffect},
		{"trust: no principal", Trust, statement(`{"Effect":"Allow","Action":"sts:AssumeRole"}`), saysNoPrincipal},
		{"trust: empty principal", Trust, statement(`{"Effect":"Allow","Principal":{},"Action":"sts:AssumeRole"}`), saysEmptyPrincipal},
		{"trust: bare star", Trust, statement(`{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}`), saysStarPrincipal},
		{"trust: unknown principal type", Trust, statement(`{"Effect":"Allow","Principal":{"Services":"a.com"},"Action":"sts:AssumeRole"}`), saysSyntax},
		{"trust: partial wildcard", Trust, statement(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/*"},"Action":"sts:AssumeRole"}`), `Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/*"`},
		{"trust: account too short", Trust, statement(`{"Effect":"Allow","Principal":{"AWS":"12345678901"},"Action":"sts:AssumeRole"}`), `Invalid principal in policy: "AWS":"12345678901"`},
		{"trust: NotPrincipal", Trust, statement(`{"Effect":"Deny","NotPrincipal":{"Service":"a.com"},"Action":"sts:AssumeRole"}`), saysTrustNotPrincipal},
		{"trust: Allow with NotPrincipal", Trust, statement(`{"Effect":"Allow","NotPrincipal":{"Service":"a.com"},"Action":"sts:AssumeRole"}`), saysAllowNotPrincipal},
		{"trust: no action", Trust, statement(`{"Effect":"Allow","Principal":{"Service":"a.com"}}`), saysNoAction},
		{"trust: another service's action", Trust, statement(`{"Effect":"Allow","Principal":{"Service":"a.com"},"Action":"s3:GetObject"}`), saysTrustActions},
		{"trust: all actions", Trust, statement(`{"Effect":"Allow","Principal":{"Service":"a.com"},"Action":"*"}`), saysTrustActions},
		{"trust: a resource", Trust, statement(`{"Effect":"Allow","Principal":{"Service":"a.com"},"Action":"sts:AssumeRole","Resource":"*"}`), saysTrustResource},
		{"trust: a NotResource", Trust, statement(`{"Effect":"Allow","Principal":{"Service":"a.com"},"Action":"sts:AssumeRole","NotResource":"*"}`), saysTrustNotResource},
		{"trust: Sid twice", Trust, statement(`[{"Sid":"x","Effect":"Allow","Principal":{"Service":"a.com"},"Action":"sts:AssumeRole"},{"Sid":"x","Effect":"Allow","Principal":{"Service":"a.com"},"Action":"sts:AssumeRole"}]`), saysTrustSids},

		{"resource policy: no principal", Resource, statement(`{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*"}`), saysNoPrincipal},
		{"resource policy: no resource", Resource, statement(`{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem"}`), saysNoResource},
		{"resource policy: a list of principals", Resource, statement(`{"Effect":"Allow","Principal":["*"],"Action":"dynamodb:GetItem","Resource":"*"}`), saysSyntax},
	} {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			p, err := c.parse(c.doc)
			var parseError *Error
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
	_, err := Identity(`{
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
		parse     func(string) (*iam.Policy, error)
		doc       string
	}{
		{"one statement, not in a list", Managed, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":["arn:aws:s3:::b"]}}`},
		{"no version", Identity, `{"Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}}`},
		{"unknown actions and services", Managed, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam: asdf safdsf af ","s3.s:x","s3-s:x","*"],"Resource":["arn:aws:invalid:::x","*"]}}`},
		{"IAM-006: short ARNs", Managed, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:fdsasf","arn:aws:sqs:us-east-1"]}}`},
		{"other partitions", Managed, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws-cn:s3:::b","arn:aws-us-gov:s3:::b","arn:*:s3:::b"]}}`},
		{"IAM resources", Managed, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:iam::*:user/${aws:username}","arn:aws:iam::1:*"]}}`},
		{"empty conditions", Managed, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"x":{},"DateGreaterThan":{},"StringEquals":{"a":[]}}}}`},
		{"scalars as condition values", Managed, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":true},"NumericLessThan":{"a":[10,"11"]}}}}`},
		{"empty Sids", Managed, `{"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow","Action":"rds:*","Resource":"*"},{"Sid":"","Effect":"Allow","Action":"rds:*","Resource":"*"}]}`},
		{"NotAction and NotResource", Managed, `{"Version":"2012-10-17","Id":"x","Statement":{"Effect":"Allow","NotAction":"s3:ListBucket","NotResource":"*"}}`},
		{"dates", Managed, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"DateLessThan":{"a":["2019-07-01T13:20:15Z","2016-12-13T21:20:37.593194+00:00","2026","1767322000"]}}}}`},
		{"trust of a service", Trust, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}]}`},
		{"trust of the old version with everything", Trust, `{"Version":"2008-10-17","Statement":[{"Sid":"a b","Effect":"Allow","Principal":{"AWS":["123456789012","arn:aws:iam::123456789012:root","AROAJQABLZS4A3QDU576Q","*"],"Federated":"cognito-identity.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession"],"Condition":{"StringEquals":{"sts:ExternalId":"x"}}}]}`},
		{"table policy", Resource, `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::123456789012:role/r"},"Action":"dynamodb:*","Resource":"` + movies + `"},{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem","Resource":"*"}]}`},
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
	p, err := Resource(doc)
	require.NoError(t, err)
	assert.Equal(t, doc, p.String())
	assert.Equal(t, iam.Condition{Operator: "StringLike", Key: "a", Values: []string{"1", "2"}}, p.Statements[0].Conditions[1])
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
		for _, parse := range []func(string) (*iam.Policy, error){Identity, Managed, Trust, Resource} {
			p, err := parse(doc)
			if err != nil {
				var parseError *Error
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
				role := iam.Permissions{Principal: getRole, Identity: []iam.Named{{Name: "p", Policy: p}}, Resource: []iam.Named{{Name: "r", Policy: p}}}
				role.Evaluate(iam.Request{Action: "dynamodb:GetItem", Resource: movies})
				role.Compare([]iam.Capability{{Action: "dynamodb:GetItem", Resource: movies}})
				iam.MayAssume(p, "apigateway.amazonaws.com", nil)
				iam.TrustExcess(p, "apigateway.amazonaws.com")
			}
		}
	})
}
