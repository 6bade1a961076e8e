package integration

import (
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-INTG-001", Slug: "passthrough-never",
	Title: "Requests whose content type has no template are rejected",
	Why: "With the default, WHEN_NO_MATCH, a client picks a Content-Type without a template and its body goes to DynamoDB as it is: " +
		"it then chooses the table and the item itself.",
	Fix:      "Set passthroughBehavior to NEVER.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			never := func(v graph.Value) bool { return v.TextOr("") == "NEVER" }
			for _, f := range rule.Require(in, i.Node, never, i.Method.Route()+" lets a client's body through to DynamoDB as it is", "passthroughBehavior") {
				if f.Counterexample != "" {
					f.Counterexample += ": a request with Content-Type: application/xml and a PutItem body of the client's choice"
				}
				findings = append(findings, f)
			}
			findings = append(findings, binary(in, i)...)
			findings = append(findings, withoutType(i)...)
		}
		return findings
	},
})

// withoutType judges whether a request without a body, which has no Content-Type, is answered: API Gateway then takes
// the template of application/json
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html).
func withoutType(i *model.Integration) []rule.Finding {
	templates, unknown := i.RequestTemplates()
	bodiless := slices.Contains([]string{"GET", "HEAD", "DELETE", "OPTIONS"}, i.Method.Verb)
	if unknown || !bodiless || len(templates) == 0 || slices.ContainsFunc(templates, func(t model.Template) bool { return t.ContentType == "application/json" }) {
		return nil
	}
	return []rule.Finding{rule.Violated(i.Node, "%s answers every request without a Content-Type with 415", i.Method.Route()).
		Counter("requestTemplates has only %s", templates[0].ContentType).Remedy("give the integration a template for application/json")}
}

// binary judges whether bodies of a method are binary: the body of a content type among the API's binaryMediaTypes is
// passed on as bytes or as Base64 instead of as JSON, and contentHandling converts others
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html). The
// pack assumes that templates read a JSON text.
func binary(in *rule.Context, i *model.Integration) []rule.Finding {
	const fix = "leave the content types of templates out of binaryMediaTypes, and contentHandling unset"
	route := i.Method.Route()
	switch handling := i.Node.In("contentHandling"); {
	case handling.IsUnknown():
		return []rule.Finding{rule.Undecided(i.Node, in.Graph.WhyUnknown(i.Node, "contentHandling"))}
	case handling.TextOr("") == "CONVERT_TO_BINARY":
		return []rule.Finding{rule.Undecided(i.Node, route+" converts bodies to binary, so what its template reads is unknown").Remedy(fix)}
	}
	for _, r := range i.Responses {
		switch handling := r.In("contentHandling"); {
		case handling.IsUnknown():
			return []rule.Finding{rule.Undecided(r, in.Graph.WhyUnknown(r, "contentHandling"))}
		case handling.TextOr("") == "CONVERT_TO_BINARY":
			return []rule.Finding{rule.Undecided(r, route+" converts answers to binary, so what its response template reads and clients receive is unknown").Remedy(fix)}
		}
	}
	if i.Method.API == nil {
		return nil
	}
	types := i.Method.API.In("binaryMediaTypes")
	if types.HasUnknown() {
		return []rule.Finding{rule.Undecided(i.Node, in.Graph.WhyUnknown(i.Method.API, "binaryMediaTypes"))}
	}
	templates, _ := i.RequestTemplates()
	for _, t := range templates {
		for _, media := range types.Items() {
			if media := media.TextOr(""); mediaMatches(media, t.ContentType) {
				return []rule.Finding{rule.Undecided(i.Node, "bodies of "+route+" are binary, because binaryMediaTypes of its API has "+media+": what its template reads, and whether it is applied, is unknown").Remedy(fix)}
			}
		}
	}
	return nil
}

// mediaMatches reports whether a media type, which may be */* or end with /*, includes a content type.
func mediaMatches(media, contentType string) bool {
	media, contentType = strings.ToLower(media), strings.ToLower(contentType)
	kind, all := strings.CutSuffix(media, "/*")
	return media == contentType || all && (kind == "*" || strings.HasPrefix(contentType, kind+"/"))
}
