package dataplane

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Trace is a request's way through the pipeline, as the console's Test button shows it. It is plain
// data and survives JSON. Secrets in it are masked.
type Trace struct {
	RequestID string        `json:"requestId"`
	TraceID   string        `json:"traceId"`
	Start     time.Time     `json:"start"`
	Request   TracedMessage `json:"request"`
	Steps     []Step        `json:"steps"`
	Response  TracedMessage `json:"response"`
	Duration  time.Duration `json:"durationNanoseconds"`
}

// TracedMessage is what came in or went out.
type TracedMessage struct {
	Line    string  `json:"line"` // "GET /dev/bob" or "200 OK"
	Headers Headers `json:"headers"`
	Body    string  `json:"body"`
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

func (t *Trace) open(x *exchange) {
	if t == nil {
		return
	}
	line := x.request.Method + " " + x.request.Path
	if x.request.RawQuery != "" {
		line += "?" + x.request.RawQuery
	}
	*t = Trace{
		RequestID: x.requestID, TraceID: x.xray.root, Start: x.start,
		Request: TracedMessage{line, tracedHeaders(x.request.Header), utf8Text(x.request.Body)},
	}
}

func (t *Trace) close(x *exchange) {
	if t == nil {
		return
	}
	t.Response = TracedMessage{
		statusLine(x.response.StatusCode), x.response.Header, utf8Text(x.response.Body),
	}
	t.Duration = x.g.Clock().Sub(x.start)
}

func statusLine(status int) string {
	line := strconv.Itoa(status)
	if text := http.StatusText(status); text != "" {
		line += " " + text
	}
	return line
}

// secretHeaders are masked in traces.
var secretHeaders = set("authorization", "x-api-key", "cookie", "x-amz-security-token")

func tracedHeaders(header Headers) Headers {
	var traced Headers
	for _, field := range header {
		if secretHeaders[strings.ToLower(field.Name)] {
			field.Value = mask(field.Value)
		}
		traced = append(traced, field)
	}
	return traced
}

// current is the step that runs.
func (t *Trace) current() *Step { return &t.Steps[len(t.Steps)-1] }

func (t *Trace) in(name string, value any) {
	t.current().Inputs = append(t.current().Inputs, Fact{name, value})
}

func (t *Trace) out(name string, value any) {
	t.current().Outputs = append(t.current().Outputs, Fact{name, value})
}

// verdict is the only one of these that a nil trace takes: its text is at hand, values have a cost.
func (t *Trace) verdict(text string) {
	if t != nil {
		t.current().Verdict = text
	}
}
