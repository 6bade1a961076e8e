// Package stage deploys the stage of an API: its logs, the settings of its methods, its cache and its traces.
package stage

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/settings"
)

// Stage is where a deployment is live.
type Stage struct {
	pulumi.ResourceState

	Name, URL, ARN pulumi.StringOutput

	AccessLog *cloudwatch.LogGroup
}

// Args is what a stage is made from.
type Args struct {
	Physical   string // the API's physical name
	RestAPI    *apigateway.RestApi
	Deployment *apigateway.Deployment
	Config     settings.Config
	// Cached are the methods whose answers are cached.
	Cached []Method
	// After must exist before a stage may log.
	After  []pulumi.Resource
	Tags   pulumi.StringMap
	Parent pulumi.Resource
}

// Method is a method of the API.
type Method struct {
	Name string // logical: get/{}
	Verb string
	Path string
}

// New registers the stage with what belongs to it.
func New(ctx *pulumi.Context, name string, args Args) (*Stage, error) {
	component := &Stage{}
	if err := ctx.RegisterComponentResource("lambdaless:infra:Stage", name, component, pulumi.Parent(args.Parent)); err != nil {
		return nil, err
	}
	c := args.Config
	// Both log groups exist before the stage writes to them, and are deleted after it: API Gateway would otherwise
	// create the execution log itself, with logs that never expire and that outlive the stack.
	accessLog, err := newLogGroup(ctx, name+"-access-log", pulumi.String("/aws/apigateway/"+args.Physical+"/access"), args, component)
	if err != nil {
		return nil, err
	}
	after := slices.Clone(args.After)
	if c.Logs.ExecutionLevel != "OFF" {
		executionLog, err := newLogGroup(ctx, name+"-execution-log",
			pulumi.Sprintf("API-Gateway-Execution-Logs_%s/%s", args.RestAPI.ID(), c.StageName), args, component)
		if err != nil {
			return nil, err
		}
		after = append(after, executionLog)
	}
	// A stage of another name is created beside the old one: its usage plan can then move in place, and
	// the old URL answers until the new one does.
	beside := []pulumi.ResourceOption{pulumi.Parent(component), pulumi.DeleteBeforeReplace(false)}
	stageArgs := &apigateway.StageArgs{
		RestApi:            args.RestAPI.ID(),
		Deployment:         args.Deployment.ID(),
		StageName:          pulumi.String(c.StageName),
		XrayTracingEnabled: pulumi.Bool(c.Tracing),
		AccessLogSettings: apigateway.StageAccessLogSettingsArgs{
			DestinationArn: accessLog.Arn,
			Format:         pulumi.String(accessLogFormat()),
		},
		Tags: args.Tags,
	}
	c.Cache.Stage(stageArgs)
	stage, err := apigateway.NewStage(ctx, name, stageArgs, append(beside, pulumi.DependsOn(after))...)
	if err != nil {
		return nil, err
	}
	if err := newSettings(ctx, name, stage, args, component); err != nil {
		return nil, err
	}
	component.Name, component.URL, component.ARN, component.AccessLog = stage.StageName, stage.InvokeUrl, stage.Arn, accessLog
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{"name": stage.StageName, "url": stage.InvokeUrl})
}

func newLogGroup(ctx *pulumi.Context, name string, physical pulumi.StringInput, args Args, parent pulumi.Resource) (*cloudwatch.LogGroup, error) {
	return cloudwatch.NewLogGroup(ctx, name, &cloudwatch.LogGroupArgs{
		Name:            physical.ToStringOutput().ToStringPtrOutput(),
		RetentionInDays: pulumi.Int(args.Config.Logs.RetentionDays),
		Tags:            args.Tags,
	}, pulumi.Parent(parent), pulumi.DeleteBeforeReplace(false))
}
