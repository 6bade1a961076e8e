package infra

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
	"lambdaless/infra/settings"
)

// The language host tells a program its configuration in this variable.
func TestTheProgramsOwnKeysAreChecked(t *testing.T) {
	t.Setenv(pulumi.EnvConfig, `{"lambdaless:metric":"false","aws:region":"eu-west-1"}`)
	_, err := infratest.TryRun(Deploy, infratest.Stack{Name: "dev", Config: map[string]string{"lambdaless:tracing": "x"}})
	require.ErrorContains(t, err, "the nearest key is lambdaless:metrics")
	require.ErrorContains(t, err, `lambdaless:tracing is "x"`)
}

func TestCheck(t *testing.T) {
	t.Parallel()
	check := func(api API, config map[string]string) error {
		_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
			return Check(ctx, api, settings.Configured{Keys: slices.Collect(maps.Keys(config)), Secrets: []string{"lambdaless:authorizerSecrets"}})
		}, infratest.Stack{Name: "dev", Config: config})
		return err
	}
	for _, stack := range []string{"local", "dev", "prod"} {
		require.NoError(t, check(Shipped, infratest.StackConfig(t, stack)), stack)
	}
	err := check(API{Name: "x"}, map[string]string{"lambdaless:metric": "true", "lambdaless:tracing": "x", "aws:region": "us-esat-1"})
	for _, problem := range []string{
		"the nearest key is lambdaless:metrics", `lambdaless:tracing is "x"`, `aws:region is "us-esat-1", but that is not the name of a region`,
		"pulumi config set aws:region us-east-1 --stack dev", "no endpoints",
	} {
		require.ErrorContains(t, err, problem)
	}
	wide := map[string]string{"aws:region": "us-east-1", "lambdaless:allowedCidrs": "[" + strings.TrimSuffix(strings.Repeat(`"203.0.113.0/24",`, 1000), ",") + "]"}
	require.ErrorContains(t, check(Shipped, wide), "of which API Gateway takes")
	custom := map[string]string{
		"aws:region": "us-east-1", "lambdaless:access": `{"writes":"custom"}`, "lambdaless:authorizerArchive": t.TempDir(),
		"lambdaless:authorizerSecrets": `["` + strings.Repeat("a", 64) + `"]`,
	}
	require.ErrorContains(t, check(Shipped, custom), "build it with: make authorizer")
}
