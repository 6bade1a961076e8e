package vtl

import (
	"time"

	"lambdaless/internal/vtl/java"
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
	Steps      int   // statements, iterations, calls, and what calls look at: 5,000,000 (VTL-067)
	Depth      int   // of #define blocks in each other: 100
	Output     int   // bytes: 10 MiB, API Gateway's payload limit
	Memory     int64 // bytes allocated for strings and collections: 256 MiB

	// Time is how long it may take: 29 seconds, the longest that API Gateway waits for an integration.
	Time time.Duration
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
	if l.Time == 0 {
		l.Time = 29 * time.Second
	}
	return l
}

// method is $method (VTL-070): $method.request has the parameters as $input.params() has them.
func (d *Data) method() *Map {
	request := d.parameters()
	request.Opaque = true
	m := NewMap("request", request)
	m.Opaque = true
	return m
}

// parameters are the request's parameters by where they come from.
func (d *Data) parameters() *Map {
	p := &d.Params
	for _, m := range []**Map{&p.Path, &p.Querystring, &p.Header} {
		if *m == nil {
			*m = NewMap()
		}
	}
	return NewMap("path", p.Path, "querystring", p.Querystring, "header", p.Header)
}

// Data is the input of one evaluation of a template. It must not be used by two goroutines at once;
// rendering changes Context, and collections in the other fields if the template does.
type Data struct {
	Body           string // the raw payload; empty is {} in $input.body, $input.path and $input.json
	Params         Params
	Context        *Map // $context; a template that uses it finds requestOverride and responseOverride there
	StageVariables map[string]string
	Vars           map[string]any // further references; converted as FromGo does
	Limits         Limits
	// Overridden, if set, is called before a value is put into $context.requestOverride or
	// $context.responseOverride, by #set or by put: with its name below $context, such as
	// responseOverride.header.X-Kind or responseOverride.status, and the value. An error that it returns
	// ends the rendering, and is the cause of what Render returns.
	Overridden func(name string, value any) error

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
	for _, name := range []string{"requestOverride", "responseOverride", "identity"} {
		if m, ok := d.Context.Get(name).(*Map); ok {
			m.Opaque = true
		}
	}
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
