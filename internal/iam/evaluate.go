package iam

import "strings"

// Evaluate decides a request as IAM does: an explicit deny anywhere wins, then something must
// allow; a permissions boundary must allow too; a resource policy that names the role, its session
// or every principal allows by itself.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
func (p Permissions) Evaluate(r Request) Decision {
	e := evaluation{
		action:   strings.ToLower(r.Action),
		resource: r.Resource,
		keys:     newKeys(r.Context, true),
		subject:  newSubject(r.Principal, p.Principal),
	}
	boundary := p.boundary()
	for _, layer := range []struct {
		kind     PolicyKind
		policies []Named
	}{{IdentityPolicy, p.Identity}, {BoundaryPolicy, boundary}, {ResourcePolicy, p.Resource}} {
		if d, found := e.find(layer.kind, layer.policies, Deny, accountMeant); found {
			return d
		}
	}
	if d, found := e.find(ResourcePolicy, p.Resource, Allow, sessionMeant); found {
		return d
	}
	if p.Boundary != nil {
		if _, found := e.find(BoundaryPolicy, boundary, Allow, accountMeant); !found {
			return Decision{Kind: BoundaryPolicy}
		}
	}
	if d, found := e.find(IdentityPolicy, p.Identity, Allow, accountMeant); found {
		return d
	}
	if d, found := e.find(ResourcePolicy, p.Resource, Allow, roleMeant); found {
		return d
	}
	return Decision{Kind: IdentityPolicy}
}

func (p Permissions) boundary() []Named {
	if p.Boundary == nil {
		return nil
	}
	return []Named{*p.Boundary}
}

// MayAssume decides whether a service may assume a role with that trust policy. Context holds the
// condition keys that the service sends; API Gateway sends neither aws:SourceArn nor
// aws:SourceAccount for integration credentials (IAM-012), so nil is right for it.
func MayAssume(trust *Policy, servicePrincipal string, context map[string][]string) Decision {
	e := evaluation{
		action:  strings.ToLower(assumeRole),
		keys:    newKeys(context, true),
		subject: subject{service: servicePrincipal},
	}
	policies := []Named{{Name: "AssumeRolePolicyDocument", Policy: trust}}
	if d, found := e.find(TrustPolicy, policies, Deny, accountMeant); found {
		return d
	}
	if d, found := e.find(TrustPolicy, policies, Allow, accountMeant); found {
		return d
	}
	return Decision{Kind: TrustPolicy}
}

const assumeRole = "sts:AssumeRole"

// evaluation is one request on its way through the policies.
type evaluation struct {
	action   string // lower case
	resource string
	keys     keys
	subject  subject
}

// find returns the decision of the first statement with that effect that matches. Principals
// count in resource and trust policies; weakest is the least grade that will do there.
func (e *evaluation) find(kind PolicyKind, policies []Named, effect Effect, weakest grade) (Decision, bool) {
	for _, named := range policies {
		if named.Policy == nil {
			continue
		}
		for i := range named.Policy.Statements {
			s := &named.Policy.Statements[i]
			if s.Effect != effect || (kind == ResourcePolicy || kind == TrustPolicy) && s.meant(e.subject) < weakest {
				continue
			}
			if e.matches(s, kind, named.Policy.variables()) {
				return Decision{
					Allowed: effect == Allow, Explicit: effect == Deny,
					Kind: kind, Policy: named.Name, Statement: s.String(),
				}, true
			}
		}
	}
	return Decision{}, false
}

func (e *evaluation) matches(s *Statement, kind PolicyKind, variables bool) bool {
	return e.actionMatches(s) &&
		(kind == TrustPolicy || e.resourceMatches(s, variables)) &&
		s.conditionsHold(e.keys, variables) == yes
}

func (e *evaluation) actionMatches(s *Statement) bool {
	if len(s.NotActions) > 0 {
		return !anyAction(s.NotActions, e.action)
	}
	return anyAction(s.Actions, e.action)
}

func anyAction(patterns []string, action string) bool {
	for _, text := range patterns {
		if text == "*" || strings.EqualFold(text, action) || strings.ContainsAny(text, "*?") && actionPattern(text).matches(action) {
			return true
		}
	}
	return false
}

// resourceMatches reads ARNs segment by segment. A NotResource whose variable cannot be resolved
// makes the statement match nothing, as a Resource would (IAM-007).
func (e *evaluation) resourceMatches(s *Statement, variables bool) bool {
	negated := len(s.NotResources) > 0
	patterns := s.Resources
	if negated {
		patterns = s.NotResources
	}
	for _, text := range patterns {
		if text == "*" || text == e.resource && !strings.Contains(text, "${") {
			return !negated
		}
		compiled, resolved := compileResource(text, variables, e.keys, bySegment)
		if resolved == no {
			if negated {
				return false
			}
			continue
		}
		if compiled.matches(e.resource) {
			return !negated
		}
	}
	return negated
}
