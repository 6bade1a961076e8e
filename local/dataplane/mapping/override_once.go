package mapping

import (
	"fmt"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// An override may be applied to a parameter only once: a template that sets one twice answers 500
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html,
// GW-053).

// overrideSets finds the #sets of a template that set an override, and which one each sets.
func overrideSets(tree *parse.Block) map[*parse.Set]string {
	var sets map[*parse.Set]string
	parse.Walk(tree, func(n parse.Node) bool {
		if set, ok := n.(*parse.Set); ok {
			if target := overrideTarget(set); target != "" {
				if sets == nil {
					sets = map[*parse.Set]string{}
				}
				sets[set] = target
			}
		}
		return true
	})
	return sets
}

// onlyOnce refuses the second #set of an override in one rendering.
func onlyOnce(sets map[*parse.Set]string) func(*parse.Set) error {
	if len(sets) == 0 {
		return nil
	}
	done := make(map[string]bool, len(sets))
	return func(set *parse.Set) error {
		target := sets[set]
		if target == "" {
			return nil
		}
		if done[target] {
			return fmt.Errorf("$context.%s is set more than once, and an override may be applied only once", target)
		}
		done[target] = true
		return nil
	}
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
		if name == "" {
			return ""
		}
		names = append(names, name)
	}
	if names[0] != "requestOverride" && names[0] != "responseOverride" {
		return ""
	}
	return strings.Join(names, ".")
}
