package mapping

import (
	"lambdaless/internal/vtl/parse"
)

// ContextUse are the members of $context that a method's templates mention, so that the others need not be
// made for every request. Nil stands for all of them: a template that prints $context, or goes through it
// by keys, sees it whole.
type ContextUse map[string]bool

func (u ContextUse) has(name string) bool { return u == nil || u[name] }

func (u ContextUse) size() int {
	if u == nil {
		return len(contextMembers) + 2
	}
	return len(u) + 2 // the overrides are always there
}

// ContextUseOf finds out what templates use of $context.
func ContextUseOf(templates []*Template) ContextUse {
	use := ContextUse{}
	whole := false
	for _, t := range templates {
		if t.problem != nil {
			continue
		}
		parse.Walk(t.template.Root, func(n parse.Node) bool {
			if reference, ok := n.(*parse.Reference); ok && reference.Name == "context" {
				if len(reference.Steps) > 0 && reference.Steps[0].Property != "" {
					use[reference.Steps[0].Property] = true
				} else {
					whole = true
				}
			}
			return true
		})
	}
	if whole {
		return nil
	}
	return use
}
