package iam

import (
	"bytes"
	"encoding/json"
)

// String prints the policy as one line of JSON. Parsing it again gives an equal policy.
func (p *Policy) String() string { return string(p.append(nil)) }

// String prints the statement as one line of JSON.
func (s Statement) String() string { return string(s.append(make([]byte, 0, 256))) }

// MarshalJSON writes the document with AWS's element names in AWS's order; a list of one is
// written as a string.
func (p *Policy) MarshalJSON() ([]byte, error) { return p.append(nil), nil }

// MarshalJSON writes the statement as it stands in a document.
func (s Statement) MarshalJSON() ([]byte, error) { return s.append(nil), nil }

// writer appends a JSON object's members. Requests are decided with a statement's text, thousands
// a second, so that reflection is avoided.
type writer struct {
	b     []byte
	empty bool
}

func openObject(b []byte) writer { return writer{append(b, '{'), true} }

func (w *writer) close() []byte { return append(w.b, '}') }

func (w *writer) name(name string) {
	if !w.empty {
		w.b = append(w.b, ',')
	}
	w.empty = false
	w.b = append(appendString(w.b, name), ':')
}

func (w *writer) text(name, value string) {
	w.name(name)
	w.b = appendString(w.b, value)
}

// texts writes a list, or its only value.
func (w *writer) texts(name string, values []string) {
	w.name(name)
	if len(values) == 1 {
		w.b = appendString(w.b, values[0])
		return
	}
	w.b = append(w.b, '[')
	for i, v := range values {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = appendString(w.b, v)
	}
	w.b = append(w.b, ']')
}

func (p *Policy) append(b []byte) []byte {
	w := openObject(b)
	if p.Version != "" {
		w.text("Version", p.Version)
	}
	if p.ID != "" {
		w.text("Id", p.ID)
	}
	w.name("Statement")
	w.b = append(w.b, '[')
	for i, s := range p.Statements {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = s.append(w.b)
	}
	w.b = append(w.b, ']')
	return w.close()
}

func (s *Statement) append(b []byte) []byte {
	w := openObject(b)
	if s.Sid != "" {
		w.text("Sid", s.Sid)
	}
	w.text("Effect", string(s.Effect))
	w.principals("Principal", s.Principals)
	w.principals("NotPrincipal", s.NotPrincipals)
	for _, list := range [...]struct {
		name   string
		values []string
	}{
		{"Action", s.Actions}, {"NotAction", s.NotActions},
		{"Resource", s.Resources}, {"NotResource", s.NotResources},
	} {
		if len(list.values) > 0 {
			w.texts(list.name, list.values)
		}
	}
	if len(s.Conditions) > 0 {
		w.name("Condition")
		w.b = appendConditions(w.b, s.Conditions)
	}
	return w.close()
}

// appendConditions groups conditions by operator, in the order in which each first appears.
func appendConditions(b []byte, conditions []Condition) []byte {
	block := openObject(b)
	for i, c := range conditions {
		if firstWith(conditions, c.Operator) < i {
			continue // written with the first of its operator
		}
		block.name(c.Operator)
		inner := openObject(block.b)
		for _, same := range conditions[i:] {
			if same.Operator == c.Operator {
				inner.texts(same.Key, same.Values)
			}
		}
		block.b = inner.close()
	}
	return block.close()
}

func firstWith(conditions []Condition, operator string) int {
	for i, c := range conditions {
		if c.Operator == operator {
			return i
		}
	}
	return -1
}

// principals writes "*" for every principal and a map by type otherwise.
func (w *writer) principals(name string, principals []Principal) {
	if len(principals) == 0 {
		return
	}
	var order []PrincipalType
	values := map[PrincipalType][]string{}
	for _, p := range principals {
		if p.Type == PrincipalAny {
			w.text(name, "*")
			return
		}
		if _, seen := values[p.Type]; !seen {
			order = append(order, p.Type)
		}
		values[p.Type] = append(values[p.Type], p.Value)
	}
	w.name(name)
	block := openObject(w.b)
	for _, t := range order {
		block.texts(string(t), values[t])
	}
	w.b = block.close()
}

// appendString writes a JSON string, without HTML escapes: "<" and "&" are ordinary in policies.
func appendString(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return appendEscaped(b, text)
		}
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

func appendEscaped(b []byte, text string) []byte {
	var buffer bytes.Buffer
	e := json.NewEncoder(&buffer)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		return append(b, `""`...) // cannot happen: strings always encode
	}
	return append(b, bytes.TrimRight(buffer.Bytes(), "\n")...)
}

// pretty indents a compact document by four spaces.
func pretty(text string) string {
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text), "", "    "); err != nil {
		return text // cannot happen: the text is this file's
	}
	return b.String()
}
