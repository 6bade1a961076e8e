package infra

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/naming"
)

// Logging is the role that API Gateway writes logs with. An account has one for each region, shared by
// all APIs, and the last writer wins: so one program sets it once, DeployAccount, and its setting
// outlives its stack. A stack sets it only where the config's cloudwatchRole is create.
type Logging struct {
	pulumi.ResourceState

	RoleARN pulumi.StringOutput

	account *apigateway.Account // what a stage that logs has to wait for
}

// DeployAccount is a program of its own: it sets the account's logging role for the region of aws:region
// and exports roleArn.
func DeployAccount(ctx *pulumi.Context) error {
	account, err := LookUpAccount(ctx)
	if err != nil {
		return err
	}
	logging, err := newLogging(ctx, "logging", account, naming.New(ctx.Project(), ctx.Stack(), account.Region), tags(ctx, nil), true)
	if err != nil {
		return err
	}
	ctx.Export("roleArn", logging.RoleARN)
	return nil
}

// NewLogging creates the role with the rights that AWS documents for it and enters it in the account's
// settings. Deleting it empties the setting again, for every API of the account and region.
func NewLogging(ctx *pulumi.Context, name string, account Account, names naming.Names, tags pulumi.StringMap) (*Logging, error) {
	return newLogging(ctx, name, account, names, tags, false)
}

func newLogging(ctx *pulumi.Context, name string, account Account, names naming.Names, tags pulumi.StringMap, retain bool) (*Logging, error) {
	component := &Logging{}
	if err := ctx.RegisterComponentResource("lambdaless:infra:Logging", name, component); err != nil {
		return nil, err
	}
	physical := names.Global("logs")
	if err := names.Claim("role", physical, "the account's logging"); err != nil {
		return nil, err
	}
	options := []pulumi.ResourceOption{pulumi.Parent(component), pulumi.RetainOnDelete(retain)}
	role, err := iam.NewRole(ctx, name+"-role", &iam.RoleArgs{
		Name:             pulumi.String(physical),
		Description:      pulumi.String("API Gateway writes the logs of all APIs of this region with this role"),
		AssumeRolePolicy: pulumi.String(gatewayTrust()),
		Tags:             tags,
	}, options...)
	if err != nil {
		return nil, err
	}
	attachment, err := iam.NewRolePolicyAttachment(ctx, name+"-policy", &iam.RolePolicyAttachmentArgs{
		Role:      role.Name,
		PolicyArn: pulumi.String(account.managedPolicyARN("service-role/AmazonAPIGatewayPushToCloudWatchLogs")),
	}, options...)
	if err != nil {
		return nil, err
	}
	// API Gateway tries the role when it is entered, so its rights have to be there before.
	component.account, err = apigateway.NewAccount(ctx, name, &apigateway.AccountArgs{
		CloudwatchRoleArn: role.Arn,
		//lint:ignore SA1019 the next version of the provider always resets; this one has to be told
		ResetOnDelete: pulumi.Bool(true),
	}, append(options, pulumi.DependsOn([]pulumi.Resource{attachment}))...)
	if err != nil {
		return nil, err
	}
	component.RoleARN = role.Arn
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{"roleArn": role.Arn})
}
