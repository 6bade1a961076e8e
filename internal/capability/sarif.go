package capability

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
)

// WriteSARIF writes the findings as SARIF 2.1.0
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). folder is the project's below the
// repository, empty if it is the repository itself. A finding without a source file is placed in Pulumi.yaml,
// because code scanning shows no result without a file.
func (r Report) WriteSARIF(w io.Writer, folder string) error {
	index := map[string]int{}
	driver := sarifDriver{
		Name: r.Pack, Version: r.PackVersion, SemanticVersion: r.PackVersion, Rules: []sarifRule{},
		InformationURI: "https://www.pulumi.com/docs/insights/policy/",
	}
	for i, rule := range r.Rules {
		index[rule.ID] = i
		driver.Rules = append(driver.Rules, r.newSARIFRule(rule))
	}
	run := sarifRun{
		Tool:       sarifTool{Driver: driver},
		Automation: sarifAutomation{ID: "capabilities/" + r.Matrix.Stack + "/"},
		Results:    []sarifResult{},
	}
	for _, f := range r.Findings {
		result := newSARIFResult(f, folder)
		if i, ok := index[f.Rule]; ok {
			result.RuleIndex = &i
		}
		run.Results = append(run.Results, result)
	}
	if r.Failure != "" {
		run.Invocations = []sarifInvocation{{ExecutionSuccessful: false, Notifications: []sarifNotification{{Level: "error", Message: sarifText{r.Failure}}}}}
	}
	return writeJSON(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

func (r Report) newSARIFRule(rule RuleInfo) sarifRule {
	var tags []string
	for tool, ids := range rule.MapsTo {
		for _, id := range ids {
			tags = append(tags, tool+":"+id)
		}
	}
	slices.Sort(tags)
	return sarifRule{
		ID: rule.ID, Name: rule.Name, HelpURI: r.helpURI(rule.ID),
		Short: sarifText{rule.Title},
		Full:  sarifText{rule.Why},
		Help:  sarifText{"Why: " + rule.Why + "\nFix: " + rule.Fix},
		Configuration: sarifConfiguration{
			Level: sarifLevel(rule.Severity, rule.Level),
		},
		Properties: sarifRuleProperties{
			Tags: append([]string{"security"}, tags...),
			// Code scanning reads a number from 0 to 10 as text.
			SecuritySeverity: map[string]string{"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}[rule.Severity],
		},
	}
}

func newSARIFResult(f Finding, folder string) sarifResult {
	lines := []string{f.Resource + ": " + f.Message}
	if diff, ok := strings.CutPrefix(f.Counterexample, "\n"); ok {
		lines = append(lines, "Differences:", diff)
	} else if f.Counterexample != "" {
		lines = append(lines, "Counterexample: "+f.Counterexample)
	}
	lines = append(lines, "Fix: "+f.Fix)
	if f.Document != "" {
		lines = append(lines, f.Document)
	}
	if len(f.Also) > 0 {
		lines = append(lines, "The same in "+Further(len(f.Also))+".")
	}
	result := sarifResult{
		RuleID:       f.Rule,
		Level:        sarifLevel(f.Severity, f.Level),
		Kind:         "fail",
		Message:      sarifText{strings.Join(lines, "\n")},
		Locations:    []sarifLocation{newSARIFLocation(Place{Resource: f.Resource, URN: f.URN, Source: f.Source, Line: f.Line}, folder)},
		Fingerprints: map[string]string{"finding/v1": f.Fingerprint},
	}
	for i, place := range f.Also {
		location := newSARIFLocation(place, folder)
		location.ID, location.Message = i+1, &sarifText{"The same of " + place.Resource}
		result.Related = append(result.Related, location)
	}
	// SARIF gives a result a level only when it failed (section 3.27.10).
	if f.Verdict == Undecided {
		result.Kind, result.Level = "open", "none"
		if f.Level == "mandatory" {
			result.Kind, result.Level = "fail", sarifLevel(f.Severity, f.Level)
		}
	}
	if f.Verdict == Waived {
		result.Suppressions = []sarifSuppression{{Kind: "external", Status: "accepted", Justification: f.Waiver}}
	}
	return result
}

func newSARIFLocation(p Place, folder string) sarifLocation {
	file := path.Join(folder, cmp.Or(p.Source, "Pulumi.yaml"))
	return sarifLocation{
		Physical: sarifPhysical{
			Artifact: sarifArtifact{URI: (&url.URL{Path: file}).String(), BaseID: "%SRCROOT%"},
			Region:   sarifRegion{StartLine: max(p.Line, 1)},
		},
		Logical: []sarifLogical{{FullyQualifiedName: cmp.Or(p.URN, p.Resource), Kind: "resource"}},
	}
}

// helpURI is a rule's documentation. SARIF takes absolute addresses only, and a report that knows none has none.
func (r Report) helpURI(id string) string {
	if r.Docs == "" {
		return ""
	}
	return r.ruleDocument(id)
}

// sarifLevel follows the severity. What only warns is never an error.
func sarifLevel(severity, level string) string {
	switch severity {
	case "critical", "high":
		if level == "mandatory" {
			return "error"
		}
		return "warning"
	case "medium":
		return "warning"
	}
	return "note"
}

// Further counts the places besides the first that a finding is about.
func Further(n int) string {
	if n == 1 {
		return "1 further place"
	}
	return fmt.Sprintf("%d further places", n)
}
