package dataplane

import (
	"strings"
)

// requiredParameter is a method request parameter that a client must send.
type requiredParameter struct{ place, name string }

// requiredParameters are sorted by their full key, which is the order in the error message:
// headers, paths, query strings (GW-080).
func requiredParameters(declared map[string]bool) []requiredParameter {
	var required []requiredParameter
	for _, key := range sortedKeys(declared) {
		if rest, ok := strings.CutPrefix(key, "method.request."); ok && declared[key] {
			place, name, _ := strings.Cut(rest, ".")
			required = append(required, requiredParameter{place, name})
		}
	}
	return required
}

// validateParameters asks that the required parameters are there and not blank. Values are never
// checked against a type (GW-081).
func (x *exchange) validateParameters() *Failure {
	required := x.matched.required
	if len(required) == 0 {
		x.trace.verdict("nothing is required")
		return nil
	}
	var missing []string
	for _, parameter := range required {
		if value, _ := x.parameter(parameter.place, parameter.name); strings.TrimSpace(value) == "" {
			missing = append(missing, parameter.name)
		}
	}
	if x.trace != nil {
		for _, parameter := range required {
			value, _ := x.parameter(parameter.place, parameter.name)
			x.trace.in(parameter.place+"."+parameter.name, value)
		}
		x.trace.verdict("all required parameters are present")
	}
	if len(missing) == 0 {
		return nil
	}
	f := fail(BadRequestParameters)
	f.Message = "Missing required request parameters: [" + strings.Join(missing, ", ") + "]"
	return f
}
