package flow

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lambdaless/internal/vtl/parse"
)

const (
	// maxRuns bounds how many ways through a template are followed.
	maxRuns = 1024
	// maxSteps bounds the work of one run.
	maxSteps = 20_000
	// maxTurns bounds the turns of a loop whose number of turns is known.
	maxTurns = 50
)

// errStop ends a run as #stop does.
var errStop = errors.New("stop")

// errBreak ends a loop.
var errBreak = errors.New("break")

// choice is one decision of a run, out of so many.
type choice struct {
	what    string
	taken   int
	options int
}

// run is one way through a template.
type run struct {
	source    string
	request   bool
	variables map[string]value
	// versions change when a variable is set, so that a condition on it is asked anew; epoch when
	// something is changed in place, so that every condition is.
	versions map[string]int
	epoch    int
	choices  []choice
	at       int
	asked    map[string]int
	loops    []*loop
	out      Text
	capture  []*Text
	steps    int
	line     int
	// overrides are the #set($context.requestOverride...) and responseOverride of the run.
	overrides []Override
	// readsBody and parameters are what the run reads of the request.
	readsBody  bool
	parameters []string
}

// loop is a #foreach that runs. symbolic tells that how often it turns is a choice: then its turns stand
// for any number of turns.
type loop struct {
	index, turns int
	symbolic     bool
}

// symbolicLoop reports whether some loop that runs stands for any number of turns.
func (r *run) symbolicLoop() bool {
	return slices.ContainsFunc(r.loops, func(l *loop) bool { return l.symbolic })
}

// Override is a #set of something below $context.requestOverride or $context.responseOverride.
type Override struct {
	Target string // "$context.requestOverride.header.X"
	Line   int
}

// problem is a reason why a template cannot be followed.
type problem struct {
	line int
	what string
}

func (p problem) Error() string { return fmt.Sprintf("line %d: %s", p.line, p.what) }

func (r *run) fail(format string, args ...any) error {
	return problem{r.line, fmt.Sprintf(format, args...)}
}

// decide picks a way among some, and the same way for the same question.
func (r *run) decide(what string, options int) int {
	if answer, ok := r.asked[what]; ok {
		return answer
	}
	if r.at == len(r.choices) {
		r.choices = append(r.choices, choice{what: what, options: options})
	}
	answer := r.choices[r.at].taken
	r.at++
	r.asked[what] = answer
	return answer
}

// next turns the choices into those of the next run; false when all have been tried.
func next(choices []choice) ([]choice, bool) {
	for len(choices) > 0 {
		last := &choices[len(choices)-1]
		if last.taken+1 < last.options {
			last.taken++
			return choices, true
		}
		choices = choices[:len(choices)-1]
	}
	return nil, false
}

func newRun(source string, request bool, choices []choice) *run {
	r := &run{
		source: source, request: request, choices: choices, variables: map[string]value{}, versions: map[string]int{}, asked: map[string]int{},
	}
	for _, name := range []string{"input", "util", "context", "stageVariables"} {
		r.variables[name] = object{name}
	}
	return r
}

// write adds to the output, or to the string literal that is being put together.
func (r *run) write(p Piece) {
	out := &r.out
	if len(r.capture) > 0 {
		out = r.capture[len(r.capture)-1]
	}
	if p.Hole == nil && p.Text == "" {
		return
	}
	*out = append(*out, p)
}

func (r *run) block(b *parse.Block) error {
	if b == nil {
		return nil
	}
	for _, s := range b.List {
		if r.steps++; r.steps > maxSteps {
			return r.fail("the template does too much to be followed")
		}
		r.line = s.Position().Line
		if err := r.statement(s); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) statement(s parse.Statement) error {
	switch s := s.(type) {
	case *parse.Text:
		r.write(Piece{Text: s.Value, line: s.Position().Line})
	case *parse.Comment:
		r.write(Piece{Text: s.Prefix, line: s.Position().Line})
	case *parse.Literal:
		r.write(Piece{Text: s.Value, line: s.Position().Line})
	case *parse.Call:
		r.write(Piece{Text: s.Value, line: s.Position().Line})
	case *parse.Macro:
	case *parse.Reference:
		if r.runt(s) {
			r.write(Piece{Text: s.Name, line: s.Position().Line})
			return nil
		}
		if err := r.prefix(s); err != nil {
			return err
		}
		return r.render(r.reference(s), s)
	case *parse.Set:
		return r.set(s)
	case *parse.If:
		return r.branch(s)
	case *parse.Foreach:
		return r.foreach(s)
	case *parse.Define:
		r.assign(s.Name, block{s.Body})
	case *parse.Break:
		return errBreak
	case *parse.Stop:
		return errStop
	default:
		// #parse and #include, which always fail in API Gateway, and what may come.
		return r.fail("a %T cannot be followed", s)
	}
	return nil
}

// prefix writes what a reference renders before its value: half of the backslashes, and the hashes and
// dollars that stand before its own dollar. A reference that an odd backslash escapes, and one whose
// source looks otherwise, is not followed.
func (r *run) prefix(ref *parse.Reference) error {
	rest := r.source[min(ref.Position().Offset, len(r.source)):]
	slashes := len(rest) - len(strings.TrimLeft(rest, `\`))
	rest = rest[slashes:]
	signs := rest[:len(rest)-len(strings.TrimLeft(rest, "#$"))]
	own := max(strings.LastIndexByte(signs, '$'), 0)
	begins := false
	for _, open := range []string{"$", "$!", "${", "$!{"} {
		begins = begins || strings.HasPrefix(rest[own:], open+ref.Name)
	}
	if slashes%2 != 0 || !begins || ref.Name == "" {
		return r.fail("a backslash or an odd sign before the reference %s cannot be followed", name(ref))
	}
	r.write(Piece{Text: strings.Repeat(`\`, slashes/2) + signs[:own], line: ref.Position().Line})
	return nil
}

// runt reports whether a reference is only text that follows another: books in $a.b()books. It renders
// as it is.
func (r *run) runt(ref *parse.Reference) bool {
	rest := r.source[min(ref.Position().Offset, len(r.source)):]
	return len(ref.Steps) == 0 && ref.Name != "" && !strings.ContainsAny(ref.Name[:1], `$#\!{`) && strings.HasPrefix(rest, ref.Name)
}

// render writes a reference's value.
func (r *run) render(v value, ref *parse.Reference) error {
	if b, ok := v.(block); ok {
		return r.block(b.body)
	}
	line := ref.Position().Line
	for _, p := range r.pieces(v, name(ref), line) {
		p.line = line
		r.write(p)
	}
	return nil
}

// pieces is a value as text.
func (r *run) pieces(v value, expr string, line int) Text {
	switch v := v.(type) {
	case text:
		return v.pieces
	case number:
		return Text{{Text: formatNumber(v.n), line: line}}
	case boolean:
		return Text{{Text: show(v.b), line: line}}
	case null:
		return nil
	case symbol:
		h := v.hole
		h.Line = line
		if h.Form == Raw || h.Expr == "" {
			h.Expr = expr
		}
		return Text{{Hole: &h}}
	}
	// A list or a map prints as Java prints it, and an object of API Gateway's as nobody knows.
	return Text{{Hole: &Hole{Expr: expr, Form: Raw, Origins: origins(v), Line: line}}}
}

func (r *run) assign(variable string, v value) {
	r.variables[variable] = v
	r.versions[variable]++
}

func (r *run) set(s *parse.Set) error {
	v, err := r.expr(s.Value)
	if err != nil {
		return err
	}
	target := s.Target
	if len(target.Steps) == 0 {
		if _, undefined := v.(null); undefined {
			v = textOf("") // an undefined right side sets the empty text in API Gateway
		}
		r.assign(target.Name, v)
		return nil
	}
	if o, ok := r.variables[target.Name].(object); ok && strings.HasPrefix(o.name, "context") {
		r.overrides = append(r.overrides, Override{"$" + o.name + strings.TrimPrefix(name(target), "$"+target.Name), target.Position().Line})
		return nil
	}
	r.epoch++
	if a, ok := r.variables[target.Name].(*aggregate); ok {
		a.spoil(origins(v))
	}
	return nil
}

func (r *run) branch(s *parse.If) error {
	for _, b := range s.Branches {
		holds, err := r.condition(b.Condition)
		if err != nil {
			return err
		}
		if holds {
			return r.block(b.Body)
		}
	}
	return r.block(s.Else)
}

func (r *run) foreach(s *parse.Foreach) error {
	if s.Var == nil || s.Over == nil {
		return r.fail("#foreach needs a variable, the word in, and something to go through")
	}
	over, err := r.expr(s.Over)
	if err != nil {
		return err
	}
	items, known := r.items(over)
	l := &loop{turns: len(items), symbolic: !known}
	if l.symbolic {
		// None, one, two, and three: a first, a middle and a last turn.
		const ways = 4
		l.turns = r.decide("loop over "+r.key(s.Over)+fmt.Sprintf(" at %d", s.Position().Offset), ways)
	}
	if l.turns > maxTurns {
		return r.fail("a loop of %d turns is too long to be followed", l.turns)
	}
	before, had := r.variables[s.Var.Name]
	r.loops = append(r.loops, l)
	defer func() {
		r.loops = r.loops[:len(r.loops)-1]
		r.versions[s.Var.Name]++
		if delete(r.variables, s.Var.Name); had {
			r.variables[s.Var.Name] = before
		}
	}()
	for l.index = range l.turns {
		var item value = symbol{Hole{Form: Raw, Origins: origins(over), Line: r.line}}
		if known {
			item = items[l.index]
		} else if v, ok := over.(symbol); ok && v.hole.Form == Plain {
			item = symbol{Hole{Form: Plain, Origins: origins(over), Line: r.line}} // a range of numbers
		}
		r.assign(s.Var.Name, item)
		start := maps.Clone(r.variables)
		if err := r.block(s.Body); errors.Is(err, errBreak) {
			return r.widen(l, start, s.Var.Name)
		} else if err != nil {
			return err
		}
		if err := r.widen(l, start, s.Var.Name); err != nil {
			return err
		}
	}
	return nil
}

// widen makes what a turn of a symbolic loop has left stand for any number of turns: a number that has
// changed may be any number. Something else that still changes in the last turn is not followed.
func (r *run) widen(l *loop, start map[string]value, loopVariable string) error {
	if !l.symbolic {
		return nil
	}
	for variable, v := range r.variables {
		if variable == loopVariable || same(v, start[variable]) {
			continue
		}
		if _, isNumber := v.(number); isNumber {
			r.assign(variable, symbol{Hole{Expr: "$" + variable, Form: Plain, Line: r.line}})
			continue
		}
		const last = 2 // the third turn
		if l.index == last {
			return r.fail("$%s changes with every turn of a loop, which cannot be followed", variable)
		}
	}
	return nil
}

// items are what a loop goes through, if it is known.
func (r *run) items(v value) ([]value, bool) {
	switch v := v.(type) {
	case *aggregate:
		if v.spoiled != nil {
			return nil, false
		}
		items := append([]value(nil), v.list...)
		for _, key := range v.keys {
			items = append(items, v.named[key])
		}
		return items, true
	case null, text, number, boolean:
		return nil, true // Velocity goes through none of these
	}
	return nil, false
}
