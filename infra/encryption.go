package infra

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/dynamodb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/backup"
	"lambdaless/infra/document"
	"lambdaless/infra/item"
	"lambdaless/infra/naming"
	"lambdaless/infra/settings"
	"lambdaless/infra/tablekey"
)

// tableKey is the KMS key that a table or a replica is encrypted with, nil for the AWS managed aws/dynamodb. A table
// names encryption in every case: with enabled and no key it is aws/dynamodb, whose use CloudTrail shows; without it
// DynamoDB uses a key that cannot be seen.
//
// A table that leaves a customer's key needs the AWS managed key's name, once: the provider takes a
// missing kmsKeyArn for the key that the table has
// (https://github.com/hashicorp/terraform-provider-aws/issues/29811), and with the managed key's name
// in every update it would see a difference in every update, since it reads that key as none.
func tableKey(ctx *pulumi.Context, a tableArgs) pulumi.StringPtrInput {
	switch {
	case a.Key != nil:
		return a.Key.Arn
	case a.Config.KMSKeyARN != "":
		return pulumi.String(a.Config.KMSKeyARN)
	case !a.Exists && hasCustomerKey(ctx, a.Physical):
		return pulumi.String(a.Account.managedKeyARN())
	}
	return nil
}

// keyPolicy is the policy of the stack's own key for tables: none unless the config asks for one.
func (p *plan) keyPolicy(api API, endpoints []resolvedEndpoint, c settings.Config, account Account, names naming.Names) (string, error) {
	if !c.Table.CreateKey || len(ownTables(c, api)) == 0 {
		return "", nil
	}
	var uses []tablekey.Use
	var roles []string
	for i, e := range endpoints {
		if slices.ContainsFunc(e.needs(e.table.Name), func(n item.Permission) bool { return !c.Exists(n.Table) }) {
			roles = append(roles, p.Methods[i].Role.ARN)
		}
	}
	if len(roles) > 0 {
		slices.Sort(roles)
		uses = append(uses, tablekey.Use{Sid: "Methods", Roles: roles, Actions: document.Texts{"kms:Decrypt"}})
	}
	var pipes []string
	for _, t := range ownTables(c, api) {
		if c.Streamed(t.Name) {
			pipes = append(pipes, account.roleARN(pipeRole(api, t, names)))
		}
	}
	if len(pipes) > 0 { // a stream is encrypted as its table is
		slices.Sort(pipes)
		uses = append(uses, tablekey.Use{Sid: "Pipes", Roles: pipes, Actions: document.Texts{"kms:Decrypt"}})
	}
	if c.Backup.On && len(ownTables(c, api)) > 0 {
		uses = append(uses, tablekey.Use{Sid: "Backups", Roles: document.Texts{account.roleARN(backupRole(api, names))}, Actions: backup.KeyActions})
	}
	return tablekey.Policy(account.Partition, account.Region, account.ID, uses...)
}

// key registers the stack's own key for tables. It comes after the roles that its policy names and before the
// tables, so that every role may use the key when a table moves to it.
func (b *builder) key() (err error) {
	if b.plan.KeyPolicy == "" {
		return nil
	}
	b.tableKey, err = tablekey.New(b.ctx, b.name+"-tables-key", tablekey.Args{
		API: b.plan.Name, Policy: b.plan.KeyPolicy, Tags: b.tags, Parent: b.component, After: slices.Concat(b.roleParts(), b.backups.roleParts(), b.streams.roleParts()),
	})
	return err
}

// managedKeyARN is the alias of the key that AWS manages for DynamoDB.
func (a Account) managedKeyARN() string {
	return fmt.Sprintf("arn:%s:kms:%s:%s:alias/aws/dynamodb", a.Partition, a.Region, a.ID)
}

// hasCustomerKey reports whether a table exists and is encrypted with a customer's key. It warns when
// that cannot be looked up.
func hasCustomerKey(ctx *pulumi.Context, table string) bool {
	unsure := func(what string, err error) bool {
		_ = ctx.Log.Warn(fmt.Sprintf("%s cannot be looked up, so the table %s keeps the KMS key that it has: %v", what, table, err), nil)
		return false
	}
	found, err := dynamodb.LookupTable(ctx, &dynamodb.LookupTableArgs{Name: table})
	if err != nil {
		if notFound(err) {
			return false
		}
		return unsure("its key", err)
	}
	arn := found.ServerSideEncryption.KmsKeyArn
	if arn == "" {
		return false
	}
	key, err := kms.LookupKey(ctx, &kms.LookupKeyArgs{KeyId: arn})
	if err != nil {
		return unsure("who manages "+arn, err)
	}
	return key.KeyManager == "CUSTOMER"
}

// notFound recognizes the provider's error for a table that does not exist: AWS's own, or the
// provider's for an empty answer.
func notFound(err error) bool {
	return strings.Contains(err.Error(), "ResourceNotFoundException") || strings.Contains(err.Error(), "couldn't find resource") ||
		strings.Contains(err.Error(), "empty result")
}
