package access

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type apiKey struct{ pulumi.ResourceState }

// newAPIKey creates a key and the usage plan that binds it to the stage.
func newAPIKey(ctx *pulumi.Context, name string, args BindArgs) (pulumi.Map, error) {
	component := &apiKey{}
	name += "-key"
	if err := ctx.RegisterComponentResource("lambdaless:infra:ApiKey", name, component, pulumi.Parent(args.Parent)); err != nil {
		return nil, err
	}
	child := pulumi.Parent(component)
	made := &apigateway.ApiKeyArgs{
		Name:        pulumi.String(args.Physical),
		Description: pulumi.String("Lets a client use " + args.Physical),
		Enabled:     pulumi.Bool(true),
		Tags:        args.Tags,
	}
	if args.APIKey != "" {
		made.Value = pulumi.ToSecret(pulumi.String(args.APIKey)).(pulumi.StringOutput)
	}
	key, err := apigateway.NewApiKey(ctx, name, made, child)
	if err != nil {
		return nil, err
	}
	plan, err := apigateway.NewUsagePlan(ctx, name+"-plan", &apigateway.UsagePlanArgs{
		Name:        pulumi.String(args.Physical),
		Description: pulumi.String("What one key may use of " + args.Physical),
		ApiStages: apigateway.UsagePlanApiStageArray{
			apigateway.UsagePlanApiStageArgs{ApiId: args.APIID, Stage: args.StageName},
		},
		ThrottleSettings: apigateway.UsagePlanThrottleSettingsArgs{
			RateLimit:  pulumi.Float64(args.UsagePlan.RateLimit),
			BurstLimit: pulumi.Int(args.UsagePlan.BurstLimit),
		},
		QuotaSettings: apigateway.UsagePlanQuotaSettingsArgs{
			Limit:  pulumi.Int(args.UsagePlan.QuotaLimit),
			Period: pulumi.String(args.UsagePlan.QuotaPeriod),
		},
		Tags: args.Tags,
	}, child)
	if err != nil {
		return nil, err
	}
	if _, err := apigateway.NewUsagePlanKey(ctx, name+"-plan-key", &apigateway.UsagePlanKeyArgs{
		KeyId:       key.ID(),
		KeyType:     pulumi.String("API_KEY"),
		UsagePlanId: plan.ID(),
	}, child); err != nil {
		return nil, err
	}
	value := pulumi.ToSecret(key.Value)
	return pulumi.Map{"apiKey": value}, ctx.RegisterResourceOutputs(component, pulumi.Map{"value": value})
}
