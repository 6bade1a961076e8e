package stage

import (
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-STAGE-006", Slug: "cache-keys",
	Title: "The cache key contains every parameter that the response depends on",
	Why: "The cache key contains only the parameters in cacheKeyParameters. A parameter or an identity that is not in it " +
		"gives one caller another caller's response.",
	Fix:      "Add the parameters that the template reads, and for a method behind a login the Authorization header, to the integration's cacheKeyParameters; or switch caching off for the method.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, s := range in.Stages {
			for _, m := range in.Methods {
				if m.API == s.API && m.Verb == "GET" && m.Integration != nil && m.Integration.Backend() == model.DynamoDB && cached(s, m) {
					findings = append(findings, cacheKey(in, m)...)
					findings = append(findings, ownNamespace(in, s, m)...)
				}
			}
		}
		return findings
	},
})

// ownNamespace judges whether a cached method shares its cacheNamespace. Without one API Gateway uses the id of
// the method's resource.
func ownNamespace(in *rule.Context, s *model.Stage, m *model.Method) []rule.Finding {
	own := m.Integration.Node.In("cacheNamespace")
	if own.Absent() {
		return nil
	}
	if own.IsUnknown() {
		return []rule.Finding{rule.Undecided(m.Integration.Node, in.Graph.WhyUnknown(m.Integration.Node, "cacheNamespace"))}
	}
	for _, other := range in.Methods {
		if other != m && other.API == s.API && other.Integration != nil && other.Integration.Node.In("cacheNamespace").TextOr("") == own.TextOr("") {
			return []rule.Finding{rule.Violated(m.Integration.Node, "%s and %s share cached responses", m.Route(), other.Route()).
				Counter("both have the cacheNamespace %s", own.Show()).Remedy("remove cacheNamespace")}
		}
	}
	return nil
}

// cached reports whether a stage may cache a method's answers.
func cached(s *model.Stage, m *model.Method) bool {
	if on, ok := s.Node.In("cacheClusterEnabled").Flag(); ok && !on || s.Node.In("cacheClusterEnabled").Absent() {
		return slices.ContainsFunc(s.Settings, func(n *graph.Node) bool { return n.In("settings", "cachingEnabled").IsTrue() })
	}
	// The method's own settings say more than those for all.
	own := strings.TrimPrefix(m.Path, "/") + "/" + m.Verb
	for _, path := range []string{own, "~1" + strings.ReplaceAll(own, "/", "~1"), "*/*"} {
		for _, n := range s.Settings {
			if n.In("methodPath").TextOr("") == path {
				caching, ok := n.In("settings", "cachingEnabled").Flag()
				return !ok || caching
			}
		}
	}
	return true
}

// cacheKey judges one cached method.
func cacheKey(in *rule.Context, m *model.Method) []rule.Finding {
	i := m.Integration
	keys := i.Node.In("cacheKeyParameters")
	if keys.HasUnknown() {
		return []rule.Finding{rule.Undecided(i.Node, in.Graph.WhyUnknown(i.Node, "cacheKeyParameters"))}
	}
	has := func(parameter string) bool {
		return slices.ContainsFunc(keys.Items(), func(v graph.Value) bool { return strings.EqualFold(v.TextOr(""), parameter) })
	}
	var findings []rule.Finding
	missing := func(parameter, why string) {
		f := rule.Violated(i.Node, "the cache of %s does not tell %s apart", m.Route(), why)
		findings = append(findings, f.Counter("cacheKeyParameters lacks %s", parameter))
	}
	for _, match := range facts.PathParameter.FindAllStringSubmatch(m.Path, -1) {
		if parameter := "method.request.path." + match[1]; !has(parameter) {
			missing(parameter, "paths")
		}
	}
	login, known := m.Authorization()
	personal := !known || login != "NONE"
	templates, _ := i.RequestTemplates()
	responses, _ := i.ResponseTemplates()
	for _, t := range append(templates, responses...) {
		a := in.Flow(t)
		if a == nil {
			continue // LP-TMPL-001 and LP-TMPL-003 report it
		}
		personal = personal || a.ReadsClaims
		for _, name := range a.Parameters {
			cachedParameter(in, m, name, has, missing)
		}
	}
	if personal && !has("method.request.header.Authorization") {
		missing("method.request.header.Authorization", "callers")
	}
	return findings
}

// cachedParameter judges one parameter that a template reads.
func cachedParameter(in *rule.Context, m *model.Method, name string, has func(string) bool, missing func(parameter, why string)) {
	if name == "" {
		missing("every parameter, since the template reads all of them", "parameters")
		return
	}
	for _, place := range []string{"path", "querystring", "header"} {
		if has("method.request." + place + "." + name) {
			return
		}
	}
	if strings.Contains(m.Path, "{"+name+"}") || strings.Contains(m.Path, "{"+name+"+}") {
		return // already reported as a path
	}
	missing("method.request.querystring."+name, "values of "+name)
}
