package command

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// maxShown is how many changed resources are listed; of more only the engine's count is shown.
const maxShown = 10

// sometimes is the number of steps after which a log, which has no line to rewrite, says how far the engine is.
const sometimes = 100

// quiet passes on what the engine prints without its line for each step of each resource: on a terminal one
// line says how many steps are done. Afterwards a few changes are listed, and failures always.
type quiet struct {
	to       io.Writer
	terminal bool
	rest     []byte   // a line that has not ended
	done     []string // steps since the last other line
	lock     []string // the finding of the capability lock, which can be long and comes last
	locked   bool     // the lines that follow belong to it
	packs    []string // the heading of the packs' findings and a pack without one, so far
}

var (
	ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")
	// step is a resource's line: what is done, the type, the name, and how far it is. Under Diagnostics names are in
	// parentheses.
	step = regexp.MustCompile(`^ *(?:\+\+|\+-|-\+|--|[-+~<>=])? +\S+:\S+ [^\s(]\S*(?: (.*))?$`)
	// useless are lines without news: the engine's dots, a stack in which something changes (what fails in it is under
	// Diagnostics), that packs are loaded, and its advice to remove a stack that is removed anyway.
	useless = regexp.MustCompile(`^(@ .*| *[-+~]* *pulumi:pulumi:Stack [^\s(]\S*( .*)?|Loading policy packs.*: (starting|done)|The resources in the stack have been deleted, but .*|If you want to remove the stack completely, run .*)$`)
	// finding begins a rule's finding under Policies, and findings are of what these are made of.
	finding     = regexp.MustCompile(`^ +- \[\w+\]  ?([a-z]+-[a-z]+-\d+)`)
	ofFindings  = regexp.MustCompile(`^ {8,}\S`)
	lockFinding = "lp-lock-001"
	// unfound is a pack that found nothing, as one does that was not asked because the program failed. What was proven is
	// said below the matrix.
	unfound = regexp.MustCompile(`^ {4}✅ \S`)
	// going is a step that has not ended.
	going = regexp.MustCompile(`^\*{0,2}\w+ing\b`)
)

func (q *quiet) Write(p []byte) (int, error) {
	q.rest = append(q.rest, p...)
	for {
		line, rest, found := bytes.Cut(q.rest, []byte("\n"))
		if !found {
			return len(p), nil
		}
		q.rest = rest
		if err := q.line(string(line)); err != nil {
			return 0, err
		}
	}
}

func (q *quiet) line(line string) error {
	plain := strings.TrimRight(ansi.ReplaceAllString(line, ""), " ")
	if held, err := q.hold(line, plain); held || err != nil {
		return err
	}
	match := step.FindStringSubmatch(plain)
	begins := finding.FindStringSubmatch(plain)
	switch {
	case begins != nil:
		q.locked = begins[1] == lockFinding
	case !ofFindings.MatchString(plain):
		q.locked = false
		if _, err := io.WriteString(q.to, strings.Join(q.lock, "")); err != nil {
			return err
		}
		q.lock = nil
	}
	switch {
	case q.locked:
		q.lock = append(q.lock, line+"\n")
		return nil
	case useless.MatchString(plain):
		return nil
	case match == nil || strings.Contains(match[1], "error") || strings.Contains(match[1], "failed"):
		if err := q.settle(); err != nil {
			return err
		}
		_, err := fmt.Fprintln(q.to, line)
		return err
	case match[1] == "" || going.MatchString(match[1]): // a refresh prints nothing for what has not changed
		return nil
	}
	q.done = append(q.done, line)
	var err error
	switch {
	case q.terminal:
		_, err = fmt.Fprintf(q.to, "\r\x1b[K%d steps done", len(q.done))
	case len(q.done)%sometimes == 0:
		_, err = fmt.Fprintf(q.to, "%d steps done\n", len(q.done))
	}
	return err
}

// hold keeps the heading Policies back until a pack has findings below it.
func (q *quiet) hold(line, plain string) (bool, error) {
	switch {
	case plain == "Policies:" || len(q.packs) > 0 && unfound.MatchString(plain):
		q.packs = append(q.packs, line+"\n")
		return true, nil
	case len(q.packs) == 0:
		return false, nil
	case plain == "": // the end of the section
		q.packs = nil
		return true, nil
	}
	err := q.settle()
	if err == nil {
		_, err = io.WriteString(q.to, strings.Join(q.packs, ""))
	}
	q.packs = nil
	return false, err
}

// settle ends the progress line and lists the steps, if they are few.
func (q *quiet) settle() error {
	if len(q.done) == 0 {
		return nil
	}
	var out strings.Builder
	if q.terminal {
		out.WriteString("\r\x1b[K")
	}
	if len(q.done) <= maxShown {
		out.WriteString(strings.Join(q.done, "\n") + "\n")
	}
	q.done = nil
	_, err := io.WriteString(q.to, out.String())
	return err
}
