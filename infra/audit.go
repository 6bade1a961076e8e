package infra

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/audit"
)

// audit registers the trail that records requests for items of the tables.
func (b *builder) audit() error {
	c, account := b.args.Config, b.args.Account
	if !c.Audit.On {
		return nil
	}
	component, name := &auditing{}, b.name+"-audit"
	if err := b.ctx.RegisterComponentResource("lambdaless:infra:Audit", name, component, pulumi.Parent(b.component)); err != nil {
		return err
	}
	args := audit.Args{
		Settings: c.Audit, Name: b.plan.Name, Bucket: b.args.Names.Bucket(account.ID, b.args.API.physical()+"-audit"), Partition: account.Partition,
		Tags: b.tags, Parent: component,
	}
	for _, t := range b.args.API.Tables {
		args.Tables = append(args.Tables, account.tableARN(b.plan.Tables[t.Name]))
	}
	return errors.Join(audit.New(b.ctx, name, args), b.ctx.RegisterResourceOutputs(component, pulumi.Map{}))
}

type auditing struct{ pulumi.ResourceState }
