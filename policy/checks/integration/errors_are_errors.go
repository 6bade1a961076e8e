package integration

import (
	"fmt"
	"regexp"
	"strconv"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var errorsAreErrors = Rules.Add(&rule.Rule{
	ID: "LP-INTG-004", Slug: "errors-are-errors",
	Title: "Every DynamoDB error maps to an error status, and every outcome has a response",
	Why: "Without a response for 4xx and 5xx a refused write is answered with 200 and DynamoDB's own words. " +
		"Without a default response every success is answered with 500.",
	Fix:      `Give the integration a default response and responses with the selectionPatterns 4\d{2} and 5\d{2}, whose statuses are 400 or more.`,
	Severity: rule.Medium, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			findings = append(findings, answers(in, i)...)
		}
		return findings
	},
})

func answers(in *rule.Context, i *model.Integration) []rule.Finding {
	route := i.Method.Route()
	var findings []rule.Finding
	defaults := 0
	answered := map[string]*graph.Node{}
	for _, n := range i.Responses {
		pattern := n.In("selectionPattern")
		if pattern.IsUnknown() {
			findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "selectionPattern")))
			continue
		}
		text := pattern.TextOr("")
		if text == "" {
			defaults++
			continue
		}
		// Patterns are Java's and match the whole status.
		expression, err := regexp.Compile("^(?:" + text + ")$")
		if err != nil {
			findings = append(findings, rule.Undecided(n, fmt.Sprintf("the selectionPattern %q cannot be read: %v", text, err)).Remedy("write a plain pattern, such as 4\\d{2}"))
			continue
		}
		for _, status := range []string{"400", "500", "503"} {
			if expression.MatchString(status) {
				answered[status] = n
			}
		}
		if expression.MatchString("200") {
			findings = append(findings, rule.Violated(n, "%s answers a success of DynamoDB with the response for %q", route, text))
		}
	}
	if defaults != 1 {
		findings = append(findings, rule.Violated(i.Node, "%s has %d default responses instead of one", route, defaults).
			Counter("no response without selectionPattern answers a success"))
	}
	for _, status := range []string{"400", "500", "503"} {
		n := answered[status]
		if n == nil {
			findings = append(findings, rule.Violated(i.Node, "%s answers DynamoDB's error %s as a success", route, status).
				Counter("no response has a selectionPattern that matches %s", status))
			continue
		}
		findings = append(findings, rule.Require(in, n, isError, fmt.Sprintf("%s answers DynamoDB's error %s with a status below 400", route, status), "statusCode")...)
	}
	return findings
}

func isError(v graph.Value) bool {
	status, err := strconv.Atoi(v.TextOr(""))
	return err == nil && status >= 400
}
