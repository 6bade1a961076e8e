package infra

import (
	"reflect"
	"slices"
)

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
