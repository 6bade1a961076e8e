package flow

import (
	"fmt"
	"math"
	"strings"

	"lambdaless/internal/vtl/parse"
)

func (r *run) expr(e parse.Expr) (value, error) {
	if r.steps++; r.steps > maxSteps {
		return nil, r.fail("the template does too much to be followed")
	}
	switch e := e.(type) {
	case *parse.Reference:
		return r.reference(e), nil
	case *parse.StringLiteral:
		return r.stringLiteral(e)
	case *parse.NumberLiteral:
		return numberLiteral(e), nil
	case *parse.BoolLiteral:
		return boolean{e.Value}, nil
	case *parse.ListLiteral:
		a := &aggregate{}
		for _, item := range e.Items {
			v, err := r.expr(item)
			if err != nil {
				return nil, err
			}
			a.list = append(a.list, v)
		}
		return a, nil
	case *parse.MapLiteral:
		return r.mapLiteral(e)
	case *parse.Range:
		return r.rangeOf(e)
	case *parse.Binary:
		return r.binary(e)
	case *parse.Not:
		holds, err := r.condition(e.X)
		return boolean{!holds}, err
	case *parse.Paren:
		return r.expr(e.X)
	case *parse.Word:
		return null{}, nil
	}
	return nil, r.fail("a %T cannot be followed", e)
}

func numberLiteral(e *parse.NumberLiteral) value {
	switch n := e.Value.(type) {
	case int32:
		return number{float64(n)}
	case int64:
		return number{float64(n)}
	case float64:
		return number{n}
	}
	return symbol{Hole{Expr: e.Raw, Form: Plain}}
}

// stringLiteral renders the inside of a string literal.
func (r *run) stringLiteral(e *parse.StringLiteral) (value, error) {
	if e.Parts == nil {
		return textOf(e.Value), nil
	}
	var inside Text
	r.capture = append(r.capture, &inside)
	line := r.line
	err := r.block(e.Parts)
	r.line = line
	r.capture = r.capture[:len(r.capture)-1]
	// A text of one hole is that hole, so that "$name" is what $name is.
	if len(inside) == 1 && inside[0].Hole != nil {
		return symbol{*inside[0].Hole}, err
	}
	return text{inside}, err
}

func (r *run) mapLiteral(e *parse.MapLiteral) (value, error) {
	a := &aggregate{named: map[string]value{}}
	for i := range e.Keys {
		key, err := r.expr(e.Keys[i])
		if err != nil {
			return nil, err
		}
		v, err := r.expr(e.Values[i])
		if err != nil {
			return nil, err
		}
		k, ok := known(key)
		if !ok {
			a.spoiled = union(a.spoiled, origins(key), origins(v), []Origin{Client})
			continue
		}
		if _, twice := a.named[show(k)]; !twice {
			a.keys = append(a.keys, show(k))
		}
		a.named[show(k)] = v
	}
	return a, nil
}

func (r *run) rangeOf(e *parse.Range) (value, error) {
	from, err := r.expr(e.From)
	if err != nil {
		return nil, err
	}
	to, err := r.expr(e.To)
	if err != nil {
		return nil, err
	}
	a, isNumber := from.(number)
	b, alsoNumber := to.(number)
	if !isNumber || !alsoNumber {
		return symbol{Hole{Form: Plain, Origins: union(origins(from), origins(to))}}, nil
	}
	if math.Abs(a.n-b.n) > maxTurns {
		return nil, r.fail("a range of %g numbers is too long to be followed", math.Abs(a.n-b.n)+1)
	}
	step := 1.0
	if b.n < a.n {
		step = -1
	}
	list := &aggregate{}
	for n := a.n; n != b.n+step; n += step {
		list.list = append(list.list, number{n})
	}
	return list, nil
}

func (r *run) binary(e *parse.Binary) (value, error) {
	switch e.Op {
	case "&&", "||", "==", "!=", "<", ">", "<=", ">=":
		holds, err := r.condition(e)
		return boolean{holds}, err
	}
	x, err := r.expr(e.X)
	if err != nil {
		return nil, err
	}
	y, err := r.expr(e.Y)
	if err != nil {
		return nil, err
	}
	a, isNumber := x.(number)
	b, alsoNumber := y.(number)
	if isNumber && alsoNumber {
		return arithmetic(e.Op, a.n, b.n), nil
	}
	_, xText := x.(text)
	_, yText := y.(text)
	if e.Op == "+" && (xText || yText) {
		return text{append(append(Text{}, r.pieces(x, name(e.X), r.line)...), r.pieces(y, name(e.Y), r.line)...)}, nil
	}
	form := Raw
	if plain(x) && plain(y) {
		form = Plain
	}
	return symbol{Hole{Expr: name(e), Form: form, Origins: union(origins(x), origins(y)), Line: r.line}}, nil
}

func arithmetic(op string, a, b float64) value {
	switch op {
	case "+":
		return number{a + b}
	case "-":
		return number{a - b}
	case "*":
		return number{a * b}
	}
	whole := a == math.Trunc(a) && b == math.Trunc(b)
	switch {
	case b == 0:
		return null{}
	case op == "%":
		return number{math.Mod(a, b)}
	case whole:
		return number{math.Trunc(a / b)}
	}
	return number{a / b}
}

// condition decides a condition: as Velocity does where everything is known, otherwise by a choice.
func (r *run) condition(e parse.Expr) (bool, error) {
	switch e := e.(type) {
	case *parse.Paren:
		return r.condition(e.X)
	case *parse.Not:
		holds, err := r.condition(e.X)
		return !holds, err
	case *parse.Binary:
		switch e.Op {
		case "&&", "||":
			holds, err := r.condition(e.X)
			if err != nil || holds == (e.Op == "||") {
				return holds, err
			}
			return r.condition(e.Y)
		case "==", "!=", "<", ">", "<=", ">=":
			return r.comparison(e)
		}
	}
	v, err := r.expr(e)
	if err != nil {
		return false, err
	}
	_, isReference := e.(*parse.Reference)
	switch v := v.(type) {
	case boolean:
		return v.b, nil
	case symbol:
		return r.decide("is "+r.key(e)+" true", 2) == 0, nil
	case text, number, null, *aggregate, block, object:
		// Only false is false through a reference, in API Gateway; a literal "" or 0 is false too.
		if k, ok := known(v); ok && !isReference {
			return k != "" && k != 0.0, nil
		}
		return true, nil
	}
	return true, nil
}

func (r *run) comparison(e *parse.Binary) (bool, error) {
	x, err := r.expr(e.X)
	if err != nil {
		return false, err
	}
	y, err := r.expr(e.Y)
	if err != nil {
		return false, err
	}
	a, aKnown := comparable(x)
	b, bKnown := comparable(y)
	op, negated := e.Op, false
	if op == "!=" {
		op, negated = "==", true
	}
	if aKnown && bKnown {
		if op == "==" {
			return sameLiteral(a, b) != negated, nil
		}
		p, pOK := a.(float64)
		q, qOK := b.(float64)
		return pOK && qOK && compare(op, p, q), nil
	}
	question := strings.Join([]string{r.key(e.X), op, r.key(e.Y)}, " ")
	return (r.decide(question, 2) == 0) != negated, nil
}

// comparable is a known value; null is equal to the empty text.
func comparable(v value) (any, bool) {
	if _, ok := v.(null); ok {
		return "", true
	}
	return known(v)
}

func compare(op string, a, b float64) bool {
	switch op {
	case "<":
		return a < b
	case ">":
		return a > b
	case "<=":
		return a <= b
	}
	return a >= b
}

// key is an expression's name with the versions of the variables in it: the same key means the same
// value within a run.
func (r *run) key(e parse.Expr) string {
	var out strings.Builder
	out.WriteString(name(e))
	parse.Walk(e, func(n parse.Node) bool {
		if ref, ok := n.(*parse.Reference); ok {
			fmt.Fprintf(&out, " %s=%d", ref.Name, r.versions[ref.Name])
		}
		return true
	})
	for _, l := range r.loops {
		fmt.Fprintf(&out, " turn %d", l.index)
	}
	fmt.Fprintf(&out, " epoch %d", r.epoch)
	return out.String()
}
