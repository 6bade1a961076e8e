package stage

import (
	"encoding/json"
	"regexp"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-STAGE-001", Slug: "access-logs",
	Title:    "Every stage writes an access log in JSON",
	Why:      "There is no function log: the access log is the only record of who did what.",
	Fix:      "Set accessLogSettings with a log group of this stack and a format that is one JSON object with $context.requestId.",
	Severity: rule.Medium, Level: rule.Mandatory,
	MapsTo: map[string][]string{
		rule.Checkov: {"CKV_AWS_76"}, rule.CDKNag: {"AwsSolutions-APIG1"}, rule.Trivy: {"AWS-0001"},
	},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, s := range in.Stages {
			destination := s.Node.In("accessLogSettings", "destinationArn")
			if destination.IsUnknown() && in.Graph.ReferValue(s.Node, "accessLogSettings", destination, graph.LogGroup).Node == nil {
				findings = append(findings, rule.Undecided(s.Node, in.Graph.WhyUnknown(s.Node, "accessLogSettings")))
				continue
			}
			if destination.Absent() {
				findings = append(findings, rule.Violated(s.Node, "the stage writes no access log").Counter("accessLogSettings is not set"))
				continue
			}
			if text, known := destination.Text(); known && !strings.HasPrefix(text, "arn:") {
				findings = append(findings, rule.Violated(s.Node, "the stage writes no access log: its destination is not an ARN").Counter("destinationArn is %q", text))
			}
			if text := destination.TextOr(""); facts.AccountOf(text) != "" && in.Account() != "" && facts.AccountOf(text) != in.Account() {
				findings = append(findings, rule.Violated(s.Node, "the stage writes its access log to the account %s", facts.AccountOf(text)).Counter("destinationArn is %q", text))
			}
			if format := s.Node.In("accessLogSettings", "format").TextOr(""); credential.MatchString(format) {
				findings = append(findings, rule.Violated(s.Node, "the access log has the clients' API keys").
					Counter("format has %s", credential.FindString(format)).Remedy("log $context.identity.apiKeyId, which only names the key"))
			}
			findings = append(findings, rule.Require(in, s.Node, isJSONLog, "the access log is not one JSON object with the request's id", "accessLogSettings", "format")...)
		}
		return findings
	},
})

var contextVariable = regexp.MustCompile(`\$context\.[A-Za-z0-9_.:-]*[A-Za-z0-9_]`)

// credential finds what authenticates a client.
var credential = regexp.MustCompile(`\$context\.identity\.apiKey\b`)

func isJSONLog(format graph.Value) bool {
	text := format.TextOr("")
	if !strings.Contains(text, "$context.requestId") && !strings.Contains(text, "$context.extendedRequestId") {
		return false
	}
	var object map[string]any
	return json.Unmarshal([]byte(contextVariable.ReplaceAllString(text, "0")), &object) == nil
}
