package command

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/engine"
)

func TestEngineLifecycle(t *testing.T) {
	t.Parallel()
	l := newHarness(t)

	planned := l.preview()
	assert.NotEmpty(t, planned)
	assert.Equal(t, 403, l.ask("GET", "/bob", "").status, "a preview deploys nothing")

	created := l.up()
	assert.ElementsMatch(t, planned, created, "what was planned is what was done")
	assert.Equal(t, 404, l.ask("GET", "/bob", "").status)
	assert.Equal(t, answer{200, `{}`}, l.ask("PUT", "/bob", interstellar).trimmed())
	assert.JSONEq(t, `{"name":"bob","favorite_movie":"Interstellar"}`, l.ask("GET", "/bob", "").body)

	assert.Empty(t, l.up(), "nothing has changed")

	l.program = func(ctx *pulumi.Context) error {
		return infra.DeployAPI(ctx, movies(t, map[string]string{"movie/get.response.vtl": `{"edited":$input.json('$.Item.favorite_movie.S')}`}))
	}
	assert.Equal(t, steps{
		"create-replacement aws:apigateway/deployment:Deployment",
		"delete-replaced aws:apigateway/deployment:Deployment",
		"replace aws:apigateway/deployment:Deployment",
		"update aws:apigateway/integrationResponse:IntegrationResponse",
		"update aws:apigateway/stage:Stage",
	}, l.up().types(), "exactly what a template reaches")
	assert.JSONEq(t, `{"edited":"Interstellar"}`, l.ask("GET", "/bob", "").body, "the new text is live, and the data still there")
	assert.Empty(t, l.up())

	assert.Empty(t, l.run(func(ctx context.Context, r engine.Run) error {
		r.Refresh = true
		_, err := l.stack.Preview(ctx, r)
		return err
	}), "nothing has drifted")
	_ = l.said.take()
	require.NoError(t, l.stack.Refresh(t.Context()))
	printed := l.said.take()
	assert.Contains(t, printed, "Refreshing")
	assert.NotContains(t, printed, "apiUrl", "the outputs, which can be thousands of lines, are shown by the update")
	assert.Empty(t, l.up())

	require.NoError(t, l.stack.Destroy(t.Context()))
	assert.Equal(t, 403, l.ask("GET", "/bob", "").status)
	assert.Empty(t, l.records(), "destroy leaves nothing in the account")
}

// TestEngineEnforcesTheRoleOfEachMethod: the role is what a method can do, whatever its template says.
func TestEngineEnforcesTheRoleOfEachMethod(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	l.program = func(ctx *pulumi.Context) error {
		if err := ctx.RegisterResourceTransform(func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
			if policy, ok := args.Props["policy"].(pulumi.String); ok && args.Type == "aws:iam/rolePolicy:RolePolicy" && strings.Contains(string(policy), "GetItem") {
				args.Props["policy"] = pulumi.String(strings.ReplaceAll(string(policy), "GetItem", "PutItem"))
			}
			return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
		}); err != nil {
			return err
		}
		return fixture.Deploy(ctx)
	}
	l.up()
	assert.Equal(t, 200, l.ask("PUT", "/bob", interstellar).status)
	refused := l.ask("GET", "/bob", "")
	assert.Equal(t, 502, refused.status)
	assert.JSONEq(t, `{"message":"The backend refused the request"}`, refused.body)
}

// TestEngineServesOnlyWhatWasDeployed: a deployment is a snapshot; a stage's settings are live.
func TestEngineServesOnlyWhatWasDeployed(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	var triggers pulumi.Input
	edited, throttled := false, false
	l.program = func(ctx *pulumi.Context) error {
		if err := ctx.RegisterResourceTransform(func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
			switch args.Type {
			case "aws:apigateway/deployment:Deployment":
				if triggers == nil {
					triggers = args.Props["triggers"]
				}
				args.Props["triggers"] = triggers
			case "aws:apigateway/methodSettings:MethodSettings":
				if throttled {
					args.Props["settings"] = pulumi.Map{"throttlingRateLimit": pulumi.Float64(0), "throttlingBurstLimit": pulumi.Int(0)}
				}
			}
			return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
		}); err != nil {
			return err
		}
		if edited {
			return infra.DeployAPI(ctx, movies(t, map[string]string{"movie/put.response.vtl": `{"edited":true}`}))
		}
		return fixture.Deploy(ctx)
	}
	l.up()
	edited = true
	assert.Equal(t, steps{"update aws:apigateway/integrationResponse:IntegrationResponse"}, l.up().types())
	assert.Equal(t, answer{200, `{}`}, l.ask("PUT", "/bob", interstellar).trimmed(), "not deployed, not live")
	throttled = true
	assert.Equal(t, steps{"update aws:apigateway/methodSettings:MethodSettings"}, l.up().types())
	assert.Equal(t, 429, l.ask("PUT", "/bob", interstellar).status, "settings of the stage are live at once")
}
