package iam

import (
	"bytes"
	"encoding/json"
	"strings"
)

// String prints the policy as one line of JSON. Parsing it again gives an equal policy.
func (p *Policy) String() string { return compact(p) }

// String prints the statement as one line of JSON.
func (s Statement) String() string { return compact(s) }

// MarshalJSON writes the document with AWS's element names in AWS's order; a list of one is
// written as a string.
func (p *Policy) MarshalJSON() ([]byte, error) {
	var o object
	if p.Version != "" {
		o.add("Version", p.Version)
	}
	if p.ID != "" {
		o.add("Id", p.ID)
	}
	statements := p.Statements
	if statements == nil {
		statements = []Statement{}
	}
	o.add("Statement", statements)
	return o.bytes()
}

// MarshalJSON writes the statement as it stands in a document.
func (s Statement) MarshalJSON() ([]byte, error) {
	var o object
	if s.Sid != "" {
		o.add("Sid", s.Sid)
	}
	o.add("Effect", s.Effect)
	o.addPrincipals("Principal", s.Principals)
	o.addPrincipals("NotPrincipal", s.NotPrincipals)
	for _, list := range []struct {
		name   string
		values []string
	}{
		{"Action", s.Actions}, {"NotAction", s.NotActions},
		{"Resource", s.Resources}, {"NotResource", s.NotResources},
	} {
		if len(list.values) > 0 {
			o.add(list.name, oneOrMany(list.values))
		}
	}
	if len(s.Conditions) > 0 {
		o.add("Condition", conditionBlock(s.Conditions))
	}
	return o.bytes()
}

// conditionBlock groups conditions by operator, keeping the order in which each first appears.
func conditionBlock(conditions []Condition) *object {
	var block object
	for _, c := range conditions {
		inner, ok := block.get(c.Operator).(*object)
		if !ok {
			inner = &object{}
			block.add(c.Operator, inner)
		}
		inner.add(c.Key, oneOrMany(c.Values))
	}
	return &block
}

// addPrincipals writes "*" for everybody and a map by type otherwise.
func (o *object) addPrincipals(name string, principals []Principal) {
	if len(principals) == 0 {
		return
	}
	var order []PrincipalType
	values := map[PrincipalType][]string{}
	for _, p := range principals {
		if p.Type == PrincipalAny {
			o.add(name, "*")
			return
		}
		if _, seen := values[p.Type]; !seen {
			order = append(order, p.Type)
		}
		values[p.Type] = append(values[p.Type], p.Value)
	}
	var block object
	for _, t := range order {
		block.add(string(t), oneOrMany(values[t]))
	}
	o.add(name, &block)
}

func oneOrMany(values []string) any {
	if len(values) == 1 {
		return values[0]
	}
	if values == nil {
		return []string{}
	}
	return values
}

// object is a JSON object that keeps the order of its members.
type object struct {
	names  []string
	values []any
}

func (o *object) add(name string, value any) {
	o.names = append(o.names, name)
	o.values = append(o.values, value)
}

func (o *object) get(name string) any {
	for i, n := range o.names {
		if n == name {
			return o.values[i]
		}
	}
	return nil
}

// MarshalJSON writes the members in the order in which they were added.
func (o *object) MarshalJSON() ([]byte, error) { return o.bytes() }

func (o *object) bytes() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, name := range o.names {
		if i > 0 {
			b.WriteByte(',')
		}
		for _, part := range []any{name, o.values[i]} {
			text, err := marshal(part)
			if err != nil {
				return nil, err
			}
			b.Write(text)
			b.WriteByte(':')
		}
		b.Truncate(b.Len() - 1)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// marshal is json.Marshal without HTML escapes: "<" and "&" are ordinary in policies.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

func compact(v any) string {
	text, err := marshal(v)
	if err != nil {
		return err.Error() // cannot happen: the types above hold only strings
	}
	return string(text)
}

// pretty indents a compact document by four spaces.
func pretty(text string) string {
	var b strings.Builder
	var buf bytes.Buffer
	if err := json.Indent(&buf, []byte(text), "", "    "); err != nil {
		return text
	}
	b.Write(buf.Bytes())
	return b.String()
}
