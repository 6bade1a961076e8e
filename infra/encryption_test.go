package infra_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
)

func TestTheKeyOfATable(t *testing.T) {
	t.Parallel()
	const own = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	tests := map[string]struct {
		configured, actual string
		want               map[string]any
	}{
		"new, none configured":                {want: map[string]any{"enabled": true}},
		"new, with a key of the stack's own":  {configured: "create", want: map[string]any{"enabled": true, "kmsKeyArn": infratest.KeyARN(infratest.Region, "movies-tables-key")}},
		"from AWS's key to one of the stack":  {configured: "create", actual: "aws/dynamodb", want: map[string]any{"enabled": true, "kmsKeyArn": infratest.KeyARN(infratest.Region, "movies-tables-key")}},
		"new, with a key":                     {configured: own, want: map[string]any{"enabled": true, "kmsKeyArn": own}},
		"AWS's key stays":                     {actual: "aws/dynamodb", want: map[string]any{"enabled": true}},
		"from AWS's key to a customer's":      {configured: own, actual: "aws/dynamodb", want: map[string]any{"enabled": true, "kmsKeyArn": own}},
		"from a customer's key back to AWS's": {actual: own, want: map[string]any{"enabled": true, "kmsKeyArn": "arn:aws:kms:eu-west-1:123456789012:alias/aws/dynamodb"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := infratest.Stack{Config: map[string]string{"lambdaless:tableKmsKeyArn": test.configured}}
			if test.actual != "" {
				stack.Keys = map[string]string{"lambdaless-test-favorite_movies": test.actual}
			}
			table := infratest.Run(t, fixture.Deploy, stack).One(t, "table:Table", "movies-favorite_movies")
			assert.Equal(t, test.want, table.Inputs["serverSideEncryption"].ObjectValue().Mappable())
		})
	}
}

// TestTheStacksOwnKey holds that the key's policy, and no role's document, gives every method's role the right to use it,
// and that all of it is known at preview.
func TestTheStacksOwnKey(t *testing.T) {
	t.Parallel()
	stack := infratest.Stack{Config: map[string]string{"lambdaless:tableKmsKeyArn": "create"}, Preview: true}
	r := infratest.Run(t, fixture.Deploy, stack)
	key := r.One(t, "kms/key:Key", "movies-tables-key")
	assert.True(t, key.Inputs["enableKeyRotation"].BoolValue())
	assert.InDelta(t, 30, key.Inputs["deletionWindowInDays"].NumberValue(), 0)
	assert.Equal(t, "alias/lambdaless-test-movies", r.One(t, "kms/alias:Alias", "movies-tables-key-alias").Text("name"))

	var policy struct {
		Statement []struct {
			Sid       string
			Principal struct{ AWS any }
			Action    any
			Condition map[string]map[string]string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(key.Text("policy")), &policy), "known at preview")
	require.Len(t, policy.Statement, 3)
	through := map[string]map[string]string{"StringEquals": {"kms:ViaService": "dynamodb.eu-west-1.amazonaws.com", "kms:CallerAccount": "123456789012"}}
	var roles []any
	for _, role := range r.OfType("iam/role:Role") {
		roles = append(roles, "arn:aws:iam::123456789012:role/"+role.Text("name"))
	}
	root := "arn:aws:iam::123456789012:root"
	assert.Equal(t, root, policy.Statement[0].Principal.AWS)
	for _, action := range policy.Statement[0].Action.([]any) {
		assert.NotRegexp(t, "Encrypt|Decrypt|DataKey|CreateGrant", action, "administrators do not use the key")
	}
	assert.Equal(t, root, policy.Statement[1].Principal.AWS)
	assert.Equal(t, through, policy.Statement[1].Condition)
	assert.ElementsMatch(t, roles, policy.Statement[2].Principal.AWS)
	assert.Equal(t, "kms:Decrypt", policy.Statement[2].Action)
	assert.Equal(t, through, policy.Statement[2].Condition)
	for _, p := range r.OfType("iam/rolePolicy:RolePolicy") {
		assert.NotContains(t, p.Text("policy"), "kms:")
	}
}

func TestAKeyPolicyThatIsTooLongIsAMistakeAtPreview(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, manyRoutes(400)) },
		infratest.Stack{Config: map[string]string{"lambdaless:tableKmsKeyArn": "create"}})
	require.ErrorContains(t, err, "of which KMS takes 32768")
	assert.ErrorContains(t, err, "set tableKmsKeyArn to the ARN of a key")
}
