package validation

import (
	"maps"
	"slices"
	"strings"
)

// Parameter is a method request parameter that a client must send. Place is path, querystring or header.
type Parameter struct{ Place, Name string }

// RequiredParameters are those that a method declares as required, as "method.request.header.X": true. They are
// sorted by their full key, which is the order in the error message: headers, paths, query strings (GW-080).
func RequiredParameters(declared map[string]bool) []Parameter {
	var required []Parameter
	for _, key := range slices.Sorted(maps.Keys(declared)) {
		if rest, ok := strings.CutPrefix(key, "method.request."); ok && declared[key] {
			place, name, _ := strings.Cut(rest, ".")
			required = append(required, Parameter{place, name})
		}
	}
	return required
}

// Missing are the names of the required parameters that are not there or blank. Values are never checked
// against a type (GW-081).
func Missing(required []Parameter, value func(place, name string) (string, bool)) []string {
	var missing []string
	for _, p := range required {
		if v, _ := value(p.Place, p.Name); strings.TrimSpace(v) == "" {
			missing = append(missing, p.Name)
		}
	}
	return missing
}
