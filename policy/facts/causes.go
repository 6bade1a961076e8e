package facts

import (
	"cmp"
	"slices"
	"strings"

	"lambdaless/internal/capability"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// Owners are the methods that resources belong to alone, by URN. A resource that several methods share has none.
func Owners(in *rule.Context) map[string]*model.Method {
	owners := map[string]*model.Method{}
	for _, m := range in.Methods {
		for urn := range about(in, m) {
			if _, shared := owners[urn]; shared {
				owners[urn] = nil
			} else {
				owners[urn] = m
			}
		}
	}
	return owners
}

// Causes joins findings that have one cause, such as a template or a document that several methods share, or a
// setting that every resource lacks. Those say the same and ask for the same, but for the names of the
// resource and of its method. The first keeps the others in Also. Waived findings stay as they are: each has a
// waiver of its own.
func Causes(in *rule.Context, findings []rule.Finding, owners map[string]*model.Method) []rule.Finding {
	names := namesOf(in, owners)
	at := map[string]int{}
	var joined []rule.Finding
	for _, f := range findings {
		if f.Node == nil || f.Verdict == capability.Waived {
			joined = append(joined, f)
			continue
		}
		key := cause(f, names(f.Node))
		if i, known := at[key]; known {
			joined[i].Also = append(joined[i].Also, f)
			continue
		}
		at[key] = len(joined)
		joined = append(joined, f)
	}
	return joined
}

// cause is the finding without the names of what it is about. The place is part of it only in a template, which
// says by itself what is wrong.
func cause(f rule.Finding, names *strings.Replacer) string {
	return strings.Join([]string{
		f.Rule.ID, string(f.Verdict), string(f.Level), f.Source, names.Replace(f.Message), names.Replace(f.Counterexample),
		names.Replace(f.Fix), f.Document,
	}, "\x00")
}

// namesOf returns a function for what replaces the names of a node, and of the method that it belongs to with all
// that belongs to that.
func namesOf(in *rule.Context, owners map[string]*model.Method) func(*graph.Node) *strings.Replacer {
	const shortest = 3 // a shorter name is a part of too many words
	ofMethod := map[*model.Method][]string{}
	own := func(n *graph.Node) []string {
		return []string{n.URN, n.Title(), n.Short(), n.Name, n.Either("name").TextOr("")}
	}
	for _, n := range in.Graph.Nodes {
		if m := owners[n.URN]; m != nil {
			ofMethod[m] = append(ofMethod[m], own(n)...)
		}
	}
	return func(n *graph.Node) *strings.Replacer {
		names := own(n)
		if m := owners[n.URN]; m != nil {
			names = append(names, ofMethod[m]...)
			names = append(names, m.Route())
		}
		slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
		var pairs []string
		for _, name := range names {
			if len(name) >= shortest {
				pairs = append(pairs, name, "@")
			}
		}
		return strings.NewReplacer(pairs...)
	}
}
