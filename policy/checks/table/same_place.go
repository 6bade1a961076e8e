package table

import (
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var samePlace = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-006", Slug: "same-place",
	Title: "A method's requests go to the region and account of its table",
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
		return findings
	},
})

func placed(i *model.Integration, t *model.Table) []rule.Finding {
	api, table := model.PlaceOf(i.Node), model.PlaceOf(t.Node)
	route := i.Method.Route()
	switch {
	case i.URI.Region == "":
	case table.Region != "" && table.Region != i.URI.Region:
		return []rule.Finding{rule.Violated(i.Node, "%s calls DynamoDB in %s, but its table is in %s", route, i.URI.Region, table.Region).
			Counter("uri is %s; the table %s is in %s", i.Node.In("uri").Show(), t.Name, table.Region)}
	case table.Provider != api.Provider && table.Identity != api.Identity:
		return []rule.Finding{rule.Undecided(t.Node, "whether the table of "+route+" is in the API's account is unknown: it has another provider, with other credentials").
			Remedy("use one provider for the API and its tables")}
	case table.Provider != api.Provider && table.Region == "":
		return []rule.Finding{rule.Undecided(t.Node, "in which region the table of "+route+" is, is unknown: it has another provider than the API").
			Remedy("set the region of the table's provider")}
	}
	return nil
}
