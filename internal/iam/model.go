package iam

import "strings"

// model is a role's permissions, prepared for comparison under one reading of "*" and one attitude
// to what a proof does not know. An optimistic model grants whatever the role may be able to do:
// allows count although their conditions may fail, denies only when they surely apply. A
// pessimistic model grants what the role can surely do.
type model struct {
	reading    reading
	optimistic bool
	keys       keys
	actions    table
	resources  table

	denies    []clause
	grants    []clause // allows of identity and resource policies
	boundary  []clause // allows of the boundary
	bounded   bool
	required  []clause
	inSegment bool // a wildcard stands in one of an ARN's first segments, so that the reading matters
}

// clause is a statement over the model's tables.
type clause struct {
	policy       string
	kind         PolicyKind
	statement    *Statement
	actions      []int
	resources    []int
	notActions   bool
	notResources bool
	// unbounded says that a permissions boundary does not limit it.
	unbounded bool
	// conditional says that it may not apply to every request.
	conditional bool
}

func (p Permissions) model(r reading, optimistic bool, required []Capability) *model {
	m := &model{reading: r, optimistic: optimistic, keys: newKeys(p.Known, false), bounded: p.Boundary != nil}
	for _, named := range p.Identity {
		m.add(named, IdentityPolicy, subject{})
	}
	for _, named := range p.boundary() {
		m.add(named, BoundaryPolicy, subject{})
	}
	role := newSubject("", p.Principal)
	for _, named := range p.Resource {
		m.add(named, ResourcePolicy, role)
	}
	for _, c := range required {
		m.required = append(m.required, clause{
			actions:   []int{m.action(c.Action)},
			resources: []int{m.resource(c.Resource, resourcePattern(literals(c.Resource), r), "")},
		})
	}
	return m
}

func (m *model) action(text string) int {
	return m.actions.add(strings.ToLower(text), func() pattern { return actionPattern(text) })
}

func (m *model) resource(text string, compiled pattern, variant string) int {
	for _, e := range compiled {
		if e == starInSegment || e == anyInSegment {
			m.inSegment = true
		}
	}
	return m.resources.add(variant+text, func() pattern { return compiled })
}

func (m *model) add(named Named, kind PolicyKind, role subject) {
	if named.Policy == nil {
		return
	}
	for i := range named.Policy.Statements {
		s := &named.Policy.Statements[i]
		c := clause{policy: named.Name, kind: kind, statement: s}
		// over: the statement must not be taken for smaller than it may be.
		over := (s.Effect == Allow) == m.optimistic
		if kind == ResourcePolicy {
			role.anySession = over
			meant := s.meant(role)
			if meant == notMeant || s.Effect == Allow && meant == accountMeant {
				continue
			}
			c.unbounded = meant == sessionMeant
		}
		holds := s.conditionsHold(m.keys, named.Policy.variables())
		if holds == no || holds == maybe && !over {
			continue
		}
		c.conditional = holds == maybe
		if !m.fill(&c, named.Policy.variables(), over) {
			continue
		}
		switch {
		case s.Effect == Deny:
			m.denies = append(m.denies, c)
		case kind == BoundaryPolicy:
			m.boundary = append(m.boundary, c)
		default:
			m.grants = append(m.grants, c)
		}
	}
}

// fill adds the statement's actions and resources. It is false for a statement that matches nothing.
func (m *model) fill(c *clause, variables, over bool) bool {
	s := c.statement
	texts := s.Actions
	if c.notActions = len(s.NotActions) > 0; c.notActions {
		texts = s.NotActions
	}
	for _, text := range texts {
		c.actions = append(c.actions, m.action(text))
	}
	texts = s.Resources
	if c.notResources = len(s.NotResources) > 0; c.notResources {
		texts = s.NotResources
	}
	for _, text := range texts {
		compiled, resolved := compileResource(text, variables, m.keys, m.reading)
		switch {
		case resolved == yes:
			c.resources = append(c.resources, m.resource(text, compiled, ""))
		case c.notResources && (resolved == no || !over):
			return false
		case resolved == no, c.notResources, !over:
			continue // matches nothing, or in a NotResource: may except nothing
		default:
			c.conditional = true
			c.resources = append(c.resources, m.resource(text, compiled, "\x00"))
		}
	}
	return true
}

// matches reports whether a clause is about requests of that signature.
func (c *clause) matches(action, resource signature) bool {
	return anySet(action, c.actions) != c.notActions && anySet(resource, c.resources) != c.notResources
}

func anySet(s signature, numbers []int) bool {
	for _, n := range numbers {
		if s.has(n) {
			return true
		}
	}
	return false
}

// first returns the first clause that matches, or nil.
func first(clauses []clause, action, resource signature) *clause {
	for i := range clauses {
		if clauses[i].matches(action, resource) {
			return &clauses[i]
		}
	}
	return nil
}

// granted reports whether the role may do it, by any clause.
func (m *model) granted(action, resource signature) bool {
	if first(m.denies, action, resource) != nil {
		return false
	}
	within := !m.bounded || first(m.boundary, action, resource) != nil
	for i := range m.grants {
		if c := &m.grants[i]; (within || c.unbounded) && c.matches(action, resource) {
			return true
		}
	}
	return false
}

// grantedBy reports whether this clause lets the role do it.
func (m *model) grantedBy(c *clause, action, resource signature) bool {
	return c.matches(action, resource) && first(m.denies, action, resource) == nil &&
		(c.unbounded || !m.bounded || first(m.boundary, action, resource) != nil)
}

func (m *model) isRequired(action, resource signature) bool {
	return first(m.required, action, resource) != nil
}
