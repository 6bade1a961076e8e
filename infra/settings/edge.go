package settings

import (
	"regexp"

	"lambdaless/infra/edge"
)

var (
	domainRule = rule[string]{
		text: "it must be the name of a host, in lower case", example: "api.example.com",
		holds: regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$`).MatchString,
	}
	zoneRule = rule[string]{
		text: "it must be the id of a Route 53 hosted zone", example: "Z0123456789ABCDEFGHIJ",
		holds: regexp.MustCompile(`^Z[A-Z0-9]{1,31}$`).MatchString,
	}
	basePathRule = rule[string]{
		text: "it must be one segment of a path, of letters, digits and ._-", example: "movies",
		holds: regexp.MustCompile(`^[A-Za-z0-9._-]{1,128}$`).MatchString,
	}
)

func (r *reader) firewall() edge.Firewall {
	return edge.Firewall{On: r.boolean("firewall", false), RateLimit: r.integer("firewallRateLimit", 2000, between(10, 2_000_000_000))}
}

func (r *reader) domain() edge.Domain {
	d := edge.Domain{
		Name: r.text("domainName", "", optional(domainRule)), ZoneID: r.text("hostedZoneId", "", optional(zoneRule)),
		BasePath: r.text("basePath", "", optional(basePathRule)),
	}
	switch {
	case d.Name != "" && d.ZoneID == "":
		r.refuse("hostedZoneId", "", "domainName needs the Route 53 zone that it is in", zoneRule.example)
	case d.Name == "" && d.ZoneID+d.BasePath != "":
		r.refuse("domainName", "", "hostedZoneId and basePath belong to a domain name", domainRule.example)
	}
	return d
}
