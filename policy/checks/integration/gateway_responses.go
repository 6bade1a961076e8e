package integration

import (
	"regexp"
	"strconv"

	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// leaks finds context variables and request values that identify or authenticate the caller, or that describe
// the inside of the API.
var leaks = regexp.MustCompile(`\$?context\.(?:authorizer|identity\.(?:apiKey|accessKey|user|caller|cognito[A-Za-z]*)|integrationErrorMessage|integration\.|stageVariables)|` +
	`(?i:method\.request\.header\.(?:authorization|x-api-key|cookie|x-amz-security-token))|\$?stageVariables`)

var gatewayResponses = Rules.Add(&rule.Rule{
	ID: "LP-INTG-005", Slug: "no-leaks",
	Title: "Gateway responses and response headers reveal no credentials, claims or internals",
	Why: "A gateway response answers requests that were rejected, to anyone. An identity, a key or a stage variable in it is published; so is " +
		"one in a response header.",
	Fix:      "Answer with a fixed message and $context.requestId.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, n := range in.Graph.OfType(graph.GatewayResponse) {
			for _, property := range []string{"responseTemplates", "responseParameters"} {
				findings = append(findings, revealed(in, n, property)...)
			}
		}
		for _, n := range in.Graph.OfType(graph.IntegrationResponse) {
			findings = append(findings, revealed(in, n, "responseParameters")...)
		}
		return findings
	},
})

func revealed(in *rule.Context, n *graph.Node, property string) []rule.Finding {
	values := n.In(property)
	if values.HasUnknown() {
		return []rule.Finding{rule.Undecided(n, in.Graph.WhyUnknown(n, property))}
	}
	var findings []rule.Finding
	for _, key := range values.Keys() {
		text := values.At(key).TextOr("")
		if leak := leaks.FindString(text); leak != "" {
			findings = append(findings, rule.Violated(n, "the response reveals %s", leak).Counter("%s[%q] is %q", property, key, text))
		}
	}
	return findings
}

// errorsOf judges the statuses of gateway responses. Every type of them is an error
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html).
func errorsOf(in *rule.Context) []rule.Finding {
	var findings []rule.Finding
	for _, n := range in.Graph.OfType(graph.GatewayResponse) {
		status := n.In("statusCode")
		switch code, known := status.Text(); {
		case status.IsUnknown():
			findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "statusCode")))
		case known && !errorStatus(code):
			findings = append(findings, rule.Violated(n, "a rejected request is answered as a success: the gateway response %s has the status %s",
				n.In("responseType").TextOr("?"), code).Counter("statusCode is %q", code))
		}
	}
	return findings
}

func errorStatus(code string) bool {
	n, err := strconv.Atoi(code)
	return err == nil && n >= 400
}
