package infra

import (
	"errors"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/edge"
	"lambdaless/infra/settings"
)

// edge registers what stands between clients and the stage.
func (b *builder) edge() error {
	c := b.args.Config
	if c.Firewall.On {
		component, name := &firewall{}, b.name+"-firewall"
		if err := b.ctx.RegisterComponentResource("lambdaless:infra:Firewall", name, component, pulumi.Parent(b.component)); err != nil {
			return err
		}
		secrets := []string{"authorization", "x-api-key"}
		if header := strings.ToLower(c.Custom.Header); !slices.Contains(secrets, header) {
			secrets = append(secrets, header)
		}
		if err := errors.Join(edge.NewFirewall(b.ctx, name, edge.FirewallArgs{
			Firewall: c.Firewall, API: b.plan.Name, StageARN: b.stage.ARN, LogDays: c.Logs.RetentionDays, Secrets: secrets,
			Tags: b.tags, Parent: component,
		}), b.ctx.RegisterResourceOutputs(component, pulumi.Map{})); err != nil {
			return err
		}
	}
	if c.Domain.Name == "" {
		return nil
	}
	component, name := &domain{}, b.name+"-domain"
	if err := b.ctx.RegisterComponentResource("lambdaless:infra:Domain", name, component, pulumi.Parent(b.component)); err != nil {
		return err
	}
	b.component.URL = pulumi.String(c.Domain.URL()).ToStringOutput()
	args := edge.DomainArgs{
		Domain: c.Domain, APIID: b.component.ID, StageName: b.component.Stage, IPv6: c.IPAddressType == "dualstack",
		Tags: b.tags, Parent: component,
	}
	var err error
	if region := b.args.Account.Region; c.Regions.Several() {
		err = edge.NewRegionalDomain(b.ctx, name, region, healthPath, args)
		b.component.RegionOutputs = outputs(c.Regions, c.Domain, region)
	} else {
		err = edge.NewDomain(b.ctx, name, args)
	}
	return errors.Join(err, b.ctx.RegisterResourceOutputs(component, pulumi.Map{"url": b.component.URL}))
}

// outputs are the addresses of this region and, where another one takes the writes, of that region.
func outputs(r settings.Regions, d edge.Domain, region string) pulumi.Map {
	outputs := pulumi.Map{"regionUrl": pulumi.String(d.In(region).URL()).ToStringOutput()}
	if r.Writes != "" {
		outputs["writeUrl"] = pulumi.String(d.In(r.Writes).URL()).ToStringOutput()
	}
	return outputs
}

type (
	firewall struct{ pulumi.ResourceState }
	domain   struct{ pulumi.ResourceState }
)
