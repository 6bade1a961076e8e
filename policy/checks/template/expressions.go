package template

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lambdaless/internal/dynamodb/expression"
	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
)

// placeholderName is what ExpressionAttributeNames and ExpressionAttributeValues may define.
var placeholderName = regexp.MustCompile(`^[#:][A-Za-z0-9_]+$`)

// expressions judges a request's expressions, and the names and values that it defines for them.
func (c *acceptance) expressions(part facts.Part, known requestMembers) {
	body := part.Body
	j := expressionJudge{c: c, part: part, scope: scopeOf(body), used: map[string]bool{}, whole: true}
	for _, name := range known.expressions {
		all := body.All(name)
		for _, v := range all {
			if isNull(v) {
				continue
			}
			j.any = true
			if text, literal := facts.LiteralText(v); literal && len(all) > 1 && strings.TrimSpace(text) == "" {
				j.whole = false // a request without anything to change is meant to be refused
				continue
			}
			j.judge(name, v)
		}
	}
	holders := []string{"ExpressionAttributeNames"}
	if known.takesValues() {
		holders = append(holders, "ExpressionAttributeValues")
	}
	for _, holder := range holders {
		if m := body.Member(holder); m != nil && present(body, holder) {
			j.definitions(holder, m)
		}
	}
}

// expressionJudge judges the expressions of one request.
type expressionJudge struct {
	c     *acceptance
	part  facts.Part
	scope expression.Scope
	used  map[string]bool // placeholders
	any   bool            // there is an expression
	whole bool            // every expression is one of a few literals that parse
}

func (j *expressionJudge) judge(name string, v *flow.Value) {
	text, literal := facts.LiteralText(v)
	switch {
	case v.Kind == flow.Scalar || v.Kind == flow.Object || v.Kind == flow.Array:
		j.c.fails(v.Line, name+" "+facts.Describe(v), "%s takes a text, not %s", name, facts.Describe(v))
		fallthrough
	case !literal:
		j.whole = false
		return
	}
	paths, faults, err := j.read(name, text)
	if err != nil {
		j.whole = false
		j.c.fails(v.Line, fmt.Sprintf("%s %q", name, text), "%s does not parse: %s", name, err)
		return
	}
	for _, fault := range faults {
		j.c.fails(v.Line, fmt.Sprintf("%s %q", name, text), "%s: %s", name, fault)
	}
	for _, path := range paths {
		for _, step := range path {
			j.uses(name, text, v.Line, step.Name)
		}
	}
}

// read parses an expression and says what is wrong with it. The paths are all of its paths.
func (j *expressionJudge) read(name, text string) (paths []expression.Path, faults []string, err error) {
	visit := func(o expression.Operand) {
		switch o := o.(type) {
		case expression.Path:
			paths = append(paths, o)
		case expression.Value:
			paths = append(paths, expression.Path{{Name: string(o)}}) // for uses
		case expression.Function:
		}
	}
	switch name {
	case "UpdateExpression":
		var actions []expression.Action
		actions, faults, err = expression.ParseUpdate(text)
		for _, a := range actions {
			paths = append(paths, a.Path)
			if a.Value != nil {
				expression.WalkOperand(a.Value, visit)
			}
		}
		if err == nil {
			faults = slices.Concat(faults, j.scope.Update(actions), j.updatesKey(actions), j.nested(paths))
		}
	case "ProjectionExpression":
		paths, faults, err = expression.ParseProjection(text)
		if err == nil {
			faults = slices.Concat(faults, j.scope.Projection(paths), j.nested(paths))
		}
	default:
		var condition expression.Condition
		condition, faults, err = expression.ParseCondition(text)
		if err != nil {
			break
		}
		expression.Walk(condition, visit)
		faults = append(faults, j.scope.Condition(condition)...)
		key, known := j.c.keyOf(j.part)
		switch {
		case name == "KeyConditionExpression" && known:
			faults = append(faults, j.scope.KeyCondition(condition, key)...)
		case name == "FilterExpression" && known && present(j.part.Body, "KeyConditionExpression"):
			for _, head := range j.scope.Heads(expression.Paths(condition)) {
				if head == key.Partition || head == key.Sort {
					faults = append(faults, fmt.Sprintf("a Query's filter cannot name %q, an attribute of the key", head))
				}
			}
			faults = append(faults, j.nested(expression.Paths(condition))...)
		}
	}
	return paths, faults, err
}

// uses notes a placeholder and judges whether some request defines it.
func (j *expressionJudge) uses(name, text string, line int, token string) {
	holder := holderOf(token)
	if holder == "" {
		return
	}
	j.used[token] = true
	if !mayDefine(j.part.Body, holder, token) {
		j.c.fails(line, fmt.Sprintf("%s %q", name, text), "%s uses %s, which %s does not define", name, token, holder)
	}
}

func holderOf(token string) string {
	switch {
	case strings.HasPrefix(token, "#"):
		return "ExpressionAttributeNames"
	case strings.HasPrefix(token, ":"):
		return "ExpressionAttributeValues"
	}
	return ""
}

// updatesKey judges what an update changes: never the key, and an index's key only to its type.
func (j *expressionJudge) updatesKey(actions []expression.Action) []string {
	var faults []string
	for _, a := range actions {
		for _, head := range j.scope.Heads([]expression.Path{a.Path}) {
			want := j.c.schema[head]
			if slices.Contains(j.c.table.Keys, head) {
				faults = append(faults, fmt.Sprintf("an update cannot change %q, an attribute of the table's key", head))
				continue
			}
			v, isValue := a.Value.(expression.Value)
			if !isValue || want == "" || len(a.Path) > 1 || a.Section == "DELETE" {
				continue
			}
			if got, known := j.scope.Type(string(v)); known && got != want {
				faults = append(faults, fmt.Sprintf("%q is a key attribute of an index and of type %s, and the update gives it as %s", head, want, got))
			}
		}
	}
	return faults
}

// nested judges paths that go into an attribute of a key, which is a text, a number or bytes.
func (j *expressionJudge) nested(paths []expression.Path) []string {
	var faults []string
	for _, path := range paths {
		if len(path) < 2 {
			continue
		}
		for _, head := range j.scope.Heads([]expression.Path{path}) {
			if j.c.schema[head] != "" {
				faults = append(faults, fmt.Sprintf("%q is a key attribute and has no nested attributes", head))
			}
		}
	}
	return faults
}

// definitions judges ExpressionAttributeNames or ExpressionAttributeValues.
func (j *expressionJudge) definitions(holder string, m *flow.Member) {
	if !j.any {
		j.c.fails(m.Line, holder, "%s without an expression", holder)
		return
	}
	for _, v := range m.Values {
		if len(v.Members) == 0 && v.Kind == flow.Object {
			j.c.fails(m.Line, holder+": {}", "%s must not be empty", holder)
		}
		for _, defined := range v.Members {
			token, literal := defined.Key.Literal()
			switch {
			case !literal:
			case holderOf(token) != holder || !placeholderName.MatchString(token):
				j.c.fails(defined.Line, fmt.Sprintf("%s %q", holder, token), "%s defines %q: a placeholder is %q and letters, digits or _", holder, token, sign(holder))
			case j.whole && !defined.Optional && !m.Optional && !j.used[token]:
				j.c.fails(defined.Line, fmt.Sprintf("%s %q", holder, token), "%s defines %s, which no expression uses", holder, token)
			}
			if holder == "ExpressionAttributeNames" {
				for _, name := range defined.Values {
					if name.Kind != flow.String && name.Kind != flow.Gap {
						j.c.fails(name.Line, token+" "+facts.Describe(name), "%s stands for an attribute's name, not for %s", token, facts.Describe(name))
					}
				}
			}
		}
	}
}

func sign(holder string) string {
	if holder == "ExpressionAttributeNames" {
		return "#"
	}
	return ":"
}

// mayDefine reports whether some request has a definition.
func mayDefine(body *flow.Value, holder, token string) bool {
	for _, v := range body.All(holder) {
		if v.Kind != flow.Object {
			return true
		}
		for _, m := range v.Members {
			if name, literal := m.Key.Literal(); !literal || name == token {
				return true
			}
		}
	}
	return false
}

// scopeOf is what a request's placeholders stand for, where that is the same in every request.
func scopeOf(body *flow.Value) expression.Scope {
	return expression.Scope{
		Name: func(alias string) (string, bool) {
			return only(defined(body, "ExpressionAttributeNames", alias), facts.LiteralText)
		},
		Type: func(value string) (string, bool) {
			return only(defined(body, "ExpressionAttributeValues", value), typeOf)
		},
		Text: func(value string) (string, bool) {
			return only(defined(body, "ExpressionAttributeValues", value), func(v *flow.Value) (string, bool) {
				return only(v.All("S"), facts.LiteralText)
			})
		},
		Number: func(value string) (string, bool) {
			return only(defined(body, "ExpressionAttributeValues", value), func(v *flow.Value) (string, bool) {
				return only(v.All("N"), facts.LiteralText)
			})
		},
	}
}

// defined are the alternatives of what a placeholder is defined as; nil when there are others that are not
// known.
func defined(body *flow.Value, holder, token string) []*flow.Value {
	var all []*flow.Value
	for _, v := range body.All(holder) {
		if v.Kind != flow.Object {
			return nil
		}
		for _, m := range v.Members {
			name, literal := m.Key.Literal()
			if !literal {
				return nil
			}
			if name == token {
				all = append(all, m.Values...)
			}
		}
	}
	return all
}

// only is the text that all alternatives have; false when they differ, or one is not known.
func only(all []*flow.Value, read func(*flow.Value) (string, bool)) (text string, same bool) {
	for i, v := range all {
		other, known := read(v)
		if !known || i > 0 && other != text {
			return "", false
		}
		text = other
	}
	return text, len(all) > 0
}

// typeOf is the type of an attribute value {"S": ...}.
func typeOf(v *flow.Value) (string, bool) {
	if v.Kind != flow.Object || len(v.Members) != 1 {
		return "", false
	}
	return v.Members[0].Key.Literal()
}
