package expression

import "strings"

// ParseUpdate parses an UpdateExpression. The faults are what DynamoDB refuses besides the syntax.
func ParseUpdate(text string) (actions []Action, faults []string, err error) {
	return parse(text, (*parser).update)
}

func (p *parser) update() []Action {
	var actions []Action
	seen := map[string]bool{}
	for {
		section := strings.ToUpper(p.peek().text)
		read := map[string]func() Action{"SET": p.set, "REMOVE": p.remove, "ADD": p.change, "DELETE": p.change}[section]
		if read == nil || p.peek().kind != word {
			p.fail("SET, REMOVE, ADD or DELETE")
		}
		p.at++
		if seen[section] {
			p.fault("duplicate clause %s", section)
		}
		seen[section] = true
		for _, action := range list(p, read) {
			action.Section = section
			actions = append(actions, action)
		}
		if p.peek().kind == end {
			return actions
		}
	}
}

func (p *parser) set() Action {
	path := p.path()
	p.expectSymbol("=")
	return Action{Path: path, Value: p.sum()}
}

// sum reads an operand, or the sum or difference of two.
func (p *parser) sum() Operand {
	start := p.at
	if p.isSymbol("(") {
		p.at++
		inner := p.sum()
		if p.acceptSymbol(")") && !p.isSymbol("+") && !p.isSymbol("-") {
			return inner
		}
		p.at = start
	}
	left := p.operand()
	for _, operator := range []string{"+", "-"} {
		if p.acceptSymbol(operator) {
			return Function{operator, []Operand{left, p.operand()}}
		}
	}
	return left
}

func (p *parser) remove() Action { return Action{Path: p.path()} }

// change reads an action of ADD or DELETE.
func (p *parser) change() Action {
	path := p.path()
	if p.peek().kind != value {
		p.fail("a :value")
	}
	return Action{Path: path, Value: Value(p.next().text)}
}
