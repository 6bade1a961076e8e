package iam

import (
	"slices"
	"strings"
)

// Minimal is the smallest policy document that grants exactly the required capabilities, as
// indented JSON that is the same for the same set. Capabilities that others include are left out.
// Statements join actions that share their resources, or resources that share their actions,
// whichever makes the shorter document. It is empty for no capabilities: such a role needs no policy.
func Minimal(required []Capability) string {
	needed := irredundant(required)
	if len(needed) == 0 {
		return ""
	}
	byResource := document(needed, false)
	byAction := document(needed, true)
	if len(byAction.String()) < len(byResource.String()) {
		byResource = byAction
	}
	return pretty(byResource.String())
}

// irredundant sorts capabilities, spells known actions as AWS does and drops those that another
// includes.
func irredundant(required []Capability) []Capability {
	var all []Capability
	for _, c := range required {
		if name, known := canonicalAction(strings.ToLower(c.Action)); known {
			c.Action = name
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Capability) int {
		return strings.Compare(a.Action+"\x00"+a.Resource, b.Action+"\x00"+b.Resource)
	})
	all = slices.Compact(all)
	kept := slices.Clone(all)
	for _, c := range all {
		rest := slices.DeleteFunc(slices.Clone(kept), func(o Capability) bool { return o == c })
		if slices.ContainsFunc(rest, func(o Capability) bool { return o.includes(c) }) {
			kept = rest
		}
	}
	return kept
}

// includes reports whether a capability surely grants another.
func (c Capability) includes(other Capability) bool {
	actions, _, decided := Includes(ActionPattern, c.Action, other.Action)
	if !actions || !decided {
		return false
	}
	resources, _, decided := Includes(ResourcePattern, c.Resource, other.Resource)
	return resources && decided
}

// document groups capabilities into statements: for each resource its actions (or the other way
// round), then all with the same list together.
func document(needed []Capability, byAction bool) *Policy {
	lists := map[string][]string{}
	for _, c := range needed {
		key, value := c.Resource, c.Action
		if byAction {
			key, value = c.Action, c.Resource
		}
		lists[key] = append(lists[key], value)
	}
	groups := map[string][]string{}
	for key, values := range lists {
		slices.Sort(values)
		joined := strings.Join(values, "\x00")
		groups[joined] = append(groups[joined], key)
	}
	policy := &Policy{Version: Version2012}
	for joined, group := range groups {
		slices.Sort(group)
		s := Statement{Effect: Allow, Actions: strings.Split(joined, "\x00"), Resources: group}
		if byAction {
			s.Actions, s.Resources = s.Resources, s.Actions
		}
		policy.Statements = append(policy.Statements, s)
	}
	slices.SortFunc(policy.Statements, func(a, b Statement) int { return strings.Compare(a.String(), b.String()) })
	return policy
}
