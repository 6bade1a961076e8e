package flow

import (
	"cmp"
	"errors"
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
	// Problems are why the template is not proven: what is outside of the subset, and output that is not
	// JSON. With a problem everything else is incomplete.
	Problems []Problem
	// Documents are the alternatives of what it renders. A rendering of blanks has none.
	Documents []*Value
	// Empty tells that some rendering is nothing but blanks.
	Empty bool
	// Overrides are what it sets below $context.
	Overrides []Override
	// Placeholders are all that any rendering has.
	Placeholders []*Placeholder
	// ReadsBody tells that some rendering reads the body ($input.body, .json, .path).
	ReadsBody bool
	// BodyMembers are the members of the body that are read by name, without those below.
	BodyMembers []string
	// Parameters are the request's parameters that some rendering reads.
	Parameters []Parameter
	// Context are the variables of $context that some rendering reads, and the groups that they are in:
	// "context.authorizer", "context.authorizer.claims".
	Context []string
	// ReadsClaims tells that some rendering has something of $context.authorizer.
	ReadsClaims bool
}

// Problem is one reason why a template is not proven.
type Problem struct {
	Line int
	What string
	// Rewrite says what to write instead, where that is known.
	Rewrite string
	// Syntax tells that the template does not parse: it would fail for every request.
	Syntax bool
}

// Override is a #set of something below $context.requestOverride or $context.responseOverride, or a use
// that may be one.
type Override struct {
	Target string // "$context.requestOverride.header.X"
	Line   int
	// Path is the target, in a canonical spelling: "context.responseOverride.status". Empty where it is not known.
	Path string
	// Written is the text that it is set to. Followed tells that it is all of it.
	Written  Text
	Followed bool
}

func (o Override) same(other Override) bool {
	return o.Target == other.Target && o.Line == other.Line && o.Path == other.Path && o.Followed == other.Followed && o.Written.String() == other.Written.String()
}

// Options say what is known about a template's surroundings.
type Options struct {
	// Request tells a request template from a response template.
	Request bool
	// Body is the type of $input.path('$'): of a body that is validated before the template runs, or of
	// the backend's answer. Nil is any value.
	Body *Type
}

var sourceLine = regexp.MustCompile(`^## source: ([^\r\n]+)\r?\n`)

// Analyze follows a template.
func Analyze(source string, options Options) *Analysis {
	a := &Analysis{}
	first := 1
	if m := sourceLine.FindStringSubmatch(source); m != nil {
		a.Source = "templates/" + strings.TrimSpace(m[1])
		first = 0
	}
	t, err := parse.Parse(cmp.Or(a.Source, "template"), source, parse.FirstLine(first))
	if err != nil {
		found := Problem{What: err.Error(), Syntax: true}
		var at *parse.Error
		if errors.As(err, &at) {
			found.Line, found.What = at.Line, at.Message
		}
		a.Problems = append(a.Problems, found)
		return a
	}
	newMachine(a, source, options, t.Root).run()
	a.finish()
	return a
}

func (a *Analysis) finish() {
	slices.SortFunc(a.Overrides, func(x, y Override) int {
		return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Target, y.Target), cmp.Compare(x.Written.String(), y.Written.String()))
	})
	a.Overrides = slices.CompactFunc(a.Overrides, Override.same)
	slices.SortStableFunc(a.Problems, func(x, y Problem) int { return cmp.Compare(x.Line, y.Line) })
	slices.SortFunc(a.Parameters, func(x, y Parameter) int { return cmp.Or(cmp.Compare(x.Place, y.Place), cmp.Compare(x.Name, y.Name)) })
	a.Parameters = slices.Compact(a.Parameters)
	slices.Sort(a.Context)
	a.Context = slices.Compact(a.Context)
	slices.Sort(a.BodyMembers)
	a.BodyMembers = slices.Compact(a.BodyMembers)
	a.ReadsClaims = slices.ContainsFunc(a.Placeholders, func(p *Placeholder) bool { return p.From(Claims) })
}

// problem is a reason why one configuration cannot be followed.
type problem struct {
	line int
	what string
}
