package infra

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/openapi"
	"lambdaless/infra/settings"
)

// apiKeyAccess lets in who sends a key as x-api-key. A key meters and limits; AWS says that it is
// not proof of who somebody is
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html).
type apiKeyAccess struct{}

func (apiKeyAccess) guard(m *methodPlan, _ AccessClass, _ string) { m.APIKeyRequired = true }

func (apiKeyAccess) describe(settings.Config) (*openapi.Scheme, []int) {
	return &openapi.Scheme{Type: "apiKey", In: "header", Name: "x-api-key", Description: "The stack's output apiKey"}, []int{403}
}

// APIKey is a key and the usage plan that binds it to a stage.
type APIKey struct {
	pulumi.ResourceState

	// Value is the key itself, a secret.
	Value pulumi.StringOutput
}

func (apiKeyAccess) bind(ctx *pulumi.Context, name string, args bindArgs) (pulumi.Map, error) {
	component := &APIKey{}
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
	component.Value = pulumi.ToSecret(key.Value).(pulumi.StringOutput)
	outputs := pulumi.Map{"apiKey": component.Value}
	return outputs, ctx.RegisterResourceOutputs(component, pulumi.Map{"value": component.Value})
}
