package provider

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const documentToken = "aws:iam/getPolicyDocument:getPolicyDocument"

func TestPolicyDocumentsAreRenderedAsTheProviderDoes(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	l.configure("us-east-1")
	for situation, c := range map[string]struct {
		args props
		want string
	}{
		"nothing": {props{}, `{"Version":"2012-10-17"}`},
		"one action on one resource": {
			props{"statements": []any{props{"actions": []any{"dynamodb:GetItem"}, "resources": []any{"arn:aws:dynamodb:us-east-1:1:table/t"}}}},
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"arn:aws:dynamodb:us-east-1:1:table/t"}]}`,
		},
		"sets, backwards and once each": {
			props{"policyId": "p", "statements": []any{props{
				"sid": "Logs", "effect": "Deny", "notActions": []any{"a:B", "a:C", "a:B"}, "notResources": []any{"x", "y"},
			}}},
			`{"Version":"2012-10-17","Id":"p","Statement":[{"Sid":"Logs","Effect":"Deny","NotAction":["a:C","a:B"],"NotResource":["y","x"]}]}`,
		},
		"a trust policy": {
			props{"statements": []any{props{"actions": []any{"sts:AssumeRole"}, "principals": []any{props{"type": "Service", "identifiers": []any{"apigateway.amazonaws.com"}}}}}},
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"apigateway.amazonaws.com"}}]}`,
		},
		"every principal but some": {
			props{"statements": []any{props{
				"actions": []any{"s3:*"}, "resources": []any{"*"}, "principals": []any{props{"type": "*", "identifiers": []any{"*"}}},
				"notPrincipals": []any{props{"type": "AWS", "identifiers": []any{"a", "b"}}},
			}}},
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*","NotPrincipal":{"AWS":["b","a"]}}]}`,
		},
		"conditions and variables": {
			props{"version": "2012-10-17", "statements": []any{props{
				"actions": []any{"s3:*"}, "resources": []any{"home/&{aws:username}"}, "conditions": []any{
					props{"test": "StringLike", "variable": "s3:prefix", "values": []any{"", "&{aws:username}/"}},
					props{"test": "Bool", "variable": "aws:SecureTransport", "values": []any{"true"}},
				},
			}}},
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"home/${aws:username}","Condition":{"Bool":{"aws:SecureTransport":"true"},"StringLike":{"s3:prefix":["","${aws:username}/"]}}}]}`,
		},
		"sources and overrides": {
			props{
				"sourcePolicyDocuments":   []any{`{"Version":"2008-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":"a:A","Resource":"*"},{"Effect":"Allow","Action":"a:N","Resource":"*"}]}`},
				"statements":              []any{props{"sid": "B", "actions": []any{"a:B"}, "resources": []any{"*"}}},
				"overridePolicyDocuments": []any{`{"Statement":[{"Sid":"A","Effect":"Deny","Action":["a:A"],"Resource":"*"}]}`},
			},
			`{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny","Action":["a:A"],"Resource":"*"},{"Effect":"Allow","Action":"a:N","Resource":"*"},{"Sid":"B","Effect":"Allow","Action":"a:B","Resource":"*"}]}`,
		},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			out, err := l.client.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: documentToken, Args: l.pack(c.args)})
			require.NoError(t, err)
			got := l.unpack(out.GetReturn())
			assert.Equal(t, c.want, got["minifiedJson"])
			assert.JSONEq(t, c.want, got["json"].(string))
			assert.Contains(t, got["json"], "{\n  \"Version\"")
			assert.NotEmpty(t, got["id"])
		})
	}
}

func TestPolicyDocumentsThatTheProviderRefuses(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	l.configure("us-east-1")
	statement := func(more props) props { return props{"statements": []any{more}} }
	for situation, c := range map[string]struct {
		args props
		says string
	}{
		"an effect":      {statement(props{"effect": "allow"}), `expected statements[0].effect to be one of ["Allow" "Deny"], got allow`},
		"a Sid":          {statement(props{"sid": "a b"}), `invalid value for statements[0].sid "a b"`},
		"a version":      {props{"version": "2020-01-01"}, `expected version to be one of`},
		"a Sid twice":    {props{"statements": []any{props{"sid": "a"}, props{"sid": "a"}}}, `statements[1] has the Sid "a" of an earlier statement`},
		"a source":       {props{"sourcePolicyDocuments": []any{"{"}}, "sourcePolicyDocuments[0] is not a policy document"},
		"an override":    {props{"overridePolicyDocuments": []any{"x"}}, "overridePolicyDocuments[0] is not a policy document"},
		"a former name":  {props{"sourceJson": "{}"}, "give the document in sourcePolicyDocuments"},
		"old variables":  {props{"version": "2008-10-17", "statements": []any{props{"resources": []any{"&{aws:username}"}}}}, "documents of version 2008-10-17 do not have"},
		"a source twice": {props{"sourcePolicyDocuments": []any{`{"Statement":[{"Sid":"a"}]}`, `{"Statement":[{"Sid":"a"}]}`}}, `sourcePolicyDocuments[1] has the Sid "a"`},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			_, err := l.client.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: documentToken, Args: l.pack(c.args)})
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestAPolicyDocumentWithAnUnknownARNIsUnknown(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	l.configure("us-east-1")
	out, err := l.client.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: documentToken, Args: l.pack(props{
		"statements": []any{props{"actions": []any{"dynamodb:GetItem"}, "resources": []any{computedLater}}},
	})})
	require.NoError(t, err)
	assert.Equal(t, computedLater, l.unpack(out.GetReturn())["json"])
}
