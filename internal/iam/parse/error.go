package parse

import (
	"fmt"
	"sort"
	"strings"
)

// MalformedPolicyDocument is the error code with which IAM refuses a document.
const MalformedPolicyDocument = "MalformedPolicyDocument"

// Error is everything that is wrong with a policy document.
type Error struct {
	// Code and Message are AWS's answer: MalformedPolicyDocument and one sentence, the one for
	// the first check that fails in AWS's order (IAM-002).
	Code    string
	Message string
	// Problems are all problems, in the document's order.
	Problems []Problem
}

// Problem is one thing that is wrong, and where.
type Problem struct {
	Path         string // "Statement[0].Action[1]", empty for the document
	Line, Column int    // from 1
	What         string // what is wrong, which value, and what to write instead
}

// Error gives AWS's message and lists every problem.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Code, e.Message)
	for _, p := range e.Problems {
		fmt.Fprintf(&b, "\n  %s", p)
	}
	return b.String()
}

// String prints "Statement[0].Effect (3:15): what".
func (p Problem) String() string {
	path := p.Path
	if path == "" {
		path = "document"
	}
	return fmt.Sprintf("%s (%d:%d): %s", path, p.Line, p.Column, p.What)
}

// check is a step of AWS's own validation. AWS stops at the first that fails, so that a document
// with many faults is answered with the message of the earliest check (IAM-002: the order was recorded by moto's
// tests, tests/test_iam/test_iam_policies.py).
type check int

const (
	checkSyntax check = iota
	checkVersion
	checkLegacy
	checkSids
	checkActions
	checkResourceFormat
	checkActionPrefix
	checkResources
)

// AWS's messages (recorded: moto's tests, Terraform issues).
const (
	saysSyntax            = "Syntax errors in policy."
	saysVersion           = "Policy document must be version 2012-10-17 or greater."
	saysLegacy            = "The policy failed legacy parsing"
	saysSids              = "Statement IDs (SID) in a single policy must be unique."
	saysSidCharacters     = "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
	saysActions           = "Policy statement must contain actions."
	saysResources         = "Policy statement must contain resources."
	saysPrincipal         = "Policy document should not specify a principal."
	saysVendor            = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
	saysColons            = "Actions/Condition can contain only one colon."
	saysResourceVendor    = "Resource vendor must be fully qualified and cannot contain regexes."
	saysInvalidJSON       = "This policy contains invalid Json"
	saysNoPrincipal       = "Missing required field Principal"
	saysNoAction          = "Missing required field Action"
	saysNoEffect          = "Missing required field Effect"
	saysNoResource        = "Missing required field Resource"
	saysEmptyPrincipal    = "Missing required field Principal cannot be empty!"
	saysStarPrincipal     = `AssumeRolepolicy contained an invalid principal: "STAR":"*".`
	saysTrustVersion      = "The policy must contain a valid version string"
	saysTrustStatements   = "Could not parse the policy: Statement is empty!"
	saysTrustSids         = "The Statement Ids in the policy are not unique"
	saysTrustActions      = "AssumeRole policy may only specify STS AssumeRole actions."
	saysTrustResource     = "Has prohibited field Resource"
	saysTrustNotResource  = "AssumeRole policy must not contain resources."
	saysTrustNotPrincipal = "AssumeRole policy must not contain NotPrincipal field."
	saysAllowNotPrincipal = "Allow with NotPrincipal is not allowed."
)

// complaint is a problem with AWS's message for it.
type complaint struct {
	Problem
	offset int
	check  check
	says   string
}

// parseError makes one error of the complaints, nil for none.
func parseError(doc string, complaints []complaint) error {
	if len(complaints) == 0 {
		return nil
	}
	sort.SliceStable(complaints, func(i, j int) bool { return complaints[i].offset < complaints[j].offset })
	first := complaints[0]
	e := &Error{Code: MalformedPolicyDocument}
	for _, c := range complaints {
		if c.check < first.check {
			first = c
		}
		c.Line, c.Column = position(doc, c.offset)
		e.Problems = append(e.Problems, c.Problem)
	}
	e.Message = first.says
	return e
}
