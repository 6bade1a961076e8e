package infra

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/backup"
	"lambdaless/infra/naming"
)

// backups are a plan that copies the tables.
type backups struct {
	pulumi.ResourceState

	args backup.Args
	role *backup.Role
}

// roleParts are the role that copies, nil without backups.
func (b *backups) roleParts() []pulumi.Resource {
	if b == nil {
		return nil
	}
	return b.role.Parts
}

func backupRole(api API, names naming.Names) string { return names.Global(api.physical() + "-backup") }

// backupRole registers the role that copies the tables, before the tables' key, whose policy names it.
func (b *builder) backupRole() (err error) {
	c, account := b.args.Config, b.args.Account
	if !c.Backup.On || len(ownTables(c, b.args.API)) == 0 {
		return nil
	}
	component, name := &backups{}, b.name+"-backup"
	if err := b.ctx.RegisterComponentResource("lambdaless:infra:Backup", name, component, pulumi.Parent(b.component)); err != nil {
		return err
	}
	component.args = backup.Args{
		Settings: c.Backup, Name: b.plan.Name, Role: backupRole(b.args.API, b.args.Names), Key: c.Table.KMSKeyARN,
		Partition: account.Partition, Region: account.Region, Account: account.ID, Tags: b.tags, Parent: component,
	}
	for _, t := range ownTables(c, b.args.API) {
		component.args.Tables = append(component.args.Tables, account.tableARN(b.plan.Tables[t.Name]))
	}
	b.backups = component
	component.role, err = backup.NewRole(b.ctx, name, component.args)
	return err
}

// backup registers the plan that copies the tables.
func (b *builder) backup() error {
	if b.backups == nil {
		return nil
	}
	b.backups.args.After = b.tableResources
	return errors.Join(backup.New(b.ctx, b.name+"-backup", b.backups.args, b.backups.role), b.ctx.RegisterResourceOutputs(b.backups, pulumi.Map{}))
}
