package rule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lambdaless/internal/capability"
)

// Waiver is the written acceptance of one finding.
type Waiver struct {
	// Rule is the rule's id, and Resource the finding's resource: "aws:dynamodb/table:Table::movies".
	Rule     string `json:"rule"`
	Resource string `json:"resource"`
	// Stack limits the waiver to one stack. Empty is every stack.
	Stack string `json:"stack,omitempty"`
	// Reason says why the finding is acceptable, and Owner who says so.
	Reason string `json:"reason"`
	Owner  string `json:"owner"`
	// Expiry is the last day on which the waiver counts: "2027-01-31".
	Expiry string `json:"expiry"`
	// Fingerprint is the exact finding's.
	Fingerprint string `json:"fingerprint"`

	was capability.Verdict
}

// String says who accepted what, and until when.
func (w Waiver) String() string {
	return fmt.Sprintf("until %s by %s: %s", w.Expiry, w.Owner, w.Reason)
}

// waivers is LP-PACK-003.
var waivers = &Rule{
	ID: "LP-PACK-003", Slug: "waivers-in-force",
	Title:    "Every waiver is complete, in force, and about a finding that exists",
	Why:      "A waiver that has expired, or that no longer fits what it was written for, hides the next mistake.",
	Fix:      "Renew the waiver with a new expiry and the fingerprint shown, or remove it from policy/waivers.json.",
	Severity: High, Level: Mandatory,
}

// waiversFile is where waivers are, below the repository's root.
const waiversFile = "policy/waivers.json"

// applyWaivers marks the findings that waivers accept, and reports the waivers that accept none.
func applyWaivers(in *Input, findings []Finding) []Finding {
	var problems []Finding
	for i := range in.Waivers {
		w := &in.Waivers[i]
		where := fmt.Sprintf("waiver %d (%s, %s)", i+1, w.Rule, w.Resource)
		if complaint := w.complaint(in.Today); complaint != "" {
			// In every stack: nobody may ever preview the one that it is for.
			problems = append(problems, violated(nil, "%s %s", where, complaint))
			continue
		}
		if w.Stack != "" && w.Stack != in.Stack || in.LevelOf(Find(w.Rule)) == Disabled {
			continue
		}
		problems = append(problems, w.apply(where, findings)...)
	}
	if in.LevelOf(waivers) == Disabled {
		return findings
	}
	for i := range problems {
		problems[i] = problems[i].at(waiversFile, 1)
		problems[i].Rule = waivers
	}
	return append(findings, problems...)
}

// complaint says what is wrong with the waiver itself.
func (w *Waiver) complaint(today time.Time) string {
	var missing []string
	for name, value := range map[string]string{
		"rule": w.Rule, "resource": w.Resource, "reason": w.Reason, "owner": w.Owner, "expiry": w.Expiry, "fingerprint": w.Fingerprint,
	} {
		if strings.TrimSpace(value) == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return "lacks " + strings.Join(missing, ", ")
	}
	r := Find(w.Rule)
	if r == nil {
		return "names a rule that does not exist"
	}
	if !r.waivable() {
		return "names a rule that guards the pack itself and cannot be waived"
	}
	expiry, err := time.Parse(time.DateOnly, w.Expiry)
	if err != nil {
		return fmt.Sprintf("has the expiry %q, which is not a date like 2027-01-31", w.Expiry)
	}
	if today.After(expiry.AddDate(0, 0, 1)) || today.Equal(expiry.AddDate(0, 0, 1)) {
		return "expired on " + w.Expiry
	}
	return ""
}

// apply accepts the waiver's finding.
func (w *Waiver) apply(where string, findings []Finding) []Finding {
	var others []string
	for i := range findings {
		f := &findings[i]
		if f.Rule.ID != w.Rule || f.Resource() != w.Resource || f.Verdict == capability.Waived {
			continue
		}
		if f.Fingerprint() == w.Fingerprint {
			w.was = f.Verdict
			f.Verdict, f.Waiver = capability.Waived, w
			return nil
		}
		others = append(others, f.Fingerprint())
	}
	if len(others) > 0 {
		slices.Sort(others)
		return []Finding{violated(nil, "%s has the fingerprint %s, but the finding is another: %s", where, w.Fingerprint, strings.Join(others, ", "))}
	}
	return []Finding{violated(nil, "%s is not used: the rule has no such finding there", where).fix("remove the waiver from policy/waivers.json")}
}
