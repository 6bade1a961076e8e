package vtl

import (
	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/parse"
)

// Map is a java.util.LinkedHashMap: ordered, printed as {a=b}.
type Map = java.Map

// NewMap returns a Map with the given keys and values, alternating.
func NewMap(pairs ...any) *Map { return java.NewMap(pairs...) }

// Params are the request's parameters by where they come from; the values are strings. A nil map is
// empty. Path parameters are percent-encoded as the client sent them, query parameters are decoded.
type Params struct{ Path, Querystring, Header *Map }

// Limits bound what one evaluation may do. Zero means the default.
type Limits struct {
	Iterations int   // of one #foreach, after which it silently ends: 1,000, as on AWS
	Steps      int   // statements, iterations and method calls: 5,000,000
	Depth      int   // of #define blocks in each other: 100
	Output     int   // bytes: 10 MiB, API Gateway's payload limit
	Memory     int64 // bytes allocated for strings and collections: 256 MiB
}

func (l Limits) withDefaults() Limits {
	if l.Iterations == 0 {
		l.Iterations = 1000
	}
	if l.Steps == 0 {
		l.Steps = 5_000_000
	}
	if l.Depth == 0 {
		l.Depth = 100
	}
	if l.Output == 0 {
		l.Output = 10 << 20
	}
	if l.Memory == 0 {
		l.Memory = 256 << 20
	}
	return l
}

// Data is what one evaluation of a template works on. It must not be used by two goroutines at once;
// rendering changes Context, and collections in the other fields if the template does.
type Data struct {
	Body           string // the raw payload; empty is {} in $input.body, $input.path and $input.json
	Params         Params
	Context        *Map // $context; a template that uses it finds requestOverride and responseOverride there
	StageVariables map[string]string
	Vars           map[string]any // further references; converted as FromGo does
	Limits         Limits
	// OnSet, if not nil, is called before each #set is evaluated; its error ends the rendering.
	OnSet func(*parse.Set) error

	document any // the parsed body
	parsed   string
	isParsed bool
	failure  *PayloadError
}

// overrides makes sure that the maps that templates write overrides into exist, as on AWS (VTL-060).
func (d *Data) overrides() *Map {
	if d.Context == nil {
		d.Context = NewMap()
	}
	ensureMap(d.Context, "requestOverride", "path", "header", "querystring")
	ensureMap(d.Context, "responseOverride", "header")
	return d.Context
}

func ensureMap(m *Map, name string, parts ...string) {
	inner, ok := m.Get(name).(*Map)
	if !ok {
		inner = NewMap()
		m.Put(name, inner)
	}
	for _, part := range parts {
		if _, ok := inner.Get(part).(*Map); !ok {
			inner.Put(part, NewMap())
		}
	}
}
