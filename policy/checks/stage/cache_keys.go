package stage

import (
	"slices"
	"strings"

	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-STAGE-006", Slug: "cache-keys",
	Title: "The cache key contains everything that an answer depends on",
	Why: "A cache finds an answer by the parameters in cacheKeyParameters. A parameter, a header or a caller that the answer depends on and that is not among " +
		"them gives one client another client's answer. So does a distribution in front of the API that keeps answers for all callers.",
	Fix: "Add what the templates and mappings read to the integration's cacheKeyParameters (and to the method's requestParameters); or switch caching off " +
		"for the method, above all where the answer depends on the caller.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, s := range in.Stages {
			for _, n := range s.Settings {
				if on, known := n.In("settings", "cachingEnabled").Flag(); n.In("methodPath").IsUnknown() && (on || !known) {
					findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "methodPath")))
				}
			}
			for _, m := range in.Methods {
				if m.API == s.API && m.Integration != nil && cached(s, m) {
					findings = append(findings, cachedMethod(in, m)...)
					findings = append(findings, ownNamespace(in, s, m)...)
				}
			}
		}
		return append(findings, frontCaches(in)...)
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

// cachedMethod judges one cached method.
func cachedMethod(in *rule.Context, m *model.Method) []rule.Finding {
	i := m.Integration
	const off = "switch caching off for the method"
	if !slices.Contains(append(reading, "HEAD", "OPTIONS"), m.Verb) {
		f := rule.Violated(i.Node, "a second %s is answered from the cache and never done", m.Route())
		return []rule.Finding{f.Counter("the stage's settings cache %s", m.Verb).Remedy(off)}
	}
	if backend := i.Backend(); backend != model.DynamoDB && backend != model.Mock {
		return []rule.Finding{rule.Undecided(i.Node, "what the answers of "+m.Route()+" depend on is not known: it calls "+string(backend)).Remedy(off)}
	}
	keys := i.Node.In("cacheKeyParameters")
	if keys.HasUnknown() {
		return []rule.Finding{rule.Undecided(i.Node, in.Graph.WhyUnknown(i.Node, "cacheKeyParameters"))}
	}
	inputs, findings := answerInputs(in, m)
	key := keyOf(m)
	var seen []answerInput
	for _, input := range inputs {
		if slices.Contains(seen, input) || input.parameter != "" && slices.Contains(key, input.parameter) {
			continue
		}
		seen = append(seen, input)
		f := rule.Violated(i.Node, "the cache of %s does not tell %s apart", m.Route(), input.what)
		switch {
		case input.caller:
			// The header with a token or a signature is not enough: API Gateway finds it however its name is spelled,
			// but the key has it only as spelled there. All clients that spell it otherwise share an empty key.
			f = f.Counter("the answer depends on %s, and no parameter of cacheKeyParameters is mapped from that", input.parameter).Remedy(off)
		case !strings.HasPrefix(input.parameter, "method.request."):
			f = f.Counter("the answer depends on them, and they cannot be part of cacheKeyParameters").Remedy(off)
		default:
			f = f.Counter("cacheKeyParameters lacks %s", input.parameter)
			f.Fix = input.fix
		}
		findings = append(findings, f)
	}
	return findings
}

// keyOf reads cacheKeyParameters. A parameter of the integration's request stands for what is mapped to it.
func keyOf(m *model.Method) []string {
	n := m.Integration.Node
	var parameters []string
	for _, item := range n.In("cacheKeyParameters").Items() {
		parameter := item.TextOr("")
		if strings.HasPrefix(parameter, "integration.request.") {
			parameter = n.In("requestParameters").At(parameter).TextOr("")
		}
		parameters = append(parameters, parameter)
	}
	return parameters
}
