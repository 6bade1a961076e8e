package parse

import (
	"fmt"
	"slices"
	"strings"

	"lambdaless/internal/iam"
)

// Identity parses a policy that is attached to an identity: a role's inline policy, or a
// permissions boundary. It must not name principals; every statement needs actions and resources.
// The error is an *Error that lists every problem.
func Identity(doc string) (*iam.Policy, error) { return parse(doc, identityDocument) }

// Managed parses a managed policy. It is Identity with the version that AWS demands of
// managed policies, 2012-10-17 (IAM-003).
func Managed(doc string) (*iam.Policy, error) { return parse(doc, managedDocument) }

// Trust parses a role's trust policy (AssumeRolePolicyDocument): principals and sts actions,
// no resources. The error is an *Error that lists every problem.
func Trust(doc string) (*iam.Policy, error) { return parse(doc, trustDocument) }

// Resource parses a resource's policy, such as a DynamoDB table's: principals, actions and
// resources. The error is an *Error that lists every problem.
func Resource(doc string) (*iam.Policy, error) { return parse(doc, resourceDocument) }

// documentKind is the use of a document. The grammar differs a little for each.
type documentKind int

const (
	identityDocument documentKind = iota
	managedDocument
	trustDocument
	resourceDocument
)

func (k documentKind) named() string {
	return [...]string{"an identity-based policy", "a managed policy", "a trust policy", "a resource-based policy"}[k]
}

// identityBased reports whether the policy belongs to an identity, which is then its principal.
func (k documentKind) identityBased() bool { return k == identityDocument || k == managedDocument }

type parser struct {
	kind       documentKind
	complaints []complaint
}

func parse(doc string, kind documentKind) (*iam.Policy, error) {
	p := &parser{kind: kind}
	root, offset, ok := decode(doc)
	if !ok {
		p.complain(&node{offset: offset}, "", checkSyntax, p.wordsForJSON(), "not a JSON document, or one nested too deeply")
		return nil, parseError(doc, p.complaints)
	}
	policy := p.document(root)
	if err := parseError(doc, p.complaints); err != nil {
		return nil, err
	}
	return policy, nil
}

// complain notes a problem at a node.
func (p *parser) complain(at *node, path string, step check, says, format string, args ...any) {
	p.complaints = append(p.complaints, complaint{
		Problem: Problem{Path: path, What: fmt.Sprintf(format, args...)},
		offset:  at.offset, check: step, says: says,
	})
}

// syntax notes a problem that AWS answers with "Syntax errors in policy."
func (p *parser) syntax(at *node, path, format string, args ...any) {
	p.complain(at, path, checkSyntax, saysSyntax, format, args...)
}

func (p *parser) wordsForJSON() string {
	if p.kind.identityBased() {
		return saysSyntax
	}
	return saysInvalidJSON
}

func (p *parser) document(root *node) *iam.Policy {
	if !p.object(root, "", "Version", "Id", "Statement") {
		return nil
	}
	policy := &iam.Policy{}
	p.version(root, policy)
	if id := root.member("Id"); id != nil {
		policy.ID, _ = p.string(id, "Id")
	}
	statements := root.member("Statement")
	switch {
	case statements == nil:
		p.complain(root, "Statement", checkSyntax, p.wordsForStatements(), "missing: a policy needs at least one statement")
	case statements.kind == objectNode:
		policy.Statements = append(policy.Statements, p.statement(statements, "Statement"))
	case statements.kind != listNode:
		p.syntax(statements, "Statement", "%s; write a list of statements", statements.kind)
	case len(statements.items) == 0:
		p.complain(statements, "Statement", checkSyntax, p.wordsForStatements(), "empty: a policy needs at least one statement")
	default:
		for i, s := range statements.items {
			policy.Statements = append(policy.Statements, p.statement(s, fmt.Sprintf("Statement[%d]", i)))
		}
		p.uniqueSids(statements)
	}
	return policy
}

func (p *parser) wordsForStatements() string {
	if p.kind == trustDocument {
		return saysTrustStatements
	}
	return saysSyntax
}

func (p *parser) version(root *node, policy *iam.Policy) {
	n := root.member("Version")
	if n != nil {
		text, ok := p.string(n, "Version")
		if ok && text != iam.Version2008 && text != iam.Version2012 {
			says := saysSyntax
			if p.kind == trustDocument {
				says = saysTrustVersion
			}
			p.complain(n, "Version", checkSyntax, says, "%q is not a version of the policy language; write %q", text, iam.Version2012)
		}
		policy.Version = text
	}
	if p.kind == managedDocument && policy.Version != iam.Version2012 {
		at := root
		if n != nil {
			at = n
		}
		p.complain(at, "Version", checkVersion, saysVersion, "a managed policy needs \"Version\": %q", iam.Version2012)
	}
}

// uniqueSids checks what only the whole list can show.
func (p *parser) uniqueSids(statements *node) {
	seen := map[string]int{}
	for i, s := range statements.items {
		sid := s.member("Sid")
		if sid == nil || sid.kind != stringNode || sid.text == "" {
			continue
		}
		if first, dup := seen[sid.text]; dup {
			says := saysSids
			if p.kind == trustDocument {
				says = saysTrustSids
			}
			p.complain(sid, fmt.Sprintf("Statement[%d].Sid", i), checkSids, says, "%q is already the Sid of Statement[%d]", sid.text, first)
			continue
		}
		seen[sid.text] = i
	}
}

// object checks that n is an object with no other members than those allowed and none twice.
func (p *parser) object(n *node, path string, allowed ...string) bool {
	if n.kind != objectNode {
		p.syntax(n, path, "%s; write an object", n.kind)
		return false
	}
	seen := map[string]bool{}
	for _, name := range n.names {
		if seen[name.text] {
			p.syntax(name, join(path, name.text), "written twice; JSON keeps only one of them, so remove one")
		}
		seen[name.text] = true
		if allowed != nil && !slices.Contains(allowed, name.text) {
			p.syntax(name, join(path, name.text), "not an element of %s; expected %s", p.kind.named(), strings.Join(allowed, ", "))
		}
	}
	return true
}

// string reads a string.
func (p *parser) string(n *node, path string) (string, bool) {
	if n.kind != stringNode {
		p.syntax(n, path, "%s; write a string", n.kind)
		return "", false
	}
	return n.text, true
}

// strings reads a string or a list of strings.
func (p *parser) strings(n *node, path string) []string {
	if n.kind != listNode {
		if text, ok := p.string(n, path); ok {
			return []string{text}
		}
		return nil
	}
	values := make([]string, 0, len(n.items))
	for i, item := range n.items {
		if text, ok := p.string(item, fmt.Sprintf("%s[%d]", path, i)); ok {
			values = append(values, text)
		}
	}
	return values
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
