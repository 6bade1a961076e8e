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

// waiversFile is where waivers are, below the repository's root.
const waiversFile = "policy/waivers.json"

// ApplyWaivers marks the findings that waivers accept. It returns a problem for each waiver that is not
// valid, has expired, or accepts no finding; they have no rule yet.
func ApplyWaivers(in *Context, rules []*Rule, findings []Finding) (problems []Finding) {
	for i := range in.Waivers {
		w := &in.Waivers[i]
		where := fmt.Sprintf("waiver %d (%s, %s)", i+1, w.Rule, w.Resource)
		r := Find(rules, w.Rule)
		if complaint := w.complaint(r, in.Today); complaint != "" {
			// Reported in every stack, because the waiver's own stack may rarely be previewed.
			problems = append(problems, Violated(nil, "%s %s", where, complaint))
			continue
		}
		if w.Stack != "" && w.Stack != in.Stack || in.LevelOf(r) == Disabled {
			continue
		}
		problems = append(problems, w.apply(where, findings)...)
	}
	for i := range problems {
		problems[i] = problems[i].At(waiversFile, 1)
	}
	return problems
}

// complaint says what is wrong with the waiver itself.
func (w *Waiver) complaint(r *Rule, today time.Time) string {
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
		return []Finding{Violated(nil, "%s has the fingerprint %s, but the finding is another: %s", where, w.Fingerprint, strings.Join(others, ", "))}
	}
	return []Finding{Violated(nil, "%s is not used: the rule has no such finding there", where).Remedy("remove the waiver from policy/waivers.json")}
}
