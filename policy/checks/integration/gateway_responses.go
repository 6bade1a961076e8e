package integration

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// leaks finds context variables and request values that identify or authenticate the caller, or that reveal internals
// of the API.
var leaks = regexp.MustCompile(`\$?context\.(?:authorizer|identity\.(?:apiKey|accessKey|user|caller|cognito[A-Za-z]*)|integrationErrorMessage|integration\.|stageVariables)|` +
	`(?i:method\.request\.header\.(?:authorization|x-api-key|cookie|x-amz-security-token))|\$?stageVariables`)

// chosen finds what the author of a link may choose freely in a gateway response's template, where nothing escapes
// it, and mapped what is mapped to a header. Error messages ($context.error) repeat at most a body or a header.
var (
	chosen = regexp.MustCompile(`\$!?\{?(?:context\.path\b|method\.request\.|input\.)[^\s"<]*`)
	mapped = regexp.MustCompile(`^method\.request\.[^\s]*|^context\.path$`)
)

// reflects judges whether a gateway response repeats what a client chose: a text can end the JSON or HTML that it stands
// in, and a header such as Location leads elsewhere. Access-Control-Allow-Origin may repeat the origin: an answer that
// is refused holds nothing of the API.
func reflects(n *graph.Node) []rule.Finding {
	var findings []rule.Finding
	for _, key := range n.In("responseTemplates").Keys() {
		if found := chosen.FindString(n.In("responseTemplates", key).TextOr("")); found != "" {
			findings = append(findings, rule.Violated(n, "the response repeats %s, which a client chooses and nothing escapes", found).
				Counter("responseTemplates[%q] is %q", key, n.In("responseTemplates", key).TextOr("")).
				Remedy("write a fixed message, or $context.error.messageString, which is in quotes and escaped"))
		}
	}
	for _, key := range n.In("responseParameters").Keys() {
		value := n.In("responseParameters", key).TextOr("")
		if mapped.MatchString(value) && !strings.EqualFold(key, "gatewayresponse.header.Access-Control-Allow-Origin") {
			findings = append(findings, rule.Violated(n, "the response has a header that a client chooses").
				Counter("responseParameters[%q] is %q", key, value).Remedy("write the header's value as a literal, in single quotes"))
		}
	}
	return findings
}

var _ = Rules.Add(&rule.Rule{
	ID: "LP-INTG-005", Slug: "no-leaks",
	Title: "Gateway responses and response headers reveal no credentials, claims or internals, and repeat nothing that a client chooses",
	Why: "A gateway response answers requests that were rejected, to anyone. An identity, a key or a stage variable in it is published; so is " +
		"one in a response header, by a mapping or by a template's override. What it repeats of the request, such as its path, is not escaped: in a link it is an attacker's text on the API's own page.",
	Fix:      "Answer with a fixed message and $context.requestId.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, n := range in.Graph.OfType(graph.GatewayResponse) {
			for _, property := range []string{"responseTemplates", "responseParameters"} {
				findings = append(findings, revealed(in, n, property)...)
			}
			findings = append(findings, reflects(n)...)
		}
		for _, n := range in.Graph.OfType(graph.IntegrationResponse) {
			findings = append(findings, revealed(in, n, "responseParameters")...)
		}
		for _, i := range in.Integrations() {
			findings = append(append(findings, backendMessage(in, i)...), headers(in, i)...)
		}
		return findings
	},
})

// backendMessage judges whether an error response shows DynamoDB's own message: they name the account, the role and
// the table.
func backendMessage(in *rule.Context, i *model.Integration) []rule.Finding {
	var findings []rule.Finding
	for _, n := range errorResponses(i) {
		templates := n.In("responseTemplates")
		if len(templates.Keys()) == 0 && !templates.IsUnknown() {
			findings = append(findings, rule.Violated(n, "%s answers an error with DynamoDB's own message", i.Method.Route()).
				Counter("without a response template the client reads: User: arn:aws:sts::<account>:assumed-role/... is not authorized to perform ..."))
		}
		for _, key := range n.In("responseParameters").Keys() {
			value := n.In("responseParameters", key).TextOr("")
			if body, ok := strings.CutPrefix(value, "integration.response.body"); ok && body != ".__type" {
				findings = append(findings, rule.Violated(n, "%s answers an error with DynamoDB's own message", i.Method.Route()).
					Counter("responseParameters[%q] is %q", key, value))
			}
		}
		for _, t := range templatesOf(n) {
			if t.Value.TextOr("x") == "" {
				findings = append(findings, rule.Violated(n, "%s answers an error with an empty body", i.Method.Route()))
			}
			a := in.Flow(t)
			if a == nil {
				continue
			}
			shown := slices.Clone(a.Placeholders)
			for _, o := range a.Overrides {
				shown = append(shown, o.Written.Placeholders()...)
			}
			if at := slices.IndexFunc(shown, words); at >= 0 {
				findings = append(findings, rule.Violated(n, "%s answers an error with DynamoDB's own message", i.Method.Route()).
					Counter("the response renders %s", shown[at].Expr).At(a.Source, shown[at].Line).Remedy("answer with a fixed message for each __type"))
			}
		}
	}
	return findings
}

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
	return err == nil && n >= 400 && n < 600
}
