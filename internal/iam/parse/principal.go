package parse

import (
	"fmt"
	"regexp"
	"strings"

	"lambdaless/internal/iam"
)

var principalTypes = []string{
	string(iam.PrincipalAWS), string(iam.PrincipalService), string(iam.PrincipalFederated), string(iam.PrincipalCanonicalUser),
}

// awsPrincipal accepts an account id, an ARN of IAM or STS, and the unique id that IAM writes in
// place of a deleted role's or user's ARN.
var awsPrincipal = regexp.MustCompile(`^([0-9]{12}|arn:aws(-[a-z]+)*:(iam|sts)::[0-9]{12}:.+|A[A-Z0-9]{15,127})$`)

func (p *parser) principals(n *node, path string) (principals, notPrincipals []iam.Principal) {
	element, negated := n.member("Principal"), n.member("NotPrincipal")
	if p.kind.identityBased() {
		for _, at := range []*node{element, negated} {
			if at != nil {
				p.complain(at, path, checkSyntax, saysPrincipal, "%s names no principal: its principal is the identity that it is attached to", p.kind.named())
			}
		}
		return nil, nil
	}
	if element != nil && negated != nil {
		p.syntax(negated, path+".NotPrincipal", "Principal and NotPrincipal exclude each other; keep one")
	}
	if element == nil && negated == nil {
		p.complain(n, path+".Principal", checkSyntax, saysNoPrincipal, "missing; %s says who is meant", p.kind.named())
	}
	if negated != nil {
		p.notPrincipal(n, negated, path)
		notPrincipals = p.principal(negated, path+".NotPrincipal")
	}
	if element != nil {
		principals = p.principal(element, path+".Principal")
	}
	return principals, notPrincipals
}

// notPrincipal refuses what AWS refuses: NotPrincipal in trust policies, and together with Allow.
func (p *parser) notPrincipal(statement, negated *node, path string) {
	effect := statement.member("Effect")
	switch {
	case effect != nil && effect.text == string(iam.Allow):
		p.complain(negated, path+".NotPrincipal", checkSyntax, saysAllowNotPrincipal, "an Allow for all other principals is not supported; name the principals")
	case p.kind == trustDocument:
		p.complain(negated, path+".NotPrincipal", checkSyntax, saysTrustNotPrincipal, "a trust policy names principals with Principal")
	}
}

func (p *parser) principal(n *node, path string) []iam.Principal {
	if n.kind == stringNode {
		switch {
		case n.text != "*":
			p.syntax(n, path, "%q; write \"*\" or an object such as {\"Service\": \"apigateway.amazonaws.com\"}", n.text)
		case p.kind == trustDocument:
			// Recorded by the AWS CDK's tests: CreateRole refuses the short form.
			p.complain(n, path, checkSyntax, saysStarPrincipal, "a trust policy writes every principal as {\"AWS\": \"*\"}")
		}
		return []iam.Principal{{Type: iam.PrincipalAny, Value: "*"}}
	}
	if !p.object(n, path, principalTypes...) {
		return nil
	}
	var principals []iam.Principal
	for i, name := range n.names {
		at := join(path, name.text)
		values := p.strings(n.items[i], at)
		for _, value := range values {
			principal := iam.Principal{Type: iam.PrincipalType(name.text), Value: value}
			p.principalValue(n.items[i], at, principal)
			principals = append(principals, principal)
		}
	}
	if len(principals) == 0 {
		p.complain(n, path, checkSyntax, saysEmptyPrincipal, "empty; name at least one principal")
	}
	return principals
}

// principalValue checks one value. Wildcards cannot be part of a name:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
func (p *parser) principalValue(at *node, path string, principal iam.Principal) {
	says := fmt.Sprintf("Invalid principal in policy: %q:%q", string(principal.Type), principal.Value)
	switch {
	case principal.Value == "":
		p.complain(at, path, checkLegacy, says, "empty; name a principal")
	case principal.Value == "*":
		if principal.Type != iam.PrincipalAWS && principal.Type != iam.PrincipalService {
			p.complain(at, path, checkLegacy, says, "\"*\" cannot be a %s principal", principal.Type)
		}
	case strings.ContainsAny(principal.Value, "*?"):
		p.complain(at, path, checkLegacy, says, "%q: a wildcard cannot stand for part of a principal; name each, or write \"*\"", principal.Value)
	case principal.Type == iam.PrincipalAWS && !awsPrincipal.MatchString(principal.Value):
		p.complain(at, path, checkLegacy, says, "%q is neither an account id nor the ARN of a user, role or session", principal.Value)
	}
}
