package expression

import (
	"fmt"
	"strconv"
	"strings"
)

// parser reads tokens. Its methods panic with a *SyntaxError, which recovered returns.
type parser struct {
	tokens []token
	at     int
	faults []string // what is wrong besides the syntax
}

// parse runs read over all of a text.
func parse[T any](text string, read func(*parser) T) (result T, faults []string, err error) {
	if strings.TrimSpace(text) == "" {
		return result, nil, &SyntaxError{0, "the expression is empty"}
	}
	all, err := tokens(text)
	if err != nil {
		return result, nil, err
	}
	p := &parser{tokens: all}
	defer func() {
		if recovered := recover(); recovered != nil {
			syntax, ok := recovered.(*SyntaxError)
			if !ok {
				panic(recovered)
			}
			err = syntax
		}
	}()
	result = read(p)
	if p.peek().kind != end {
		p.fail("the end")
	}
	return result, p.faults, nil
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

// fail reports that something else was expected than the next token.
func (p *parser) fail(expected string) {
	t := p.peek()
	found := strconv.Quote(t.text)
	if t.kind == end {
		found = "the end"
	}
	panic(&SyntaxError{t.offset, fmt.Sprintf("%s stands where %s is expected", found, expected)})
}

func (p *parser) fault(format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

func (p *parser) isSymbol(text string) bool {
	t := p.peek()
	return t.kind == symbol && t.text == text
}

func (p *parser) acceptSymbol(text string) bool {
	if p.isSymbol(text) {
		p.at++
		return true
	}
	return false
}

func (p *parser) expectSymbol(text string) {
	if !p.acceptSymbol(text) {
		p.fail(strconv.Quote(text))
	}
}

// isKeyword reports whether the next token is a keyword, in whatever case.
func (p *parser) isKeyword(text string) bool {
	t := p.peek()
	return t.kind == word && strings.EqualFold(t.text, text)
}

func (p *parser) acceptKeyword(text string) bool {
	if p.isKeyword(text) {
		p.at++
		return true
	}
	return false
}

// path reads a document path.
func (p *parser) path() Path {
	path := Path{p.step()}
	for {
		switch {
		case p.acceptSymbol("."):
			path = append(path, p.step())
		case p.acceptSymbol("["):
			if p.peek().kind != number {
				p.fail("the index of a list, which is a number")
			}
			index, err := strconv.Atoi(p.next().text)
			if err != nil {
				p.fail("an index that is not as large")
			}
			p.expectSymbol("]")
			path = append(path, Step{Index: index, IsIndex: true})
		default:
			return path
		}
	}
}

// step reads an attribute's name or its placeholder.
func (p *parser) step() Step {
	t := p.peek()
	if t.kind != word && t.kind != alias {
		p.fail("an attribute")
	}
	p.at++
	if t.kind == word && isReserved(t.text) {
		p.fault("%s is a reserved word: write #%s and define it in ExpressionAttributeNames", t.text, strings.ToLower(t.text))
	}
	return Step{Name: t.text}
}

// list reads what stands between commas.
func list[T any](p *parser, read func() T) []T {
	all := []T{read()}
	for p.acceptSymbol(",") {
		all = append(all, read())
	}
	return all
}

// operand reads an operand, in parentheses or not.
func (p *parser) operand() Operand {
	if p.acceptSymbol("(") {
		if p.isSymbol("(") {
			p.fault("the expression has redundant parentheses")
		}
		inner := p.operand()
		p.expectSymbol(")")
		return inner
	}
	t := p.peek()
	following := p.tokens[min(p.at+1, len(p.tokens)-1)]
	switch {
	case t.kind == value:
		p.at++
		return Value(t.text)
	case t.kind == word && following.kind == symbol && following.text == "(":
		p.at += 2
		args := list(p, p.operand)
		p.expectSymbol(")")
		return Function{t.text, args}
	case t.kind == word || t.kind == alias:
		return p.path()
	}
	p.fail("an attribute, a :value or a function")
	return nil
}
