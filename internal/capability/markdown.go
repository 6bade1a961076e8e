package capability

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Marker is the first line of WriteMarkdown's text. A workflow finds its earlier comment by it.
func (r Report) Marker() string {
	return fmt.Sprintf("<!-- capability matrix of %s/%s -->", r.Matrix.Project, r.Matrix.Stack)
}

// What GitHub takes as a comment has at most 65,536 characters. The matrix gets no more than its part, so that there is
// room for findings.
const (
	maxComment = 65_000
	maxMatrix  = 40_000
)

// WriteMarkdown writes the report for a pull request. Findings that would not fit into a comment are counted.
func (r Report) WriteMarkdown(w io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n### Capabilities of `%s`\n\n", r.Marker(), r.Matrix.Stack)
	if len(r.Matrix.Rows) > 0 {
		heading, rows := r.Matrix.columns()
		writeTable(&out, heading, rows)
		out.WriteByte('\n')
	}
	fmt.Fprintf(&out, "%s\n", escapeMarkdown(r.Summary()))
	if r.Unlocked {
		fmt.Fprintf(&out, "\n%s\n", escapeMarkdown(r.firstLock()))
	}
	if r.Failure != "" {
		out.WriteByte('\n')
		block(&out, "", shortened(r.Failure, maxMatrix/2))
	}
	if len(r.Influences) > 0 {
		out.WriteString("\nJudged with these settings, which are not the defaults:\n\n")
		for _, influence := range r.Influences {
			fmt.Fprintf(&out, "- %s\n", code(influence))
		}
	}
	titles := map[string]string{}
	for _, rule := range r.Rules {
		titles[rule.ID] = rule.Title
	}
	left := 0
	for _, f := range r.Findings {
		text := r.details(f, cmp.Or(titles[f.Rule], f.Rule))
		if out.Len()+len(text) > maxComment {
			left++
			continue
		}
		out.WriteString(text)
	}
	if left > 0 {
		fmt.Fprintf(&out, "\n%d of %d findings do not fit into a comment: the log of the preview has all of them.\n", left, len(r.Findings))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// details are one finding, folded.
func (r Report) details(f Finding, title string) string {
	var out strings.Builder
	kind := f.Severity
	if f.Level == "advisory" {
		kind += ", advisory"
	}
	fmt.Fprintf(&out, "\n<details><summary><b>%s</b> (%s, %s): %s%s</summary>\n\n", escapeHTML(title), kind, f.Verdict, escapeHTML(f.Resource), further(f))
	fmt.Fprintf(&out, "[%s](%s): %s\n\n", f.Rule, r.ruleDocument(f.Rule), escapeMarkdown(title))
	if f.Source != "" {
		fmt.Fprintf(&out, "`%s`\n\n", location(f.Source, f.Line))
	}
	block(&out, "", f.Message)
	if diff, ok := strings.CutPrefix(f.Counterexample, "\n"); ok {
		out.WriteString("Differences:\n\n")
		block(&out, "diff", indentedSign.ReplaceAllString(diff, "$1"))
	} else {
		labelled(&out, "Counterexample", f.Counterexample)
	}
	labelled(&out, "Fix", f.Fix)
	labelled(&out, "Document", f.Document)
	labelled(&out, "Waived", f.Waiver)
	fmt.Fprintf(&out, "Fingerprint `%s`\n", f.Fingerprint)
	if len(f.Also) > 0 {
		out.WriteString("\nThe same, for the same cause:\n\n")
	}
	for _, p := range f.Also {
		at := ""
		if p.Source != "" {
			at = " at " + code(location(p.Source, p.Line))
		}
		fmt.Fprintf(&out, "- %s%s, fingerprint `%s`\n", code(p.Resource), at, p.Fingerprint)
	}
	out.WriteString("\n</details>\n")
	return out.String()
}

// indentedSign begins a line of a method in a diff, which is below its route: only signs at the edge have colours.
var indentedSign = regexp.MustCompile(`(?m)^  ([-+] )`)

// shortened is the beginning of a text that is too long.
func shortened(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "\n..."
}

// further says of how many resources besides the first a finding is.
func further(f Finding) string {
	if len(f.Also) == 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", len(f.Also))
}

// ruleDocument is the address of a rule's documentation.
func (r Report) ruleDocument(id string) string {
	return cmp.Or(r.Docs, "docs/rules.md") + "#" + strings.ToLower(id)
}

func writeTable(out *strings.Builder, heading []string, rows [][]string) {
	for i := range heading {
		heading[i] = strings.ToUpper(heading[i][:1]) + strings.ToLower(heading[i][1:])
	}
	fmt.Fprintf(out, "| %s |\n|%s\n", strings.Join(heading, " | "), strings.Repeat(" --- |", len(heading)))
	for n, row := range rows {
		for i := range row {
			row[i] = code(row[i])
		}
		line := fmt.Sprintf("| %s |\n", strings.Join(row, " | "))
		if out.Len()+len(line) > maxMatrix {
			fmt.Fprintf(out, "\n%d of %d methods do not fit into a comment: the log of the preview has all of them.\n", len(rows)-n, len(rows))
			return
		}
		out.WriteString(line)
	}
}

// code is a cell in which nothing is Markdown. A pipe would end the cell even within code.
func code(text string) string {
	if text == "-" {
		return text
	}
	text = strings.NewReplacer("|", `\|`, "\n", " ").Replace(text)
	if strings.Contains(text, "`") {
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

func labelled(out *strings.Builder, label, text string) {
	if text != "" {
		fmt.Fprintf(out, "%s:\n\n", label)
		block(out, "", text)
	}
}

// block fences a text with more backticks than it has anywhere, so that it cannot end the block.
func block(out *strings.Builder, language, text string) {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	fmt.Fprintf(out, "%s%s\n%s\n%s\n\n", fence, language, strings.TrimRight(text, "\n"), fence)
}

func escapeMarkdown(text string) string {
	return strings.NewReplacer("_", `\_`, "*", `\*`, "`", "\\`", "<", "&lt;", "[", `\[`).Replace(text)
}

func escapeHTML(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}
