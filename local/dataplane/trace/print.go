package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"lambdaless/local/dataplane/wire"
)

// Print writes the trace for people: one paragraph per step. With color, verdicts carry ANSI colours.
func (t *Trace) Print(w io.Writer, color bool) error {
	p := &printer{color: color}
	p.line("%s", p.bold(t.Request.Line))
	p.message(t.Request)
	for i, step := range t.Steps {
		p.step(i+1, step)
	}
	p.line("")
	p.line("%s  (%s)", p.bold(t.Response.Line), Short(t.Duration))
	p.message(t.Response)
	_, err := w.Write(p.out.Bytes())
	return err
}

type printer struct {
	out   bytes.Buffer
	color bool
}

func (p *printer) line(format string, values ...any) {
	fmt.Fprintf(&p.out, format+"\n", values...)
}

func (p *printer) paint(code, text string) string {
	if !p.color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (p *printer) bold(text string) string { return p.paint("1", text) }

func (p *printer) message(m Message) {
	for _, header := range m.Headers {
		p.line("    %s: %s", header.Name, header.Value)
	}
	if m.Body != "" {
		p.block(m.Body, "    ")
	}
}

func (p *printer) step(number int, step Step) {
	verdict, code := step.Verdict, "32"
	if step.Failed {
		code = "31"
	}
	if verdict == "" {
		verdict = "done"
	}
	p.line("")
	p.line("%2d. %s  (%s)", number, p.bold(step.Name), Short(step.Duration))
	for _, fact := range step.Inputs {
		p.fact("<", fact)
	}
	for _, fact := range step.Outputs {
		p.fact(">", fact)
	}
	p.line("    %s", p.paint(code, indentRest(verdict, "    ")))
}

// fact prints a value on its name's line when it fits, below it otherwise.
func (p *printer) fact(arrow string, fact Fact) {
	text := factText(fact.Value)
	if !strings.Contains(text, "\n") && len(text) < 100 {
		p.line("    %s %s: %s", arrow, fact.Name, text)
		return
	}
	p.line("    %s %s:", arrow, fact.Name)
	p.block(text, "        ")
}

func (p *printer) block(text, indent string) {
	p.line("%s%s", indent, indentRest(strings.TrimRight(text, "\n"), indent))
}

func indentRest(text, indent string) string { return strings.ReplaceAll(text, "\n", "\n"+indent) }

func factText(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case wire.Headers:
		lines := make([]string, len(value))
		for i, header := range value {
			lines[i] = header.Name + ": " + header.Value
		}
		return strings.Join(lines, "\n")
	case http.Header:
		return factText(MaskHeaders(headerLines(value)))
	case fmt.Stringer:
		return value.String()
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(encoded)
}

// Short is a duration without digits that mean nothing.
func Short(d time.Duration) string {
	switch {
	case d >= time.Second:
		return d.Round(10 * time.Millisecond).String()
	case d >= time.Millisecond:
		return d.Round(10 * time.Microsecond).String()
	}
	return d.Round(time.Microsecond).String()
}
