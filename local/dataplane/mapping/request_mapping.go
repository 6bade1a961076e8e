package mapping

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// RequestMapping maps a value to a parameter of the integration request.
type RequestMapping struct {
	Place string // header, querystring, path
	Name  string
	From  Expression
}

// CompileRequestMappings compiles an integration's request parameters, sorted by target.
func CompileRequestMappings(parameters map[string]string) ([]RequestMapping, error) {
	var mappings []RequestMapping
	for _, target := range slices.Sorted(maps.Keys(parameters)) {
		rest, ok := strings.CutPrefix(target, "integration.request.")
		place, name, named := strings.Cut(rest, ".")
		if !ok || !named || name == "" || place != "header" && place != "querystring" && place != "path" {
			return nil, fmt.Errorf("request parameter %q: expected integration.request.{header,querystring,path}.<name>", target)
		}
		from, err := ParseExpression(parameters[target])
		if err != nil {
			return nil, fmt.Errorf("request parameter %q: %w", target, err)
		}
		mappings = append(mappings, RequestMapping{place, name, from})
	}
	return mappings, nil
}

// HeaderMapping maps a value to a header of a response.
type HeaderMapping struct {
	Name string
	From Expression
}

// CompileHeaderMappings compiles response parameters, sorted by target: prefix and a header's name to an
// expression.
func CompileHeaderMappings(prefix string, parameters map[string]string) ([]HeaderMapping, error) {
	var mappings []HeaderMapping
	for _, target := range slices.Sorted(maps.Keys(parameters)) {
		name, ok := strings.CutPrefix(target, prefix)
		if !ok {
			return nil, fmt.Errorf("response parameter %q: only %s<name> can be mapped to", target, prefix)
		}
		from, err := ParseExpression(parameters[target])
		if err != nil {
			return nil, fmt.Errorf("response parameter %q: %w", target, err)
		}
		mappings = append(mappings, HeaderMapping{name, from})
	}
	return mappings, nil
}
