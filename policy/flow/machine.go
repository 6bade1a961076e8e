package flow

import (
	"fmt"
	"math"
	"regexp"
	"slices"

	"lambdaless/internal/vtl/parse"
)

const (
	// maxSteps bounds the statements that are followed, over all configurations.
	maxSteps = 400_000
	// maxStates is how many configurations are kept apart before those are joined that differ only in what
	// has been asked and in the text of an open string; maxVariants is how many with other variables.
	maxStates   = 8
	maxVariants = 48
	// maxPlaces bounds the configurations that differ in their place in the JSON.
	maxPlaces = 256
	// maxItems bounds the items of a literal list or range that a loop goes through one by one.
	maxItems = 50
)

// machine explores a template.
type machine struct {
	a       *Analysis
	source  string
	options Options
	roots   slot
	nodes   int    // how many there are
	key     []byte // kept for merge, which is where most time goes
	slots   map[string]int
	names   []string
	// lastUse is the offset up to which a variable may still be read.
	lastUse []int
	// asked is, by the source of a condition, how often it stands in the template and up to which offset
	// it may be asked.
	asked map[string]asking
	cells map[parse.Expr]int // the cell of a literal
	steps int
	// line and offset are those of the statement that is followed.
	line, offset int
	// defining are the blocks that are being rendered.
	defining []*parse.Define
	// iterating are the cells that loops go through.
	iterating []int
	// looping are the variables of the loops around.
	looping []string
	// asksForLast is whether the template may ask if an iteration is its loop's last. Nearly none does, and the
	// configurations of nested loops are many fewer without.
	asksForLast bool
	root        *parse.Block
}

// asksLast finds what every question for the last iteration is written with: hasNext, getHasNext, velocityHasNext, last, isLast.
var asksLast = regexp.MustCompile(`(?i)hasnext|last`)

type asking struct{ times, until int }

func newMachine(a *Analysis, source string, options Options, root *parse.Block) *machine {
	m := &machine{a: a, source: source, options: options, asksForLast: asksLast.MatchString(source), slots: map[string]int{}, asked: map[string]asking{}, cells: map[parse.Expr]int{}}
	for _, name := range []string{"input", "util", "context", "stageVariables", "foreach", "velocityCount", "velocityHasNext"} {
		m.slot0(name)
	}
	m.survey(root)
	m.root = root
	return m
}

func (m *machine) slot0(name string) int {
	if i, ok := m.slots[name]; ok {
		return i
	}
	i := len(m.names)
	m.slots[name] = i
	m.names = append(m.names, name)
	m.lastUse = append(m.lastUse, -1)
	return i
}

// report notes what is outside of the subset.
func (m *machine) report(line int, rewrite, format string, args ...any) {
	p := Problem{Line: line, What: fmt.Sprintf(format, args...), Rewrite: rewrite}
	if !slices.Contains(m.a.Problems, p) {
		m.a.Problems = append(m.a.Problems, p)
	}
}

// run follows the whole template.
func (m *machine) run() {
	start := &state{env: make([]value, len(m.names))}
	for _, name := range []string{"input", "util", "context", "stageVariables"} {
		start.env[m.slots[name]] = object{name}
	}
	next, broke := m.block(m.root, []*state{start})
	if len(broke) > 0 {
		m.report(m.line, "", "#break outside of a loop")
	}
	for _, s := range next {
		m.end(s)
	}
	m.a.Documents = m.roots.values()
}

// end finishes the JSON of one configuration.
func (m *machine) end(s *state) {
	blank, why := m.finish(&s.json)
	switch {
	case why != "":
		m.report(m.line, "", "%s", why)
	case blank:
		m.a.Empty = true
	}
}

// block follows statements for a set of configurations. broke are those that left by #break.
func (m *machine) block(b *parse.Block, states []*state) (next, broke []*state) {
	if b == nil {
		return states, nil
	}
	branched := false
	for _, statement := range b.List {
		if branched {
			states = m.merge(states, statement.Position().Offset)
		}
		var after []*state
		for _, s := range states {
			if m.steps++; m.steps > maxSteps {
				m.report(m.line, "", "the template is too complex to analyse: it takes more than %d steps", maxSteps)
				return nil, broke
			}
			m.line, m.offset = statement.Position().Line, statement.Position().Offset
			n, left := m.statement(statement, s)
			after, broke = append(after, n...), append(broke, left...)
		}
		branched = len(after) > 1
		states = after
	}
	if branched {
		states = m.merge(states, -1)
	}
	return states, m.merge(broke, -1)
}

// merge keeps one of configurations that go on alike, and joins what is too much. offset is where the
// next statement begins, or -1.
func (m *machine) merge(states []*state, offset int) []*state {
	const alone = 2
	if len(states) < alone {
		return states
	}
	seen := make(map[string]*state, len(states))
	kept := states[:0:0]
	for _, s := range states {
		s.drop(m, offset)
		m.key = s.appendExact(m.key[:0])
		if first := seen[string(m.key)]; first != nil {
			first.absorb(s)
			continue
		}
		seen[string(m.key)] = s
		kept = append(kept, s)
	}
	if len(kept) > maxStates {
		kept = m.join(kept, (*state).variables) // forget answers, and the order in an open string
	}
	if len(kept) > maxVariants {
		kept = m.join(kept, (*state).coarse)
	}
	return kept
}

// join joins the configurations that have the same key.
func (m *machine) join(states []*state, key func(*state) string) []*state {
	first := map[string]*state{}
	var joined []*state
	for _, s := range states {
		k := key(s)
		if first[k] == nil {
			first[k] = s.fork()
			joined = append(joined, first[k])
			continue
		}
		if variable, ok := first[k].join(s); !ok {
			m.report(m.line, "", "$%s is too different from one path through the template to another to be followed", m.names[variable])
			return nil
		}
	}
	if len(joined) > maxPlaces {
		m.report(m.line, "", "the template can be at %d places of the JSON at once, which is too much to be followed", len(joined))
		return nil
	}
	return joined
}

// survey reads the whole template once: which variables there are and up to where each is used.
func (m *machine) survey(root *parse.Block) {
	var block func(b *parse.Block, end int)
	note := func(n parse.Node, end int) {
		parse.Walk(n, func(c parse.Node) bool {
			switch c := c.(type) {
			case *parse.Reference:
				i := m.slot0(c.Name)
				m.lastUse[i] = max(m.lastUse[i], n.Position().Offset, end)
			case *parse.Block:
				return true
			}
			return true
		})
	}
	ask := func(e parse.Expr, end int) {
		for _, leaf := range leaves(e) {
			key := name(leaf)
			q := m.asked[key]
			q.times++
			q.until = max(q.until, e.Position().Offset, end)
			m.asked[key] = q
		}
	}
	block = func(b *parse.Block, end int) {
		if b == nil {
			return
		}
		for _, s := range b.List {
			switch s := s.(type) {
			case *parse.If:
				for _, branch := range s.Branches {
					note(branch.Condition, end)
					ask(branch.Condition, end)
					block(branch.Body, end)
				}
				block(s.Else, end)
			case *parse.Foreach:
				inner := end
				if inner < 0 {
					inner = last(s)
				}
				for _, arg := range s.Args {
					note(arg, inner)
				}
				block(s.Body, inner)
			case *parse.Define:
				m.slot0(s.Name)
				block(s.Body, math.MaxInt)
			case *parse.Set:
				if len(s.Target.Steps) > 0 {
					note(s.Target, end)
				} else {
					m.slot0(s.Target.Name)
				}
				note(s.Value, end)
				ask(s.Value, end)
			default:
				note(s, end)
			}
		}
	}
	block(root, -1)
}

// last is the greatest offset within a statement.
func last(n parse.Node) int {
	offset := 0
	parse.Walk(n, func(c parse.Node) bool {
		offset = max(offset, c.Position().Offset)
		return true
	})
	return offset
}

// leaves are the parts of a condition that && || and ! put together.
func leaves(e parse.Expr) []parse.Expr {
	switch e := e.(type) {
	case *parse.Paren:
		return leaves(e.X)
	case *parse.Not:
		return leaves(e.X)
	case *parse.Binary:
		if e.Op == "&&" || e.Op == "||" {
			return append(leaves(e.X), leaves(e.Y)...)
		}
		if e.Op == "!=" {
			return []parse.Expr{&parse.Binary{Op: "==", X: e.X, Y: e.Y}}
		}
	}
	return []parse.Expr{e}
}
