package dataplane

import "lambdaless/internal/vtl/parse"

// contextUse are the members of $context that a method's templates mention, so that the others need
// not be made for every request. Nil stands for all of them: a template that prints $context, or
// goes through it by keys, sees it whole.
type contextUse map[string]bool

func (u contextUse) has(name string) bool { return u == nil || u[name] }

func (u contextUse) size() int {
	if u == nil {
		return len(contextMembers) + 2
	}
	return len(u) + 2 // the overrides are always there
}

func contextUseOf(integration *compiledIntegration) contextUse {
	use := contextUse{}
	if integration == nil {
		return use
	}
	whole := false
	for _, template := range integration.allTemplates() {
		if template.problem != nil {
			continue
		}
		parse.Walk(template.template.Root, func(n parse.Node) bool {
			if reference, ok := n.(*parse.Reference); ok && reference.Name == "context" {
				if member := firstMember(reference); member != "" {
					use[member] = true
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

func firstMember(reference *parse.Reference) string {
	if len(reference.Steps) == 0 {
		return ""
	}
	return reference.Steps[0].Property
}

func (c *compiledIntegration) allTemplates() []*mappingTemplate {
	var all []*mappingTemplate
	for _, template := range c.templates {
		all = append(all, template)
	}
	for _, response := range c.responses {
		for _, template := range response.templates {
			all = append(all, template)
		}
	}
	return all
}
