package stream

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Roles are the pipes' roles.
type Roles struct {
	// Parts are the roles and their policies.
	Parts []pulumi.Resource
	// By the tables' names.
	arns     map[string]pulumi.StringInput
	policies map[string]pulumi.Resource
}

// NewRoles registers a role for each table's pipe. A role's documents name the stream and the target by ARNs that
// are known before these exist.
func NewRoles(ctx *pulumi.Context, name string, args Args) (*Roles, error) {
	roles := &Roles{arns: map[string]pulumi.StringInput{}, policies: map[string]pulumi.Resource{}}
	child := pulumi.Parent(args.Parent)
	for _, t := range args.Streamed {
		role, err := iam.NewRole(ctx, name+"-"+t.Name+"-role", &iam.RoleArgs{
			Name: pulumi.String(t.Role), AssumeRolePolicy: pulumi.String(args.trust(t)), Tags: args.Tags,
			Description: pulumi.String("Lets the pipe " + t.Pipe + " read the changes of a table and send them on"),
		}, child)
		if err != nil {
			return nil, err
		}
		policy, err := iam.NewRolePolicy(ctx, name+"-"+t.Name+"-role-policy", &iam.RolePolicyArgs{
			Name: pulumi.String("pipe"), Role: role.ID(), Policy: pulumi.String(args.permissions(t)),
		}, child)
		if err != nil {
			return nil, err
		}
		roles.arns[t.Name], roles.policies[t.Name] = role.Arn, policy
		roles.Parts = append(roles.Parts, role, policy)
	}
	return roles, nil
}
