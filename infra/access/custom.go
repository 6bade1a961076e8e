package access

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/document"
	"lambdaless/infra/naming"
)

type authorizer struct{ pulumi.ResourceState }

// The authorizer's cache is keyed by everything that the function decides by (GW-139).
const cacheSeconds = 300

// newAuthorizer creates the function with its role and its log group, and the authorizer that calls it.
func newAuthorizer(ctx *pulumi.Context, name string, args AuthorizerArgs) (pulumi.StringInput, []pulumi.Resource, pulumi.Map, error) {
	fail := func(err error) (pulumi.StringInput, []pulumi.Resource, pulumi.Map, error) { return nil, nil, nil, err }
	component := &authorizer{}
	name += "-authorizer"
	if err := ctx.RegisterComponentResource("lambdaless:infra:Authorizer", name, component, pulumi.Parent(args.Parent)); err != nil {
		return fail(err)
	}
	function, err := newAuthorizerFunction(ctx, name, args, component)
	if err != nil {
		return fail(err)
	}
	created, err := apigateway.NewAuthorizer(ctx, name, &apigateway.AuthorizerArgs{
		RestApi: args.RestAPI.ID(), Name: pulumi.String("custom"), Type: pulumi.String("REQUEST"), AuthorizerUri: function.InvokeArn,
		IdentitySource:               pulumi.String("method.request.header." + args.Custom.Header + ",context.identity.sourceIp"),
		AuthorizerResultTtlInSeconds: pulumi.Int(cacheSeconds),
	}, pulumi.Parent(component))
	if err != nil {
		return fail(err)
	}
	permission, err := lambda.NewPermission(ctx, name+"-permission", &lambda.PermissionArgs{
		StatementId: pulumi.String("api-gateway"), Action: pulumi.String("lambda:InvokeFunction"), Function: function.Name,
		Principal: pulumi.String("apigateway.amazonaws.com"), SourceArn: pulumi.Sprintf("%s/authorizers/%s", args.RestAPI.ExecutionArn, created.ID()),
	}, pulumi.Parent(component))
	if err != nil {
		return fail(err)
	}
	return created.ID().ToStringOutput(), []pulumi.Resource{created, permission}, nil, ctx.RegisterResourceOutputs(component, pulumi.Map{})
}

// newAuthorizerFunction registers the function. Its role may write its own log group and nothing else.
func newAuthorizerFunction(ctx *pulumi.Context, name string, args AuthorizerArgs, parent pulumi.Resource) (*lambda.Function, error) {
	if err := args.Custom.CheckProgram(); err != nil {
		return nil, err
	}
	child := pulumi.Parent(parent)
	physical := naming.Shorten(args.Physical+"-authorizer", 64)
	group := "/aws/lambda/" + physical
	log, err := cloudwatch.NewLogGroup(ctx, name+"-log", &cloudwatch.LogGroupArgs{
		Name: pulumi.String(group), RetentionInDays: pulumi.Int(args.LogDays), Tags: args.Tags,
	}, child, pulumi.DeleteBeforeReplace(false))
	if err != nil {
		return nil, err
	}
	role, err := iam.NewRole(ctx, name+"-role", &iam.RoleArgs{
		Name: pulumi.String(args.Role), Description: pulumi.String("The authorizer of " + args.Physical + " writes its log with this role"),
		AssumeRolePolicy: pulumi.String(document.New(document.Statement{
			Effect: "Allow", Principal: map[string]document.Texts{"Service": {"lambda.amazonaws.com"}}, Action: document.Texts{"sts:AssumeRole"},
		})),
		Tags: args.Tags,
	}, child)
	if err != nil {
		return nil, err
	}
	policy, err := iam.NewRolePolicy(ctx, name+"-role-policy", &iam.RolePolicyArgs{
		Name: pulumi.String("log"), Role: role.ID(),
		Policy: pulumi.String(document.New(document.Statement{
			Effect: "Allow", Action: document.Texts{"logs:CreateLogStream", "logs:PutLogEvents"},
			Resource: document.Texts{fmt.Sprintf("arn:%s:logs:%s:%s:log-group:%s:*", args.Partition, args.Region, args.AccountID, group)},
		})),
	}, child)
	if err != nil {
		return nil, err
	}
	return lambda.NewFunction(ctx, name+"-function", &lambda.FunctionArgs{
		Name: pulumi.String(physical), Description: pulumi.String("Lets in who knows a secret of " + args.Physical), Role: role.Arn,
		Runtime: pulumi.String("provided.al2023"), Architectures: pulumi.ToStringArray([]string{"arm64"}), Handler: pulumi.String("bootstrap"),
		Code: pulumi.NewFileArchive(args.Custom.Archive), MemorySize: pulumi.Int(128), Timeout: pulumi.Int(3),
		Environment: lambda.FunctionEnvironmentArgs{Variables: pulumi.ToStringMap(map[string]string{
			"SECRET_HEADER":  args.Custom.Header,
			"SECRET_DIGESTS": args.Custom.Digests(),
			"ALLOWED_CIDRS":  strings.Join(args.Custom.CIDRs, ","),
		})},
		Tags: args.Tags,
	}, child, pulumi.DependsOn([]pulumi.Resource{log, policy}))
}
