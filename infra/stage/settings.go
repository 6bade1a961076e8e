package stage

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// newSettings are the settings of all methods, and those of each method that is cached. A method's own
// take nothing from those of all (CP-024), so that each has everything. They follow one another: each is an
// update of the stage, of which AWS refuses two at once.
func newSettings(ctx *pulumi.Context, name string, stage *apigateway.Stage, args Args, parent pulumi.Resource) error {
	var before pulumi.Resource = stage
	add := func(name, methodPath string, cached bool) error {
		c := args.Config
		settings := apigateway.MethodSettingsSettingsArgs{
			// CloudWatch charges for each metric of each method.
			MetricsEnabled: pulumi.Bool(c.Metrics),
			LoggingLevel:   pulumi.String(c.Logs.ExecutionLevel),
			// The data trace writes whole bodies into the log.
			DataTraceEnabled:     pulumi.Bool(false),
			ThrottlingRateLimit:  pulumi.Float64(c.Throttle.RateLimit),
			ThrottlingBurstLimit: pulumi.Int(c.Throttle.BurstLimit),
		}
		c.Cache.Settings(&settings, cached)
		added, err := apigateway.NewMethodSettings(ctx, name, &apigateway.MethodSettingsArgs{
			RestApi:    args.RestAPI.ID(),
			StageName:  stage.StageName,
			MethodPath: pulumi.String(methodPath),
			Settings:   settings,
		}, pulumi.Parent(parent), pulumi.DeleteBeforeReplace(false), pulumi.DependsOn([]pulumi.Resource{before}))
		before = added
		return err
	}
	if err := add(name+"-settings", "*/*", false); err != nil {
		return err
	}
	for _, m := range args.Cached {
		if err := add(name+"-"+m.Name+"-settings", m.settingsPath(), true); err != nil {
			return err
		}
	}
	return nil
}

// settingsPath is the method in a stage's settings, in which slashes are written ~1
// (https://github.com/hashicorp/terraform-provider-aws/issues/9738).
func (m Method) settingsPath() string {
	return strings.ReplaceAll(m.Path, "/", "~1") + "/" + m.Verb
}
