package command

import (
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/dynamodb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestADocumentOfTheProvidersFunction deploys and destroys a table and a role whose documents
// aws.iam.getPolicyDocument writes: the trust policy with the plain function, and the permissions from outputs.
func TestADocumentOfTheProvidersFunction(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	actions := []string{"dynamodb:GetItem", "dynamodb:Query"}
	l.program = func(ctx *pulumi.Context) error { return documented(ctx, actions) }

	planned := l.preview()
	assert.ElementsMatch(t, planned, l.up(), "what was planned is what was done")
	assert.Contains(t, planned, "create aws:iam/rolePolicy:RolePolicy reader")
	assert.Empty(t, l.up(), "nothing has changed")
	role := func(name string) string {
		outputs, err := l.stack.Outputs(t.Context())
		require.NoError(t, err)
		text, ok := outputs[name].Value.(string)
		require.True(t, ok, "%v", outputs)
		return text
	}
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"apigateway.amazonaws.com"}}]}`, role("trust"))
	const of = `{"Version":"2012-10-17","Statement":[{"Sid":"Logs","Effect":"Deny","Action":"logs:*","Resource":"*"},
		{"Sid":"Read","Effect":"Allow","Action":["dynamodb:Query","dynamodb:GetItem"],"Resource":["arn:aws:dynamodb:us-east-1:000000000000:table/documented/index/*","arn:aws:dynamodb:us-east-1:000000000000:table/documented"]}]}`
	assert.JSONEq(t, of, role("policy"))

	actions = actions[:1]
	assert.Equal(t, steps{"update aws:iam/rolePolicy:RolePolicy reader"}, l.up(), "exactly what the document reaches")
	assert.Contains(t, role("policy"), `"Action": "dynamodb:GetItem"`)
	assert.Empty(t, l.up())

	require.NoError(t, l.stack.Destroy(t.Context()))
	assert.Empty(t, l.records(), "destroy leaves nothing in the account")
}

// documented deploys a table, and a role that may do the actions on it.
func documented(ctx *pulumi.Context, actions []string) error {
	table, err := dynamodb.NewTable(ctx, "documented", &dynamodb.TableArgs{
		Name: pulumi.String("documented"), BillingMode: pulumi.String("PAY_PER_REQUEST"), HashKey: pulumi.String("id"),
		Attributes: dynamodb.TableAttributeArray{dynamodb.TableAttributeArgs{Name: pulumi.String("id"), Type: pulumi.String("S")}},
	})
	if err != nil {
		return err
	}
	trust, err := iam.GetPolicyDocument(ctx, &iam.GetPolicyDocumentArgs{Statements: []iam.GetPolicyDocumentStatement{{
		Actions:    []string{"sts:AssumeRole"},
		Principals: []iam.GetPolicyDocumentStatementPrincipal{{Type: "Service", Identifiers: []string{"apigateway.amazonaws.com"}}},
	}}})
	if err != nil {
		return err
	}
	denied, err := iam.GetPolicyDocument(ctx, &iam.GetPolicyDocumentArgs{Statements: []iam.GetPolicyDocumentStatement{{
		Sid: pulumi.StringRef("Logs"), Effect: pulumi.StringRef("Deny"), Actions: []string{"logs:*"}, Resources: []string{"*"},
	}}})
	if err != nil {
		return err
	}
	allowed := iam.GetPolicyDocumentOutput(ctx, iam.GetPolicyDocumentOutputArgs{
		SourcePolicyDocuments: pulumi.StringArray{pulumi.String(denied.Json)},
		Statements: iam.GetPolicyDocumentStatementArray{iam.GetPolicyDocumentStatementArgs{
			Sid: pulumi.String("Read"), Actions: pulumi.ToStringArray(actions),
			Resources: pulumi.StringArray{table.Arn, pulumi.Sprintf("%s/index/*", table.Arn)},
		}},
	})
	reader, err := iam.NewRole(ctx, "reader", &iam.RoleArgs{AssumeRolePolicy: pulumi.String(trust.Json)})
	if err != nil {
		return err
	}
	policy, err := iam.NewRolePolicy(ctx, "reader", &iam.RolePolicyArgs{Role: reader.Name, Policy: allowed.Json()})
	if err != nil {
		return err
	}
	ctx.Export("trust", reader.AssumeRolePolicy)
	ctx.Export("policy", policy.Policy)
	return nil
}
