package flow

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// Analysis is all that a template can render.
type Analysis struct {
	// Source is the file that the template came from, as its first line "## source: movie/get.request.vtl"
	// says, under templates/; empty without such a line. Lines count from the line after it.
	Source string
	// Problems are why the template cannot be followed, or what it renders is not JSON.
	Problems []Problem
	// Documents are what it can render, one for each way through it that ends differently. A way that
	// renders nothing has none.
	Documents []*Value
	// Empty tells that some way renders nothing but blanks.
	Empty bool
	// Overrides are what it sets below $context.
	Overrides []Override
	// Holes are all holes that any way renders.
	Holes []*Hole
	// ReadsBody tells that some way reads the body ($input.body, .json, .path).
	ReadsBody bool
	// Parameters are the names that some way passes to $input.params, "" for all parameters at once.
	Parameters []string
	// ReadsClaims tells that some way renders something of $context.authorizer.
	ReadsClaims bool
}

// Problem is one reason why an Analysis is not complete.
type Problem struct {
	Line int
	What string
	// Syntax tells that the template does not parse: it would fail for every request.
	Syntax bool
}

var sourceLine = regexp.MustCompile(`^## source: ([^\r\n]+)\r?\n`)

// Analyze follows a template. request tells a request template from a response template.
func Analyze(text string, request bool) *Analysis {
	a := &Analysis{}
	first := 1
	if m := sourceLine.FindStringSubmatch(text); m != nil {
		a.Source = "templates/" + strings.TrimSpace(m[1])
		first = 0
	}
	t, err := parse.Parse(cmp.Or(a.Source, "template"), text, parse.FirstLine(first))
	if err != nil {
		problem := Problem{What: err.Error(), Syntax: true}
		var at *parse.Error
		if errors.As(err, &at) {
			problem.Line, problem.What = at.Line, at.Message
		}
		a.Problems = append(a.Problems, problem)
		return a
	}
	a.follow(t, text, request)
	return a
}

func (a *Analysis) follow(t *parse.Tree, source string, request bool) {
	seen := map[string]bool{}
	var choices []choice
	for runs := 0; ; runs++ {
		if runs == maxRuns {
			a.problem(problem{1, fmt.Sprintf("there are more than %d ways through the template", maxRuns)})
			break
		}
		r := newRun(source, request, choices)
		err := r.block(t.Root)
		a.Overrides = append(a.Overrides, r.overrides...)
		a.ReadsBody = a.ReadsBody || r.readsBody
		a.Parameters = append(a.Parameters, r.parameters...)
		var p problem
		if errors.As(err, &p) {
			a.problem(p)
		} else if shape := r.out.shape(); !seen[shape] {
			seen[shape] = true
			a.end(r.out)
		}
		var more bool
		if choices, more = next(r.choices[:r.at]); !more {
			break
		}
	}
	slices.SortFunc(a.Overrides, func(x, y Override) int { return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Target, y.Target)) })
	a.Overrides = slices.Compact(a.Overrides)
	slices.Sort(a.Parameters)
	a.Parameters = slices.Compact(a.Parameters)
	a.ReadsClaims = slices.ContainsFunc(a.Holes, func(h *Hole) bool { return h.From(Claims) })
}

// shape tells what two ways rendered apart.
func (t Text) shape() string {
	var out strings.Builder
	for _, p := range t {
		if p.Hole != nil {
			fmt.Fprintf(&out, "\x00%s|%d|%v|%d\x00", p.Hole.Expr, p.Hole.Form, p.Hole.Origins, p.Hole.Line)
		} else {
			out.WriteString(p.Text)
		}
	}
	return out.String()
}

// end takes in what one way has rendered.
func (a *Analysis) end(out Text) {
	holes := out.Holes()
	a.Holes = append(a.Holes, holes...)
	if s, literal := out.Literal(); literal && strings.TrimSpace(s) == "" {
		a.Empty = true
		return
	}
	v, err := readJSON(out)
	var p problem
	if errors.As(err, &p) {
		a.problem(p)
		return
	}
	a.Documents = append(a.Documents, v)
}

func (a *Analysis) problem(p problem) {
	found := Problem{Line: p.line, What: p.what}
	if !slices.Contains(a.Problems, found) {
		a.Problems = append(a.Problems, found)
	}
}
