package infra_test

import (
	"testing"

	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"

	"github.com/stretchr/testify/assert"
)

func TestTheKeyOfATable(t *testing.T) {
	t.Parallel()
	const own = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	tests := map[string]struct {
		configured, actual string
		want               map[string]any
	}{
		"new, none configured":                {want: map[string]any{"enabled": true}},
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
