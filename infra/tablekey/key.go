// Package tablekey makes the KMS key that a stack's tables are encrypted with. Its policy names the roles that need
// it, so that no role's document has to hold the key's ARN, which is unknown before the key exists
// (docs/adr/0019-the-tables-key.md).
package tablekey

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// deletionDays is how long KMS keeps a key that is no longer wanted: the most. Backups of a table are encrypted with
// the key that the table had.
const deletionDays = 30

// dots are in names of projects and stacks, but not of aliases.
var dots = strings.NewReplacer(".", "_")

// Args are what the key is made from.
type Args struct {
	API    string // its name, for the alias and the description
	Policy string
	Tags   pulumi.StringMap
	Parent pulumi.Resource
	// After are the roles that the policy names: KMS refuses a principal that does not exist.
	After []pulumi.Resource
}

// New registers the key and its alias.
func New(ctx *pulumi.Context, name string, args Args) (*kms.Key, error) {
	key, err := kms.NewKey(ctx, name, &kms.KeyArgs{
		Description:          pulumi.String("Encrypts the tables of " + args.API),
		EnableKeyRotation:    pulumi.Bool(true),
		DeletionWindowInDays: pulumi.Int(deletionDays),
		Policy:               pulumi.String(args.Policy),
		Tags:                 args.Tags,
	}, pulumi.Parent(args.Parent), pulumi.DependsOn(args.After))
	if err != nil {
		return nil, err
	}
	_, err = kms.NewAlias(ctx, name+"-alias", &kms.AliasArgs{
		Name: pulumi.String("alias/" + dots.Replace(args.API)), TargetKeyId: key.KeyId,
	}, pulumi.Parent(args.Parent))
	return key, err
}
