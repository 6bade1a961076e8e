package capability

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ReportVersion is the version of a Report's JSON form.
const ReportVersion = 1

// Report is all that one run of a policy pack found.
type Report struct {
	Version     int    `json:"version"`
	Pack        string `json:"pack"`
	PackVersion string `json:"packVersion"`
	// Matrix is the capability matrix.
	Matrix Matrix `json:"matrix"`
	// Rules are the rules that judged, whether they found something or not.
	Rules []RuleInfo `json:"rules"`
	// Findings are the violations and the undecided proofs, the waived ones too.
	Findings []Finding `json:"findings"`
	// Docs is the address of the documentation of the rules; empty for docs/rules.md of the repository.
	Docs string `json:"docs,omitempty"`
	// NoLock says that the stack needs no capability lock.
	NoLock bool `json:"noLock,omitempty"`
	// Unlocked says that the stack was not compared with a capability lock because no stack of its project has
	// one yet.
	Unlocked bool `json:"unlocked,omitempty"`
	// LockCommand is the command that writes the lock.
	LockCommand string `json:"lockCommand,omitempty"`
	// Influences are the settings, levels and environment variables in force that are not the defaults. They
	// can change a verdict. Waivers are shown by the findings that they accept.
	Influences []string `json:"influences,omitempty"`
	// Failure is why the preview failed, where the pack did not get to judge the stack or the engine failed after it;
	// empty otherwise.
	Failure string `json:"failure,omitempty"`
	// Milliseconds is how long the pack worked on the stack as a whole.
	Milliseconds float64 `json:"milliseconds"`
}

// RuleInfo describes a rule to a reader of the report.
type RuleInfo struct {
	ID    string `json:"id"`
	Name  string `json:"name"` // the policy's name, as --policy-pack-config takes it
	Title string `json:"title"`
	Why   string `json:"why"`
	Fix   string `json:"fix"`
	// Severity is critical, high, medium or low.
	Severity string `json:"severity"`
	// Level is mandatory or advisory.
	Level string `json:"level"`
	// MapsTo are the ids of other tools' rules, by tool.
	MapsTo map[string][]string `json:"mapsTo,omitempty"`
}

// Finding is one reason why a rule is not proven.
type Finding struct {
	Rule     string  `json:"rule"`
	Verdict  Verdict `json:"verdict"` // Violated, Undecided or Waived
	Severity string  `json:"severity"`
	Level    string  `json:"level"`
	// Resource is the resource's type and name, "aws:iam/role:Role::get-name"; URN is its URN.
	Resource string `json:"resource"`
	URN      string `json:"urn"`
	// Source is a file of the project that the finding is about or leads to, such as
	// "templates/movie/get.request.vtl", and Line is a line of it. Empty and 0 where there is none.
	Source string `json:"source,omitempty"`
	Line   int    `json:"line,omitempty"`
	// Also are further resources with the same finding, for the same cause.
	Also []Place `json:"also,omitempty"`
	// Message says what is wrong.
	Message string `json:"message"`
	// Counterexample is one concrete thing that shows it.
	Counterexample string `json:"counterexample,omitempty"`
	// Fix says what to do.
	Fix string `json:"fix"`
	// Document is a policy document to paste, where that is the fix.
	Document string `json:"document,omitempty"`
	// Fingerprint identifies exactly this finding, for a waiver.
	Fingerprint string `json:"fingerprint"`
	// Waiver says who accepted the finding, why and until when.
	Waiver string `json:"waiver,omitempty"`
}

// Place is a further resource with a finding. Its fields are those of Finding.
type Place struct {
	Resource    string `json:"resource"`
	URN         string `json:"urn"`
	Source      string `json:"source,omitempty"`
	Line        int    `json:"line,omitempty"`
	Fingerprint string `json:"fingerprint"`
}

// Sort orders the findings: what fails the preview, then advice, then what is waived, with the finding of the lock last;
// the most severe first, then by rule, resource and fingerprint. The rules are by id.
func (r *Report) Sort() {
	r.Matrix.Sort()
	slices.SortFunc(r.Rules, func(a, b RuleInfo) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(weight(a), weight(b)), cmp.Compare(severities[a.Severity], severities[b.Severity]),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.URN, b.URN), cmp.Compare(a.Source, b.Source),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
}

var severities = map[string]int{"critical": 0, "high": 1, "medium": 2, "low": 3}

// weight is the finding's place. What differs from the lock follows from the other findings.
func weight(f Finding) int {
	switch {
	case strings.HasPrefix(f.Rule, "LP-LOCK-"):
		return 3
	case f.Verdict == Waived:
		return 2
	case f.Level == "advisory":
		return 1
	}
	return 0
}

// Unjudged is the report of a preview that ended before the pack had judged the stack.
func Unjudged(project, stack, failure string) Report {
	return Report{Version: ReportVersion, Pack: "lambdaless", Matrix: Matrix{Project: project, Stack: stack}, Failure: failure}
}

// Failed reports whether the preview failed, or a finding of a mandatory rule stands, that is, is not waived.
func (r Report) Failed() bool {
	return r.Failure != "" || slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Level == "mandatory" && f.Verdict != Waived })
}

// WriteJSON writes the report as indented JSON.
func (r Report) WriteJSON(w io.Writer) error { return writeJSON(w, r) }

// WriteFile writes the report's JSON to a file, all or nothing.
func (r Report) WriteFile(path string) error {
	return writeFile(path, func(w io.Writer) error { return r.WriteJSON(w) })
}

// ReadReport reads a file that WriteFile wrote.
func ReadReport(path string) (Report, error) {
	var r Report
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, fmt.Errorf("the policy pack wrote no report to %s: it did not run, or the preview failed before it: %w", path, err)
	}
	if err != nil {
		return r, fmt.Errorf("reading the policy pack's report: %w", err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("%s is not a report of the policy pack: %w", path, err)
	}
	if r.Version != ReportVersion {
		return r, fmt.Errorf("%s has version %d of the report, this program reads version %d: build the policy pack and this program from one checkout", path, r.Version, ReportVersion)
	}
	return r, nil
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// writeFile writes a file beside its destination and then renames it.
func writeFile(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(os.Remove(file.Name())))
		}
	}()
	if err := errors.Join(write(file), file.Chmod(0o644), file.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return os.Rename(file.Name(), path)
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
