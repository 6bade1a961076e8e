package dataplane

import (
	"maps"
	"slices"
	"strings"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/parse"
)

// An override may be applied to a parameter only once: a template that sets one twice answers 500
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html,
// GW-053). Whether it does depends on the request, so a template in which some way leads past two #sets
// of one override is evaluated a second time, with a count at each of them.

// counterName is the reference under which the counting copy keeps what was set.
const counterName = "lambdalessOverrides"

// overrideCounter returns the counting copy of a template; nil when no override can be set twice.
func overrideCounter(t *vtl.Template, text string) *vtl.Template {
	most := slices.Collect(maps.Values(mostSets(t.Root)))
	if len(most) == 0 || slices.Max(most) < 2 {
		return nil
	}
	type insertion struct {
		offset int
		target string
	}
	var insertions []insertion
	parse.Walk(t.Root, func(n parse.Node) bool {
		if set, ok := n.(*parse.Set); ok {
			offset := set.Position().Offset
			target := overrideTarget(set)
			if target != "" && offset < len(text) && strings.HasPrefix(text[offset:], "#") {
				insertions = append(insertions, insertion{offset, target})
			}
		}
		return true
	})
	slices.SortFunc(insertions, func(a, b insertion) int { return b.offset - a.offset })
	for _, i := range insertions {
		text = text[:i.offset] + "#set($" + counterName + "Done = $" + counterName + ".add('" + i.target + "'))" + text[i.offset:]
	}
	counter, err := vtl.Parse(t.Name(), text)
	if err != nil {
		return nil
	}
	return counter
}

// overriddenTwice names an override that the template set more than once for this data.
func overriddenTwice(counter *vtl.Template, data *vtl.Data) string {
	log := java.NewList()
	data.Vars = map[string]any{counterName: log}
	if _, err := counter.Render(data); err != nil {
		return ""
	}
	seen := map[string]bool{}
	for _, item := range log.Items {
		target := java.String(item)
		if seen[target] {
			return target
		}
		seen[target] = true
	}
	return ""
}

// overrideTarget is what a #set overrides, as responseOverride.header.X-A; "" for any other #set.
func overrideTarget(set *parse.Set) string {
	if set.Target.Name != "context" || len(set.Target.Steps) < 2 {
		return ""
	}
	var names []string
	for _, step := range set.Target.Steps {
		name := step.Property
		if step.Index {
			if literal, ok := step.Args[0].(*parse.StringLiteral); ok && literal.Parts == nil {
				name = literal.Value
			}
		}
		if name == "" || strings.ContainsRune(name, '\'') {
			return ""
		}
		names = append(names, name)
	}
	if names[0] != "requestOverride" && names[0] != "responseOverride" {
		return ""
	}
	return strings.Join(names, ".")
}

// mostSets is how often each override is set on the longest way through a block. What a loop or a
// defined block sets counts twice.
func mostSets(b *parse.Block) map[string]int {
	counts := map[string]int{}
	if b == nil {
		return counts
	}
	for _, statement := range b.List {
		switch s := statement.(type) {
		case *parse.Set:
			if target := overrideTarget(s); target != "" {
				counts[target]++
			}
		case *parse.If:
			addCounts(counts, mostOfBranches(s), 1)
		case *parse.Foreach:
			addCounts(counts, mostSets(s.Body), 2)
		case *parse.Define:
			addCounts(counts, mostSets(s.Body), 2)
		}
	}
	return counts
}

func mostOfBranches(s *parse.If) map[string]int {
	most := mostSets(s.Else)
	for _, branch := range s.Branches {
		for target, n := range mostSets(branch.Body) {
			most[target] = max(most[target], n)
		}
	}
	return most
}

func addCounts(to, from map[string]int, times int) {
	for target, n := range from {
		to[target] += n * times
	}
}
