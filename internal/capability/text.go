package capability

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// WriteText writes the matrix as aligned columns, one line per method, then the findings that are waived,
// then a line that sums up. It has no colours. It is printed below Pulumi's own output, which shows every other
// finding in full.
func (r Report) WriteText(w io.Writer) error {
	var out strings.Builder
	heading, rows := r.Matrix.columns()
	writeColumns(&out, append([][]string{heading}, rows...))
	for _, f := range r.Findings {
		if f.Verdict != Waived {
			continue
		}
		out.WriteByte('\n')
		fmt.Fprintf(&out, "%s %s %s\n", f.Rule, f.Severity, f.Verdict)
		fmt.Fprintf(&out, "  %s\n", f.Resource)
		if f.Source != "" {
			fmt.Fprintf(&out, "  %s\n", location(f.Source, f.Line))
		}
		field(&out, "", f.Message)
		field(&out, "counterexample: ", f.Counterexample)
		field(&out, "fix: ", f.Fix)
		field(&out, "", f.Document)
		field(&out, "waived: ", f.Waiver)
		field(&out, "fingerprint: ", f.Fingerprint)
	}
	if len(r.Influences) > 0 {
		out.WriteString("\nJudged with these settings, which are not the defaults:\n")
		for _, influence := range r.Influences {
			fmt.Fprintf(&out, "  %s\n", influence)
		}
	}
	fmt.Fprintf(&out, "\n%s\n", r.Summary())
	if r.Unlocked {
		fmt.Fprintf(&out, "%s\n", r.firstLock())
	}
	if slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Verdict != Waived }) {
		out.WriteString("Each finding, with what to do about it, is above under Policies.\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// firstLock says how a project begins to hold its stacks to their capabilities.
func (r Report) firstLock() string {
	return fmt.Sprintf("These capabilities were compared with nothing: the project has no capability lock yet. %s writes the first one.", r.LockCommand)
}

// Summary is one sentence: how many methods, and what was found. If the preview failed, it says so first.
func (r Report) Summary() string {
	failed := ""
	if r.Failure != "" {
		if len(r.Rules) == 0 {
			return fmt.Sprintf("%s/%s: the preview failed, and nothing was proven.", r.Matrix.Project, r.Matrix.Stack)
		}
		failed = " The preview failed."
	}
	count, advice := map[Verdict]int{}, 0
	for _, f := range r.Findings {
		count[f.Verdict]++
		if f.Level == "advisory" && f.Verdict != Waived {
			advice++
		}
	}
	advisory := ""
	if advice > 0 {
		advisory = fmt.Sprintf("; %d of these advisory, which fails nothing", advice)
	}
	proven := 0
	for _, row := range r.Matrix.Rows {
		if row.Verdict == Proven {
			proven++
		}
	}
	return fmt.Sprintf("%s/%s: %d of %d methods proven by %d rules; %d violated, %d undecided, %d waived%s."+failed,
		r.Matrix.Project, r.Matrix.Stack, proven, len(r.Matrix.Rows), len(r.Rules),
		count[Violated], count[Undecided], count[Waived], advisory)
}

func location(source string, line int) string {
	if line > 0 {
		return fmt.Sprintf("%s:%d", source, line)
	}
	return source
}

// field writes a text that may have several lines, indented, or nothing for an empty one.
func field(out *strings.Builder, name, text string) {
	if text == "" {
		return
	}
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if i == 0 {
			line = name + line
		}
		fmt.Fprintf(out, "  %s\n", line)
	}
}

// writeColumns aligns cells with two spaces between columns and none at the end of a line.
func writeColumns(out *strings.Builder, rows [][]string) {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell)+2))
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}
