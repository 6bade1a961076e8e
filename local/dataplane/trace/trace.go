// Package trace records what every step of a request saw, decided and took, as the console's Test button
// shows it. Its methods work on a nil Trace, which records nothing.
package trace

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"lambdaless/local/dataplane/wire"
)

// Trace is a request's path through the pipeline. It is plain data and survives JSON. Secrets in it are
// masked.
type Trace struct {
	RequestID string        `json:"requestId"`
	TraceID   string        `json:"traceId"`
	Start     time.Time     `json:"start"`
	Request   Message       `json:"request"`
	Steps     []Step        `json:"steps"`
	Response  Message       `json:"response"`
	Duration  time.Duration `json:"durationNanoseconds"`
	// Renderings are the templates that were rendered, in their order.
	Renderings []Rendering `json:"renderings,omitempty"`
}

// Message is what came in or went out.
type Message struct {
	Line    string       `json:"line"` // "GET /dev/bob" or "200 OK"
	Headers wire.Headers `json:"headers"`
	Body    string       `json:"body"`
}

// Step is what one step saw, decided and took. Steps after a failed one do not run.
type Step struct {
	Name     string        `json:"name"`
	Verdict  string        `json:"verdict"`
	Failed   bool          `json:"failed,omitempty"`
	Inputs   []Fact        `json:"inputs,omitempty"`
	Outputs  []Fact        `json:"outputs,omitempty"`
	Duration time.Duration `json:"durationNanoseconds"`
}

// Fact is a named value.
type Fact struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// Traced values are recorded as what Traced returns.
type Traced interface{ Traced() any }

// Begin starts a step; In, Out and Verdict are about it until the next one.
func (t *Trace) Begin(name string) {
	if t != nil {
		t.Steps = append(t.Steps, Step{Name: name})
	}
}

// End ends a step. A failure replaces its verdict.
func (t *Trace) End(took time.Duration, failure string) {
	if t == nil {
		return
	}
	t.current().Duration = took
	if failure != "" {
		t.current().Verdict, t.current().Failed = failure, true
	}
}

func (t *Trace) current() *Step { return &t.Steps[len(t.Steps)-1] }

// In records what the step works on.
func (t *Trace) In(name string, value any) {
	if t != nil {
		t.current().Inputs = append(t.current().Inputs, fact(name, value))
	}
}

// Out records what the step found out or made.
func (t *Trace) Out(name string, value any) {
	if t != nil {
		t.current().Outputs = append(t.current().Outputs, fact(name, value))
	}
}

func fact(name string, value any) Fact {
	switch v := value.(type) {
	case Traced:
		value = v.Traced()
	case []byte:
		value = string(v)
	}
	return Fact{name, value}
}

// Verdict records what the step decided.
func (t *Trace) Verdict(format string, values ...any) {
	if t != nil {
		t.current().Verdict = fmt.Sprintf(format, values...)
	}
}

// StatusLine is a status as the first line of a response has it: 200 OK.
func StatusLine(status int) string {
	line := strconv.Itoa(status)
	if text := http.StatusText(status); text != "" {
		line += " " + text
	}
	return line
}

// secretHeaders are masked in traces.
var secretHeaders = []string{"authorization", "x-api-key", "cookie", "x-amz-security-token"}

// MaskHeaders returns headers with their secrets masked.
func MaskHeaders(headers wire.Headers) wire.Headers {
	var masked wire.Headers
	for _, field := range headers {
		field.Value = MaskHeader(field.Name, field.Value)
		masked = append(masked, field)
	}
	return masked
}

// MaskHeader is a header's value, masked if it is a secret.
func MaskHeader(name, value string) string {
	if slices.Contains(secretHeaders, strings.ToLower(name)) {
		return Mask(value)
	}
	return value
}

// Mask shows only a secret's end, as API Gateway's logs do.
func Mask(secret string) string {
	if len(secret) <= 6 {
		return "******"
	}
	return "******" + secret[len(secret)-6:]
}

// headerLines are the lines of a map of headers, sorted by name.
func headerLines(header http.Header) wire.Headers {
	var lines wire.Headers
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			lines = append(lines, wire.Field{Name: name, Value: value})
		}
	}
	return lines
}
