package integration

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
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
			findings = append(findings, overridden(in, i)...)
		}
		return append(findings, errorsOf(in)...)
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
		findings = append(findings, declared(in, i, n)...)
		if text == "" {
			defaults++
			findings = append(findings, rule.Require(in, n, isSuccess, route+" answers a success of DynamoDB as an error", "statusCode")...)
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

// overridden judges the statuses that error responses set by $context.responseOverride.status.
func overridden(in *rule.Context, i *model.Integration) []rule.Finding {
	var findings []rule.Finding
	for _, n := range i.Responses {
		if n.In("selectionPattern").TextOr("") == "" {
			continue
		}
		for _, contentType := range n.In("responseTemplates").Keys() {
			t := model.Template{Node: n, ContentType: contentType, Value: n.In("responseTemplates", contentType)}
			text, _ := t.Value.Text()
			a := in.Flow(t)
			if a == nil || len(a.Overrides) == 0 && !strings.Contains(text, "responseOverride") {
				continue
			}
			statuses, problem := statusOverrides(withoutComments(text))
			for _, status := range statuses {
				if !errorStatus(status) {
					findings = append(findings, rule.Violated(n, "%s answers an error of DynamoDB with the status %s", i.Method.Route(), status).
						Counter("$context.responseOverride.status is set to %s", status).At(a.Source, 1))
				}
			}
			if problem != "" {
				findings = append(findings, rule.Undecided(n, "with which status "+i.Method.Route()+" answers an error of DynamoDB is unknown: "+problem).
					At(a.Source, 1).Remedy("set $context.responseOverride.status to a number of 400 or more"))
			}
		}
	}
	return findings
}

var (
	statusSet    = regexp.MustCompile(`#set\s*\(\s*\$\{?context\.responseOverride\.status\}?\s*=\s*["']?(\d{3})["']?\s*\)`)
	statusTarget = regexp.MustCompile(`responseOverride`)
	headerSet    = regexp.MustCompile(`#set\s*\(\s*\$\{?context\.responseOverride\.header\.[A-Za-z0-9_-]+\}?\s*=`)
)

// statusOverrides reads the statuses that a template sets. Any other use of responseOverride than setting a
// status to a number, or a header, is a problem.
func statusOverrides(text string) (statuses []string, problem string) {
	for _, m := range statusSet.FindAllStringSubmatch(text, -1) {
		statuses = append(statuses, m[1])
	}
	uses := len(statusTarget.FindAllString(text, -1))
	if uses > len(statuses)+len(headerSet.FindAllString(text, -1)) {
		problem = "its template computes $context.responseOverride"
	}
	return statuses, problem
}

var comment = regexp.MustCompile(`(?s)##[^\n]*|#\*.*?\*#`)

func withoutComments(text string) string { return comment.ReplaceAllString(text, "") }
