package infra

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/access"
)

// accessClasses are the settings that the config's access has, in the order in which messages list them.
var accessClasses = []AccessClass{Reads, Writes, Users}

// accessInUse are the kinds of access that some method has, in order.
func (b *builder) accessInUse() []string {
	used := map[string]bool{}
	for _, m := range b.plan.Methods {
		if m.Access != "" {
			used[m.Access] = true
		}
	}
	return slices.Sorted(maps.Keys(used))
}

// authorizers creates those that the methods need.
func (b *builder) authorizers() error {
	b.authorizerOf, b.component.AccessOutputs = map[string]pulumi.StringInput{}, pulumi.Map{}
	for _, kind := range b.accessInUse() {
		create := access.Kinds[kind].Authorizer
		if create == nil {
			continue
		}
		account := b.args.Account
		id, parts, outputs, err := create(b.ctx, b.name, access.AuthorizerArgs{
			Physical: b.plan.Name, Scopes: primaryNames(b.args.Config.Regions, b.args.Names).Regional(b.args.API.physical()), RestAPI: b.api,
			Partition: account.Partition, Region: account.Region, AccountID: account.ID, Cognito: b.args.Config.Cognito,
			Custom: b.args.Config.Custom, Role: b.args.Names.Global(b.args.API.physical() + "-authorizer"), LogDays: b.args.Config.Logs.RetentionDays,
			Protect: b.args.Config.Table.Protect, Tags: b.tags, Parent: b.component,
		})
		if err != nil {
			return err
		}
		b.authorizerOf[kind], b.frozen = id, append(b.frozen, parts...)
		maps.Copy(b.component.AccessOutputs, outputs)
	}
	return nil
}

// access binds each kind of access in use to the stage.
func (b *builder) access() error {
	for _, kind := range b.accessInUse() {
		bind := access.Kinds[kind].Bind
		if bind == nil {
			continue
		}
		outputs, err := bind(b.ctx, b.name, access.BindArgs{
			Physical: b.plan.Name, APIID: b.component.ID, StageName: b.component.Stage,
			UsagePlan: b.args.Config.UsagePlan, APIKey: b.args.Config.APIKey, Tags: b.tags, Parent: b.component,
		})
		if err != nil {
			return err
		}
		maps.Copy(b.component.AccessOutputs, outputs)
	}
	return nil
}
