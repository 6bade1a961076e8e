package infra

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"

	"lambdaless/infra/document"
	"lambdaless/infra/naming"
	"lambdaless/infra/settings"
)

// triggers are hashes of the content of everything that a deployment freezes. A new deployment is
// made when one of them changes, and the diff says which. They hash content and not ids, which do
// not change when a template does
// (https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/api_gateway_deployment.html.markdown).
// Since there is one for each method, removing a method changes them too. Those of methods, models, the validator,
// the policy and gateway responses begin with a digest that the policy pack computes again.
func (p *plan) triggers(config settings.Config) map[string]string {
	result := map[string]string{
		"api":       contentHash(apiSettings(config)),
		"resources": contentHash(p.paths()),
		"validator": digest(map[string]any{"validateRequestBody": true, "validateRequestParameters": true}) + "-" + naming.ShortHash(p.Validator),
	}
	if p.ResourcePolicy != "" {
		result["policy"] = digest(map[string]any{"policy": p.ResourcePolicy})
	}
	for _, r := range p.GatewayResponses {
		headers := map[string]string{}
		for name, expression := range r.Headers {
			headers[gatewayHeader+name] = expression
		}
		frozen := map[string]any{"responseParameters": headers}
		if r.Template != "" {
			frozen["responseTemplates"] = map[string]string{jsonType: r.Template}
		}
		result["gateway response "+r.Type] = digest(frozen)
	}
	for _, m := range p.Models {
		result["model "+m.Name] = digest(map[string]any{"name": m.Name, "contentType": jsonType, "schema": m.Schema})
	}
	for _, m := range p.Methods {
		// The role's documents are live: a deployment freezes only which role it is. Names of Pulumi's
		// are not part of it.
		m.Role.Trust, m.Role.Policies = "", nil
		m.Name, m.Aliases, m.Position = "", nil, ""
		result[m.Route] = m.digest() + "-" + naming.ShortHash(document.JSON(m))
	}
	return result
}

func contentHash(value any) string {
	sum := sha256.Sum256([]byte(document.JSON(value)))
	return hex.EncodeToString(sum[:])
}

// digest is a hash of what a deployment freezes of the method and the policy pack reads. The pack computes it again from
// the method's resources, which are made from the same plan (build), and so knows that the trigger changes with them:
// docs/policy.md, Triggers.
func (m methodPlan) digest() string {
	integration := map[string]any{
		"type": "AWS", "uri": m.URI, "passthroughBehavior": "NEVER", "requestTemplates": m.RequestTemplates,
		"cacheKeyParameters": slices.Sorted(slices.Values(m.CacheKey)),
	}
	if m.Mock {
		integration["type"] = "MOCK"
	}
	responses := map[string]any{}
	for _, r := range m.Responses {
		headers := map[string]string{}
		for name, expression := range r.Headers {
			headers["method.response.header."+name] = expression
		}
		responses[r.Status] = map[string]any{"selectionPattern": r.SelectionPattern, "responseTemplates": r.Templates, "responseParameters": headers}
	}
	return digest(map[string]any{
		"authorization": m.Authorization, "authorizationScopes": slices.Sorted(slices.Values(m.AuthorizationScopes)), "apiKeyRequired": m.APIKeyRequired,
		"requestParameters": m.RequestParameters, "requestModels": m.RequestModels,
		"integration": integration, "role": m.Role.Name, "responses": responses,
	})
}

// digest hashes what is not empty.
func digest(frozen map[string]any) string { return contentHash(withoutEmpty(reflect.ValueOf(frozen))) }

// withoutEmpty leaves out the members of maps that say no more than their absence.
func withoutEmpty(v reflect.Value) any {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.Kind() != reflect.Map {
		return v.Interface()
	}
	members := map[string]any{}
	for name, member := range v.Seq2() {
		said := withoutEmpty(member)
		if s := reflect.ValueOf(said); s.IsZero() || (s.Kind() == reflect.Map || s.Kind() == reflect.Slice) && s.Len() == 0 {
			continue
		}
		members[name.String()] = said
	}
	return members
}
