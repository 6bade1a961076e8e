package parse

import (
	"fmt"
	"regexp"
	"strings"

	"lambdaless/internal/iam"
)

var (
	sidCharacters    = regexp.MustCompile(`^[0-9A-Za-z]*$`)
	vendorCharacters = regexp.MustCompile(`^[0-9A-Za-z.-]*$`)
)

func (p *parser) statement(n *node, path string) iam.Statement {
	var s iam.Statement
	if !p.object(n, path, "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition") {
		return s
	}
	if sid := n.member("Sid"); sid != nil {
		s.Sid, _ = p.string(sid, path+".Sid")
		if p.kind.identityBased() && !sidCharacters.MatchString(s.Sid) {
			p.complain(sid, path+".Sid", checkSids, saysSidCharacters, "%q has characters other than letters and digits", s.Sid)
		}
	}
	s.Effect = p.effect(n, path)
	s.Principals, s.NotPrincipals = p.principals(n, path)
	s.Actions, s.NotActions = p.pair(n, path, "Action", "NotAction")
	s.Resources, s.NotResources = p.pair(n, path, "Resource", "NotResource")
	p.actions(n, path)
	p.resources(n, path)
	if condition := n.member("Condition"); condition != nil {
		s.Conditions = p.conditions(condition, path+".Condition")
	}
	return s
}

func (p *parser) effect(n *node, path string) iam.Effect {
	effect := n.member("Effect")
	if effect == nil {
		says := saysSyntax
		if p.kind == trustDocument {
			says = saysNoEffect
		}
		p.complain(n, path+".Effect", checkSyntax, says, "missing; write %q or %q", iam.Allow, iam.Deny)
		return ""
	}
	text, ok := p.string(effect, path+".Effect")
	if !ok || text == string(iam.Allow) || text == string(iam.Deny) {
		return iam.Effect(text)
	}
	step, says := checkSyntax, saysSyntax
	if p.kind == trustDocument {
		says = "Invalid effect: " + text
	}
	// Recorded by moto's tests: a wrong case passes the syntax check and fails the next one.
	if strings.EqualFold(text, string(iam.Allow)) || strings.EqualFold(text, string(iam.Deny)) {
		step, says = checkLegacy, saysLegacy
	}
	p.complain(effect, path+".Effect", step, says, "%q is not an effect; write %q or %q", text, iam.Allow, iam.Deny)
	return ""
}

// pair reads an element and its Not form, of which only one may be there.
func (p *parser) pair(n *node, path, name, notName string) (values, notValues []string) {
	element, negated := n.member(name), n.member(notName)
	if element != nil && negated != nil {
		p.syntax(negated, join(path, notName), "%s and %s exclude each other; keep one", name, notName)
	}
	if element != nil {
		values = p.strings(element, join(path, name))
	}
	if negated != nil {
		notValues = p.strings(negated, join(path, notName))
	}
	return values, notValues
}

// elements calls f for each string of the element and of its Not form.
func elements(n *node, path string, f func(at *node, path string), names ...string) (found bool) {
	for _, name := range names {
		element := n.member(name)
		switch {
		case element == nil:
			continue
		case element.kind == stringNode:
			found = true
			f(element, join(path, name))
		case element.kind == listNode:
			for i, item := range element.items {
				found = true
				if item.kind == stringNode {
					f(item, fmt.Sprintf("%s[%d]", join(path, name), i))
				}
			}
		default:
			found = true // of the wrong type, which is already reported
		}
	}
	return found
}

func (p *parser) actions(n *node, path string) {
	if !elements(n, path, p.action, "Action", "NotAction") {
		says := saysActions
		if p.kind == trustDocument {
			says = saysNoAction
		}
		p.complain(n, path+".Action", checkActions, says, "missing or empty: a statement needs at least one action")
	}
}

func (p *parser) action(at *node, path string) {
	vendor, name, prefixed := strings.Cut(at.text, ":")
	switch {
	case p.kind == trustDocument && !strings.EqualFold(vendor, "sts"):
		p.complain(at, path, checkActionPrefix, saysTrustActions, "%q is not an sts action; a trust policy allows sts:AssumeRole", at.text)
	case at.text == "*":
	case !prefixed:
		p.complain(at, path, checkActionPrefix, saysVendor, "%q has no service prefix; write service:action, such as dynamodb:GetItem", at.text)
	case strings.Contains(name, ":"):
		p.complain(at, path, checkActionPrefix, saysColons, "%q has more than one colon; write service:action", at.text)
	case vendor != "*" && !vendorCharacters.MatchString(vendor):
		p.complain(at, path, checkActionPrefix, fmt.Sprintf("Vendor %s is not valid", vendor),
			"%q: a service prefix has letters, digits, '-' and '.' only", at.text)
	}
}
