package table

import (
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-006", Slug: "same-place",
	Title: "An API, its roles and its tables are in one account, and its requests go to the region of its tables",
	Why: "The integration's uri names the region, and the role's policy an ARN. A table of the same name in another region or account is " +
		"another table, which the stack neither makes nor protects.",
	Fix:      "Use one provider for the API and its tables, and build uri and ARNs from its region and account.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			seen := map[*model.Table]bool{}
			for _, use := range facts.NeedsOf(in, i).Uses {
				if t := in.TableNamed(use.Table); t != nil && !seen[t] {
					seen[t] = true
					findings = append(findings, placed(i, t)...)
				}
			}
		}
		return append(append(findings, parts(in)...), allowed(in)...)
	},
})

// parts judges whether the parts of each API, and the roles, are in the API's region and account.
func parts(in *rule.Context) []rule.Finding {
	var findings []rule.Finding
	apis := in.Graph.OfType(graph.RestAPI)
	if len(apis) == 0 {
		return nil
	}
	for _, n := range in.Graph.Nodes {
		regional := strings.HasPrefix(n.Type, "aws:apigateway/")
		if !regional && !slices.Contains([]string{graph.Role, graph.RolePolicy, graph.RolePolicyAttachment}, n.Type) {
			continue
		}
		api := apis[0]
		for _, property := range []string{"restApi", "restApiId"} {
			if r := in.Graph.Refer(n, property, graph.RestAPI); r.Node != nil {
				api = r.Node
			}
		}
		own, its := model.PlaceOf(n), model.PlaceOf(api)
		alone := n.Type == graph.RestAPI || len(apis) > 1 && in.Graph.Refer(n, "restApi", graph.RestAPI).Node == nil
		switch {
		case alone || own.Provider == its.Provider && own.Region == its.Region:
		case own.Identity != its.Identity:
			findings = append(findings, rule.Undecided(n, "whether it is in the account of the API "+api.Name+" is unknown: its provider has other credentials").
				Remedy("use the API's provider"))
		case regional && own.Region != its.Region:
			findings = append(findings, rule.Violated(n, "it is in another region than its API").Counter("it is in %q, the API %s in %q", own.Region, api.Name, its.Region))
		}
	}
	return findings
}

// partitionOf is the partition of a region (https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html).
func partitionOf(region string) string {
	for _, p := range []string{"cn", "us-gov", "us-isob", "us-isof", "eu-isoe", "us-iso"} {
		if strings.HasPrefix(region, p+"-") {
			return "aws-" + strings.TrimPrefix(strings.TrimPrefix(p, "us-"), "eu-")
		}
	}
	if strings.HasPrefix(region, "eusc-") {
		return "aws-eusc"
	}
	return "aws"
}

func placed(i *model.Integration, t *model.Table) []rule.Finding {
	api, table := model.PlaceOf(i.Node), model.PlaceOf(t.Node)
	route := i.Method.Route()
	switch {
	case i.URI.Region == "":
	case i.URI.Partition != partitionOf(i.URI.Region):
		return []rule.Finding{rule.Violated(i.Node, "%s calls DynamoDB in the partition %s, but %s is in %s", route, i.URI.Partition, i.URI.Region, partitionOf(i.URI.Region)).
			Counter("uri is %s", i.Node.In("uri").Show())}
	case table.Region != "" && table.Region != i.URI.Region:
		return []rule.Finding{rule.Violated(i.Node, "%s calls DynamoDB in %s, but its table is in %s", route, i.URI.Region, table.Region).
			Counter("uri is %s; the table %s is in %s", i.Node.In("uri").Show(), t.Name, table.Region)}
	case t.Node.Existing: // its ARN says which account it is in, and the role's policy has to name it
	case table.Provider != api.Provider && table.Identity != api.Identity:
		return []rule.Finding{rule.Undecided(t.Node, "whether the table of "+route+" is in the API's account is unknown: it has another provider, with other credentials").
			Remedy("use one provider for the API and its tables")}
	case table.Provider != api.Provider && table.Region == "":
		return []rule.Finding{rule.Undecided(t.Node, "the region of the table of "+route+" is unknown: it has another provider than the API").
			Remedy("set the region of the table's provider")}
	}
	return nil
}

// allowed judges providers that only work in other accounts than the one that the roles' documents name.
func allowed(in *rule.Context) []rule.Finding {
	var findings []rule.Finding
	seen := map[string]bool{}
	for _, n := range in.Graph.OfType(graph.RestAPI, graph.Role, graph.Table) {
		if n.Provider == nil || seen[n.Provider.URN] || in.Account() == "" {
			continue
		}
		seen[n.Provider.URN] = true
		accounts := n.Provider.Inputs.At("allowedAccountIds")
		other := func(v graph.Value) bool { text, known := v.Text(); return known && text != in.Account() }
		if items := accounts.Items(); len(items) > 0 && !slices.ContainsFunc(items, func(v graph.Value) bool { return !other(v) }) {
			findings = append(findings, rule.Violated(n, "its provider works in other accounts than that of the API").
				Counter("allowedAccountIds is %s; the account is %s", accounts.Show(), in.Account()))
		}
	}
	return findings
}
