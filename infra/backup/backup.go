// Package backup makes a plan of AWS Backup for tables, besides their point-in-time recovery: copies that are
// kept longer, in a vault of their own, and that outlive their tables.
package backup

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/backup"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/document"
)

// Settings are when copies are made and how long they are kept.
type Settings struct {
	On       bool
	Schedule string // cron(...) or rate(...), in UTC
	Days     int    // that a copy is kept
}

// Args are what is copied.
type Args struct {
	Settings
	Name   string   // of the vault, the plan and the selection
	Role   string   // the role's name
	Tables []string // ARNs
	// Key is the ARN of a KMS key that the tables have and whose policy does not name the role; empty for none.
	Key                        string
	Partition, Region, Account string
	Tags                       pulumi.StringMap
	Parent                     pulumi.Resource
	// After are the tables, which exist before they are selected.
	After []pulumi.Resource
}

// Role is what AWS Backup copies the tables as.
type Role struct {
	role  *iam.Role
	Parts []pulumi.Resource // the role and its policy
}

// NewRole registers the role, which a key's policy may name before there are tables to copy.
func NewRole(ctx *pulumi.Context, name string, args Args) (*Role, error) {
	child := pulumi.Parent(args.Parent)
	trust, permissions := args.documents()
	role, err := iam.NewRole(ctx, name+"-role", &iam.RoleArgs{
		Name: pulumi.String(args.Role), AssumeRolePolicy: pulumi.String(trust), Tags: args.Tags,
		Description: pulumi.String("Lets AWS Backup copy the tables of " + args.Name),
	}, child)
	if err != nil {
		return nil, err
	}
	policy, err := iam.NewRolePolicy(ctx, name+"-role-policy", &iam.RolePolicyArgs{
		Name: pulumi.String("backup"), Role: role.ID(), Policy: pulumi.String(permissions),
	}, child)
	if err != nil {
		return nil, err
	}
	return &Role{role, []pulumi.Resource{role, policy}}, nil
}

// New registers the vault, the plan and the selection.
func New(ctx *pulumi.Context, name string, args Args, role *Role) error {
	child := pulumi.Parent(args.Parent)
	// A vault with copies in it cannot be deleted, so that copies outlive the stack.
	vault, err := backup.NewVault(ctx, name+"-vault", &backup.VaultArgs{Name: pulumi.String(args.Name), Tags: args.Tags}, child)
	if err != nil {
		return err
	}
	plan, err := backup.NewPlan(ctx, name+"-plan", &backup.PlanArgs{
		Name: pulumi.String(args.Name), Tags: args.Tags,
		Rules: backup.PlanRuleArray{backup.PlanRuleArgs{
			RuleName: pulumi.String("scheduled"), TargetVaultName: vault.Name, Schedule: pulumi.String(args.Schedule),
			Lifecycle: backup.PlanRuleLifecycleArgs{DeleteAfter: pulumi.Int(args.Days)},
		}},
	}, child)
	if err != nil {
		return err
	}
	_, err = backup.NewSelection(ctx, name+"-selection", &backup.SelectionArgs{
		Name: pulumi.String(args.Name), PlanId: plan.ID(), IamRoleArn: role.role.Arn, Resources: pulumi.ToStringArray(args.Tables),
	}, child, pulumi.DependsOn(append(args.After, role.Parts...)))
	return err
}

// documents are the role's trust and its permissions: of AWS's own policy for backups what concerns DynamoDB, for
// these tables alone
// (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html).
func (a Args) documents() (trust, permissions string) {
	trust = document.New(document.Statement{
		Effect: "Allow", Principal: map[string]document.Texts{"Service": {"backup.amazonaws.com"}}, Action: document.Texts{"sts:AssumeRole"},
		Condition: map[string]map[string]document.Texts{"StringEquals": {"aws:SourceAccount": {a.Account}}},
	})
	statements := []document.Statement{
		{Effect: "Allow", Action: document.Texts{"dynamodb:DescribeTable", "dynamodb:ListTagsOfResource", "dynamodb:StartAwsBackupJob"}, Resource: a.Tables},
		{
			Effect: "Allow", Action: document.Texts{"backup:CopyIntoBackupVault", "backup:DescribeBackupVault"},
			Resource: document.Texts{fmt.Sprintf("arn:%s:backup:%s:%s:backup-vault:%s", a.Partition, a.Region, a.Account, a.Name)},
		},
	}
	if a.Key != "" {
		statements = append(statements, document.Statement{
			Effect: "Allow", Action: KeyActions, Resource: document.Texts{a.Key},
			Condition: map[string]map[string]document.Texts{"StringEquals": {"kms:ViaService": {"dynamodb." + a.Region + ".amazonaws.com"}}},
		})
	}
	return trust, document.New(statements...)
}

// KeyActions are what a copy of a table under a customer's KMS key needs of the key
// (https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html).
var KeyActions = document.Texts{"kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"}
