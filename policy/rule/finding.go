package rule

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"lambdaless/internal/capability"
	"lambdaless/internal/places"
	"lambdaless/policy/graph"
)

// Finding is one reason why a rule is not proven.
type Finding struct {
	// Rule and Level, the rule's level in this run, are set by Judge.
	Rule    *Rule
	Level   Level
	Verdict capability.Verdict
	// Node is the resource to blame; nil is the stack.
	Node *graph.Node
	// Source and Line are a file of the repository, where the finding is about one.
	Source string
	Line   int
	// Program is the line of the program that the finding leads to, where it names no file itself.
	Program places.Place
	// Also are further findings of the same cause, such as a document that several resources share.
	Also []Finding
	// Message says what is wrong, Counterexample shows it, Fix says what to do about just this (the
	// rule's Fix where it is empty), Document is a policy document to paste.
	Message, Counterexample, Fix, Document string
	// Only are the methods that the finding is about, where it is about some of those that consist of its node.
	Only []*graph.Node
	// Waiver is the waiver that accepted the finding.
	Waiver *Waiver
}

// Violated makes a finding of a known defect of a node; a nil node is the stack.
func Violated(n *graph.Node, format string, args ...any) Finding {
	return Finding{Verdict: capability.Violated, Node: n, Message: fmt.Sprintf(format, args...)}
}

// Undecided makes a finding for what is not known at preview. why names the unknown value and what made
// it unknown.
func Undecided(n *graph.Node, why string) Finding {
	return Finding{
		Verdict: capability.Undecided, Node: n, Message: why,
		Fix: "make the value known at preview: compute it from names, the account and the region instead of from another resource's outputs",
	}
}

// Counter sets the counterexample.
func (f Finding) Counter(format string, args ...any) Finding {
	f.Counterexample = fmt.Sprintf(format, args...)
	return f
}

// Remedy sets the fix for just this finding.
func (f Finding) Remedy(format string, args ...any) Finding {
	f.Fix = fmt.Sprintf(format, args...)
	return f
}

// At sets the file and the line, counted from 1, that the finding is about.
func (f Finding) At(source string, line int) Finding {
	f.Source, f.Line = source, line
	return f
}

// Resource is the finding's resource as waivers name it.
func (f Finding) Resource() string {
	if f.Node == nil {
		return graph.Stack
	}
	return f.Node.Title()
}

// URN is the finding's resource's URN, empty for the stack.
func (f Finding) URN() string {
	if f.Node == nil {
		return ""
	}
	return f.Node.URN
}

// Fingerprint identifies exactly this finding: another counterexample, another message or another
// resource is another finding. The line is left out, so that an edit above does not make it another.
func (f Finding) Fingerprint() string {
	verdict := f.Verdict
	if verdict == capability.Waived {
		verdict = f.Waiver.was
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{
		f.Rule.ID, f.Resource(), string(verdict), f.Source, f.Message, f.Counterexample,
	}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// Text is the finding for people, as a policy violation shows it below the rule's title.
func (f Finding) Text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %s\n", f.Verdict, f.Message)
	if at := f.place(); at.File != "" {
		fmt.Fprintf(&out, "  at %s\n", at)
	}
	switch {
	case strings.HasPrefix(f.Counterexample, "\n"): // lines with + and -, as of a lock
		fmt.Fprintf(&out, "  differences:%s\n", f.Counterexample)
	case f.Counterexample != "":
		fmt.Fprintf(&out, "  counterexample: %s\n", f.Counterexample)
	}
	fix := f.Fix
	if fix == "" {
		fix = f.Rule.Fix
	}
	fmt.Fprintf(&out, "  fix: %s\n", fix)
	if f.Document != "" {
		fmt.Fprintf(&out, "%s\n", strings.TrimRight(f.Document, "\n"))
	}
	if len(f.Also) > 0 {
		fmt.Fprintf(&out, "  the same in %s\n", f.others())
	}
	fmt.Fprintf(&out, "  %s, severity %s, fingerprint %s; see docs/rules.md#%s", f.Rule.ID, f.Rule.Severity, f.Fingerprint(), strings.ToLower(f.Rule.ID))
	return out.String()
}

// place is the line that the finding is about or leads to.
func (f Finding) place() places.Place {
	if f.Source != "" {
		return places.Place{File: f.Source, Line: f.Line}
	}
	return f.Program
}

// others names a few of the further resources; a report has all.
func (f Finding) others() string {
	const few = 3
	var names []string
	for _, other := range f.Also[:min(few, len(f.Also))] {
		names = append(names, other.Resource())
	}
	if more := len(f.Also) - few; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return capability.Further(len(f.Also)) + ": " + strings.Join(names, ", ")
}

// Report is the finding for a report.
func (f Finding) Report() capability.Finding {
	r := capability.Finding{
		Rule: f.Rule.ID, Verdict: f.Verdict, Severity: string(f.Rule.Severity), Level: string(f.Level),
		Resource: f.Resource(), URN: f.URN(), Source: f.place().File, Line: f.place().Line, Message: f.Message,
		Counterexample: f.Counterexample, Fix: f.Fix, Document: f.Document, Fingerprint: f.Fingerprint(),
	}
	if r.Fix == "" {
		r.Fix = f.Rule.Fix
	}
	for _, other := range f.Also {
		r.Also = append(r.Also, capability.Place{
			Resource: other.Resource(), URN: other.URN(), Source: other.place().File, Line: other.place().Line, Fingerprint: other.Fingerprint(),
		})
	}
	if f.Waiver != nil {
		r.Waiver = f.Waiver.String()
	}
	return r
}
