package infra

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/dynamodb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/document"
	"lambdaless/infra/settings"
)

// maxTablePolicy is how many bytes a table's policy may have
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html).
const maxTablePolicy = 20 * 1024

// dataActions are the IAM actions that read or change items
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html), and an
// export, which reads all of them. Actions that manage a table are not among them, so that the policy
// can always be changed.
var dataActions = document.Texts{
	"dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem",
	"dynamodb:ExportTableToPointInTime", "dynamodb:GetItem", "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert",
	"dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan",
	"dynamodb:UpdateItem",
}

// tablePolicy denies a table's items to every principal but those admitted, which are ARNs. It only
// takes away: what an admitted role may do, its own policies say. Replication between regions goes on
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html).
func tablePolicy(account Account, table string, admitted []string) string {
	arn := account.tableARN(table)
	admitted = append(slices.Clone(admitted), account.roleARN("aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication"))
	return document.New(document.Statement{
		Effect:    "Deny",
		Principal: map[string]document.Texts{"AWS": {"*"}},
		Action:    dataActions,
		Resource:  document.Texts{arn, arn + "/index/*"},
		// An assumed role's aws:PrincipalArn is that of the role
		// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn).
		Condition: map[string]map[string]document.Texts{"ArnNotEquals": {"aws:PrincipalArn": admitted}},
	})
}

// tablePolicies are the policies of the API's tables by the tables' names: none unless the config
// asks for them. Each admits the roles of the methods that use the table, and the configured principals.
func (p *plan) tablePolicies(endpoints []resolvedEndpoint, config settings.Config, account Account) (map[string]string, error) {
	c := config.Table
	if !c.Policy {
		return nil, nil
	}
	admitted := map[string][]string{}
	for i, e := range endpoints {
		for _, need := range e.needs(e.table.Name) {
			if roles := admitted[need.Table]; !slices.Contains(roles, p.Methods[i].Role.ARN) {
				admitted[need.Table] = append(roles, p.Methods[i].Role.ARN)
			}
		}
	}
	policies := map[string]string{}
	for table, physical := range p.Tables {
		if config.Exists(table) {
			continue // its policy is its maker's
		}
		roles := slices.Sorted(slices.Values(admitted[table]))
		policies[table] = tablePolicy(account, physical, append(roles, c.PolicyPrincipals...))
		if size := len(policies[table]); size > maxTablePolicy {
			return nil, fmt.Errorf("table %s: its policy has %d bytes, of which DynamoDB takes %d, since %d methods use it; set tablePolicy to false, or split the table",
				table, size, maxTablePolicy, len(roles))
		}
	}
	return policies, nil
}

// newTablePolicy attaches a policy to a table.
func newTablePolicy(ctx *pulumi.Context, name, policy string, table *DynamoTable) (pulumi.Resource, error) {
	return dynamodb.NewResourcePolicy(ctx, name, &dynamodb.ResourcePolicyArgs{
		ResourceArn: table.ARN,
		Policy:      pulumi.String(policy),
	}, pulumi.Parent(table))
}
