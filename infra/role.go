package infra

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/document"
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
	role, err := iam.NewRole(ctx, name, &iam.RoleArgs{
		Name:             pulumi.String(m.Role.Name),
		Description:      pulumi.String(m.Route + " calls DynamoDB with this role, and nothing else uses it"),
		AssumeRolePolicy: pulumi.String(m.Role.Trust),
		Tags:             tags,
	}, pulumi.Parent(component), pulumi.DeleteBeforeReplace(false)) // only another name replaces a role
	if err != nil {
		return nil, err
	}
	component.ARN, component.parts = role.Arn, []pulumi.Resource{role}
	for i, p := range m.Role.Policies {
		suffix := "-policy"
		if i > 0 {
			suffix += "-" + p.Kind
		}
		// A changed right is a new policy beside the old one, which goes last: until the stage serves the
		// new deployment, the old one is still asked. Both names are of the documents, so that they differ.
		policy, err := iam.NewRolePolicy(ctx, name+suffix, &iam.RolePolicyArgs{
			Name:   pulumi.String(p.name()),
			Role:   role.ID(),
			Policy: pulumi.String(p.Document),
		}, pulumi.Parent(component), pulumi.DeleteBeforeReplace(false))
		if err != nil {
			return nil, err
		}
		component.parts = append(component.parts, policy)
	}
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{"arn": role.Arn})
}

// gatewayTrust lets API Gateway, and no other principal, assume a role. It has no aws:SourceArn or aws:SourceAccount
// condition: API Gateway sends neither when it assumes an integration's role, so that every request would be answered
// with 500
// (https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/pull/479).
func gatewayTrust() string {
	return document.New(document.Statement{
		Effect:    "Allow",
		Principal: map[string]document.Texts{"Service": {"apigateway.amazonaws.com"}},
		Action:    document.Texts{"sts:AssumeRole"},
	})
}
