package provider

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

// Usage plans and their keys (CP-025).
func TestRefusedUsagePlans(t *testing.T) {
	t.Parallel()
	refuse(t, []refusal{
		{"a usage plan for no stage", usagePlanType, func(w *fixture) props {
			return props{"name": "p", "apiStages": []any{props{"apiId": w.api.id, "stage": "none"}}}
		}, "creating API Gateway Usage Plan (p): NotFoundException: API Stage not found: {api}:none"},
		{"CP-025 throttles of methods in a plan that has none of its own", usagePlanType, func(w *fixture) props {
			w.stage(nil)
			return props{"name": "p", "apiStages": []any{props{"apiId": w.api.id, "stage": "v1", "throttles": []any{props{"path": "/{name}/GET", "rateLimit": 1, "burstLimit": 1}}}}}
		}, "creating API Gateway Usage Plan (p): BadRequestException: Can not define fine grain throttling if usage plan throttle is not defined."},
		{"a quota that begins after its period", usagePlanType, func(*fixture) props {
			return props{"name": "p", "quotaSettings": props{"limit": 1, "period": "DAY", "offset": 1}}
		}, "creating API Gateway Usage Plan (p): BadRequestException: Usage Plan quota offset must be between 0 and 0 for the period DAY"},
		{"no such key in a usage plan", usagePlanKeyType, func(w *fixture) props {
			return props{"keyId": "none", "keyType": "API_KEY", "usagePlanId": w.create(usagePlanType, "p", props{"name": "p"}).id}
		}, "creating API Gateway Usage Plan Key (none): NotFoundException: Invalid API Key identifier specified"},
		{"a key in two plans of one stage", usagePlanKeyType, func(w *fixture) props {
			w.stage(nil)
			stages := []any{props{"apiId": w.api.id, "stage": "v1"}}
			k := w.create(apiKeyType, "k", props{"name": "k"})
			one := w.create(usagePlanType, "one", props{"name": "one", "apiStages": stages})
			w.create(usagePlanKeyType, "one", props{"keyId": k.id, "keyType": "API_KEY", "usagePlanId": one.id})
			two := w.create(usagePlanType, "two", props{"name": "two", "apiStages": stages})
			return props{"keyId": k.id, "keyType": "API_KEY", "usagePlanId": two.id}
		}, "creating API Gateway Usage Plan Key ({keyId}): ConflictException: Usage Plan {usagePlanId} cannot be added because API Key {keyId} cannot reference multiple Usage Plans with the same API stage: {api}:v1"},
	})
}

// A usage plan is changed by patch operations: the provider takes every stage that its state has out
// of the plan and adds those that are wanted.
func TestUsagePlanStages(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	stages := func(names ...string) props {
		list := []any{}
		for _, name := range names {
			list = append(list, props{"apiId": w.api.id, "stage": name})
		}
		return props{"name": "p", "apiStages": list}
	}
	stage := func(name string) *deployed {
		return w.create(stageType, name, props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": name})
	}
	one := stage("one")
	stage("two")
	plan := w.create(usagePlanType, "p", stages("one"))
	plan.update(stages("two", "one"))
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, plan.diff(stages("one", "two")).GetChanges())

	one.delete()
	gone := "NotFoundException: Invalid API Stage {api: " + w.api.id + ", stage: one} specified for usageplan " + plan.id
	require.ErrorContains(t, plan.tryUpdate(stages("two")), "updating API Gateway Usage Plan (p): "+gone, "the state still has it")
	require.ErrorContains(t, plan.tryDelete(), "deleting API Gateway Usage Plan (p): removing API Gateway Usage Plan ("+plan.id+") API stages: "+gone)
	plan.update(with(stages("one", "two"), props{"description": "the stages do not change, so no operation names them"}))

	require.True(t, plan.refresh())
	assert.Equal(t, stages("two")["apiStages"], plan.outputs()["apiStages"], "the stage left the plan with its deletion")
	require.ErrorContains(t, controlplane.UsagePlans.Delete(w.account.In("us-east-1"), apigateway.UsagePlan{ID: plan.id}),
		"BadRequestException: Cannot delete Usage Plan "+plan.id+" because there are API Stages associated with it")
	plan.delete()
	assert.False(t, plan.refresh())
}
