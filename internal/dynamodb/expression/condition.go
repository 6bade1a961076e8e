package expression

import "slices"

// ParseCondition parses a ConditionExpression, a FilterExpression or a KeyConditionExpression. The faults are
// what DynamoDB refuses besides the syntax.
func ParseCondition(text string) (condition Condition, faults []string, err error) {
	return parse(text, (*parser).or)
}

func (p *parser) or() Condition {
	left := p.and()
	for p.acceptKeyword("OR") {
		left = Or{left, p.and()}
	}
	return left
}

func (p *parser) and() Condition {
	left := p.not()
	for p.acceptKeyword("AND") {
		left = And{left, p.not()}
	}
	return left
}

func (p *parser) not() Condition {
	if p.acceptKeyword("NOT") {
		return Not{p.not()}
	}
	return p.primary()
}

// primary reads a comparison, a function, or a condition in parentheses. A parenthesis may begin an operand
// or a condition; the first that can be read is meant.
func (p *parser) primary() Condition {
	if !p.isSymbol("(") {
		return p.comparison()
	}
	start, faults := p.at, len(p.faults)
	if condition, ok := p.try((*parser).comparison); ok {
		return condition
	}
	p.at, p.faults = start, p.faults[:faults]
	p.expectSymbol("(")
	inner := p.at
	condition := p.or()
	p.expectSymbol(")")
	if p.closes(inner) == p.at-2 {
		p.fault("the expression has redundant parentheses")
	}
	return condition
}

// try reads something, or reports that it cannot be read.
func (p *parser) try(read func(*parser) Condition) (condition Condition, ok bool) {
	defer func() {
		if recovered := recover(); recovered != nil {
			if _, syntax := recovered.(*SyntaxError); !syntax {
				panic(recovered)
			}
			ok = false
		}
	}()
	return read(p), true
}

// closes is the place of the parenthesis that closes the one at a place; -1 when none opens there.
func (p *parser) closes(at int) int {
	depth := 0
	for i := at; i < len(p.tokens); i++ {
		if t := p.tokens[i]; t.kind == symbol && t.text == "(" {
			depth++
		} else if t.kind == symbol && t.text == ")" {
			depth--
		}
		if depth == 0 {
			if i == at {
				return -1
			}
			return i
		}
	}
	return -1
}

var comparators = []string{"=", "<>", "<", "<=", ">", ">="}

func (p *parser) comparison() Condition {
	left := p.operand()
	switch t := p.peek(); {
	case t.kind == symbol && slices.Contains(comparators, t.text):
		p.at++
		return Comparison{t.text, []Operand{left, p.operand()}}
	case p.acceptKeyword("BETWEEN"):
		low := p.operand()
		if !p.acceptKeyword("AND") {
			p.fail("AND")
		}
		return Comparison{"BETWEEN", []Operand{left, low, p.operand()}}
	case p.acceptKeyword("IN"):
		p.expectSymbol("(")
		operands := append([]Operand{left}, list(p, p.operand)...)
		p.expectSymbol(")")
		return Comparison{"IN", operands}
	}
	if f, ok := left.(Function); ok {
		return Call{f}
	}
	p.fail("an operator")
	return nil
}
