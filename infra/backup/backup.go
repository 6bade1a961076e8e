// Package backup makes a plan of AWS Backup for tables, besides their point-in-time recovery: copies that are
// kept longer, in a vault of their own, and that outlive their tables.
package backup

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/backup"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
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
	Name                       string   // of the vault, the plan and the selection
	Role                       string   // the role's name
	Tables                     []string // ARNs
	Partition, Region, Account string
	Tags                       pulumi.StringMap
	Parent                     pulumi.Resource
	// After are the tables, which exist before they are selected.
	After []pulumi.Resource
}

// New registers the vault, the plan, the role and the selection.
func New(ctx *pulumi.Context, name string, args Args) error {
	child := pulumi.Parent(args.Parent)
	// A vault with copies in it cannot be deleted, which is what it is for.
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
	trust, permissions := args.documents()
	role, err := iam.NewRole(ctx, name+"-role", &iam.RoleArgs{
		Name: pulumi.String(args.Role), AssumeRolePolicy: pulumi.String(trust), Tags: args.Tags,
		Description: pulumi.String("Lets AWS Backup copy the tables of " + args.Name),
	}, child)
	if err != nil {
		return err
	}
	policy, err := iam.NewRolePolicy(ctx, name+"-role-policy", &iam.RolePolicyArgs{
		Name: pulumi.String("backup"), Role: role.ID(), Policy: pulumi.String(permissions),
	}, child)
	if err != nil {
		return err
	}
	_, err = backup.NewSelection(ctx, name+"-selection", &backup.SelectionArgs{
		Name: pulumi.String(args.Name), PlanId: plan.ID(), IamRoleArn: role.Arn, Resources: pulumi.ToStringArray(args.Tables),
	}, child, pulumi.DependsOn(append(args.After, policy)))
	return err
}

// documents are the role's trust and its permissions: of AWS's own policy for backups what concerns DynamoDB, for
// these tables alone
// (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html).
func (a Args) documents() (trust, permissions string) {
	type statement map[string]any
	document := func(statements ...statement) string {
		text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
		if err != nil {
			panic(err) // texts always marshal
		}
		return string(text)
	}
	trust = document(statement{
		"Effect": "Allow", "Principal": map[string]string{"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole",
		"Condition": map[string]any{"StringEquals": map[string]string{"aws:SourceAccount": a.Account}},
	})
	permissions = document(
		statement{"Effect": "Allow", "Action": []string{"dynamodb:DescribeTable", "dynamodb:ListTagsOfResource", "dynamodb:StartAwsBackupJob"}, "Resource": a.Tables},
		statement{
			"Effect": "Allow", "Action": []string{"backup:CopyIntoBackupVault", "backup:DescribeBackupVault"},
			"Resource": fmt.Sprintf("arn:%s:backup:%s:%s:backup-vault:%s", a.Partition, a.Region, a.Account, a.Name),
		},
	)
	return trust, permissions
}
