package iam

import "fmt"

// Verdict is the outcome of a proof.
type Verdict string

// The three verdicts.
const (
	Proven    Verdict = "proven"
	Violated  Verdict = "violated"
	Undecided Verdict = "undecided"
)

// Finding is one reason why a proof failed.
type Finding struct {
	Verdict Verdict // Violated or Undecided
	// Principal is who may do it; set only for trust policies.
	Principal string
	// Action and Resource are the counterexample: one concrete request.
	Action   string
	Resource string
	// Policy names the policy and Statement is the statement (JSON) that grants or denies it; empty
	// where no statement is to blame.
	Policy    string
	Statement string
	// Reason says in a sentence what is wrong.
	Reason string
	// Conditional is true when the statement has conditions, so that only some requests are meant.
	Conditional bool
	// Hypothetical is true when the counterexample is an action or ARN that matches the patterns but
	// that this package does not know to exist.
	Hypothetical bool
}

// String prints the finding for people.
func (f Finding) String() string {
	where := ""
	if f.Policy != "" {
		where = fmt.Sprintf(" (policy %q)", f.Policy)
	}
	return fmt.Sprintf("%s: %s%s", f.Verdict, f.Reason, where)
}

// Judge sums findings up: Proven for none, Violated if any is, Undecided otherwise.
func Judge(findings []Finding) Verdict {
	verdict := Proven
	for _, f := range findings {
		if f.Verdict == Violated {
			return Violated
		}
		verdict = Undecided
	}
	return verdict
}

// underOtherReading marks a finding that holds only if wildcards may swallow colons (IAM-005).
func (f *Finding) underOtherReading() {
	f.Verdict = Undecided
	f.Reason += `, if "*" may span the colons of an ARN, which AWS does not rule out; write the region and the account out`
}
