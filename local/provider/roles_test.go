package provider

import (
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRolesThatTakeTheirPoliciesAlong(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	forced := w.create(roleType, "forced", props{"name": "forced", "assumeRolePolicy": trust, "forceDetachPolicies": true})
	w.create(rolePolicyType, "p", props{"name": "p", "role": forced.id, "policy": getMovies})
	w.create(attachmentType, "a", props{"role": forced.id, "policyArn": pushLogs})
	forced.delete()

	in := props{"name": "own", "assumeRolePolicy": trust, "inlinePolicies": []any{props{"name": "get", "policy": getMovies}}, "managedPolicyArns": []any{pushLogs}}
	own := w.create(roleType, "own", in)
	assert.Equal(t, []any{props{"name": "get", "policy": getMovies}}, own.outputs()["inlinePolicies"])
	own.update(with(in, props{"inlinePolicies": []any{}, "managedPolicyArns": []any{}}))
	assert.Equal(t, []any{}, own.outputs()["inlinePolicies"])
	assert.Equal(t, []any{}, own.outputs()["managedPolicyArns"])
	own.update(in)
	own.delete()
	assert.False(t, own.refresh())
}

// The account's logging role has to trust API Gateway and be allowed to write logs.
func TestLoggingRole(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	other := w.create(roleType, "other", props{"name": "other", "assumeRolePolicy": strings.Replace(trust, "apigateway", "lambda", 1), "managedPolicyArns": []any{pushLogs}})
	w.provider.options.RolePropagation = time.Millisecond
	says := w.refused(accountType, "a", props{"cloudwatchRoleArn": other.outputs()["arn"]})
	assert.Equal(t, "creating API Gateway Account: BadRequestException: The role ARN does not have required permissions configured. "+
		"Please grant trust permission for API Gateway and add the required role policy.", says)

	w.provider.options.RolePropagation = time.Minute
	late := w.create(roleType, "late", props{"name": "late", "assumeRolePolicy": trust})
	inputs := w.checked(accountType, "late", nil, props{"cloudwatchRoleArn": late.outputs()["arn"]})
	done := make(chan error)
	go func() {
		_, err := w.client.Create(t.Context(), &pulumirpc.CreateRequest{Urn: urnOf(accountType, "late"), Properties: inputs})
		done <- err
	}()
	w.create(attachmentType, "late", props{"role": late.id, "policyArn": pushLogs})
	require.NoError(t, <-done, "it waits for the policy")

	a := w.logging()
	assert.Equal(t, "arn:aws:iam::000000000000:role/logs-role", a.outputs()["cloudwatchRoleArn"])
	a.update(props{"cloudwatchRoleArn": a.outputs()["cloudwatchRoleArn"], "resetOnDelete": true})
	a.delete()
	require.True(t, a.refresh(), "an account always has its settings")
	assert.Equal(t, "", a.outputs()["cloudwatchRoleArn"])
}
