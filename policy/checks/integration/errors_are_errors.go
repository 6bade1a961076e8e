package integration

import (
	"fmt"
	"strconv"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-INTG-004", Slug: "errors-are-errors",
	Title: "Every DynamoDB error maps to an error status, and every outcome has a response",
	Why: "Without a response for 4xx and 5xx a refused write is answered with 200 and DynamoDB's own message. " +
		"Without a response for a success it is answered with 500. A status that the request template overrides holds for errors too.",
	Fix:      `Give the integration a default response and responses with the selectionPatterns 4\d{2} and 5\d{2}, whose statuses are 400 or more.`,
	Severity: rule.Medium, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			findings = append(findings, answers(in, i)...)
			findings = append(findings, overridden(in, i)...)
		}
		return append(findings, errorsOf(in)...)
	},
})

func answers(in *rule.Context, i *model.Integration) []rule.Finding {
	route := i.Method.Route()
	var findings []rule.Finding
	defaults := 0
	for _, n := range i.Responses {
		pattern := n.In("selectionPattern")
		if pattern.IsUnknown() {
			findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "selectionPattern")))
			continue
		}
		findings = append(findings, declared(in, i, n)...)
		if pattern.TextOr("") == "" {
			defaults++
		} else if _, err := matching(pattern.TextOr("")); err != nil {
			findings = append(findings, rule.Undecided(n, fmt.Sprintf("the selectionPattern %q cannot be read: %v", pattern.TextOr(""), err)).Remedy("write a plain pattern, such as 4\\d{2}"))
		}
	}
	ofSuccess := answering(i, success)
	if defaults > 1 || len(ofSuccess) == 0 {
		findings = append(findings, rule.Violated(i.Node, "%s has %d default responses instead of one", route, defaults).
			Counter("no response without selectionPattern answers a success"))
	}
	for _, n := range ofSuccess {
		findings = append(findings, rule.Require(in, n, isSuccess, route+" answers a success of DynamoDB as an error", "statusCode")...)
	}
	return append(findings, errorsAnswered(in, i)...)
}

// errorsAnswered judges the response of each error. One that no response is for is answered with 500.
func errorsAnswered(in *rule.Context, i *model.Integration) []rule.Finding {
	route := i.Method.Route()
	var findings []rule.Finding
	judged := map[*graph.Node]bool{}
	for _, status := range failures {
		for _, n := range answering(i, status) {
			if judged[n] {
				continue
			}
			judged[n] = true
			if n.In("selectionPattern").TextOr("") == "" && isSuccess(n.In("statusCode")) {
				findings = append(findings, rule.Violated(i.Node, "%s answers DynamoDB's error %d as a success", route, status).
					Counter("no response has a selectionPattern that matches %d", status))
				continue
			}
			findings = append(findings, rule.Require(in, n, isError, fmt.Sprintf("%s answers DynamoDB's error %d with a status below 400", route, status), "statusCode")...)
		}
	}
	return findings
}

func isSuccess(v graph.Value) bool {
	status, err := strconv.Atoi(v.TextOr(""))
	return err == nil && status >= 200 && status < 400
}

// declared judges whether the method has a response for the status of an integration's response: API Gateway
// refuses an integration response without one.
func declared(in *rule.Context, i *model.Integration, n *graph.Node) []rule.Finding {
	status, known := n.In("statusCode").Text()
	unknown := false
	for _, response := range i.Method.Responses {
		own := response.In("statusCode")
		unknown = unknown || own.IsUnknown()
		if own.TextOr("") == status {
			return undeclared(i, n, response)
		}
	}
	switch {
	case !known || unknown:
		return nil // isError and isSuccess report what is unknown
	case len(i.Method.Responses) == 0 && len(in.Graph.OfType(graph.MethodResponse)) == 0:
		return nil
	}
	return []rule.Finding{rule.Violated(n, "%s has no method response for the status %s", i.Method.Route(), status).
		Counter("API Gateway refuses an integration response without a method response of its status").Remedy("add a MethodResponse with statusCode %s", status)}
}

// undeclared are headers that an integration's response sets and the method's does not declare, which API Gateway
// refuses.
func undeclared(i *model.Integration, n, response *graph.Node) []rule.Finding {
	declared := response.In("responseParameters")
	if declared.IsUnknown() {
		return nil
	}
	var findings []rule.Finding
	for _, key := range n.In("responseParameters").Keys() {
		if declared.At(key).Absent() {
			findings = append(findings, rule.Violated(n, "%s sets %s, which its method response does not declare", i.Method.Route(), key).
				Counter("API Gateway refuses the integration response: the deployment fails").Remedy("add %q to the responseParameters of %s", key, response.Title()))
		}
	}
	return findings
}

func isError(v graph.Value) bool { return errorStatus(v.TextOr("")) }
