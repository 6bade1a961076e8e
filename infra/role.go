package infra

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// MethodRole is what API Gateway becomes while it calls DynamoDB for one method.
type MethodRole struct {
	pulumi.ResourceState

	ARN pulumi.StringOutput

	parts []pulumi.Resource
}

func newMethodRole(ctx *pulumi.Context, name string, m methodPlan, tags pulumi.StringMap, parent pulumi.Resource) (*MethodRole, error) {
	component := &MethodRole{}
	if err := ctx.RegisterComponentResource("lambdaless:infra:Role", name, component, pulumi.Parent(parent)); err != nil {
		return nil, err
	}
	// Fixed names: AWS refuses a second role of the name, and a second policy would overwrite the
	// first and then be deleted in its place.
	options := []pulumi.ResourceOption{pulumi.Parent(component), pulumi.DeleteBeforeReplace(true)}
	role, err := iam.NewRole(ctx, name, &iam.RoleArgs{
		Name:             pulumi.String(m.Role.Name),
		Description:      pulumi.String(m.Route + " calls DynamoDB with this role, and nothing else uses it"),
		AssumeRolePolicy: pulumi.String(m.Role.Trust),
		Tags:             tags,
	}, options...)
	if err != nil {
		return nil, err
	}
	policy, err := iam.NewRolePolicy(ctx, name+"-policy", &iam.RolePolicyArgs{
		Name:   pulumi.String("dynamodb"),
		Role:   role.ID(),
		Policy: pulumi.String(m.Role.Policy),
	}, options...)
	if err != nil {
		return nil, err
	}
	component.ARN, component.parts = role.Arn, []pulumi.Resource{role, policy}
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{"arn": role.Arn})
}
