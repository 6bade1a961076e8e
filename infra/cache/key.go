package cache

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Key are the request parameters by which the answers of a method differ, as an integration's
// cacheKeyParameters name them: those of its path and those that its templates read. why is empty, or says
// why the answers differ by something else too, so that no key tells them apart and they must not be kept.
//
// Names of headers have the templates' own spelling, in which alone a template finds them: HTTP/2 clients
// send "origin", others "Origin", and a template that reads both needs both in the key.
func Key(pathParameters []string, request string, responses ...string) (key []string, why string) {
	found := map[string]bool{}
	for _, name := range pathParameters {
		found["path."+name] = true
	}
	for i, template := range append([]string{request}, responses...) {
		for _, use := range object.FindAllStringSubmatch(template, -1) {
			if why = readBy(use[1], use[2], i == 0, pathParameters, found); why != "" {
				return nil, fmt.Sprintf("its template uses %s, %s", strings.TrimSpace(use[0]), why)
			}
		}
	}
	places := map[string]string{}
	for _, parameter := range slices.Sorted(maps.Keys(found)) {
		_, name, _ := strings.Cut(parameter, ".")
		if other, ok := places[name]; ok {
			return nil, fmt.Sprintf("its templates read %s and %s, and API Gateway lets a method declare a name once", other, parameter)
		}
		places[name] = parameter
		key = append(key, "method.request."+parameter)
	}
	return key, ""
}

var (
	// object is a use of one of API Gateway's objects that know about the request, with what follows.
	object = regexp.MustCompile(`\$!?\{?(input|context|method)\b((?:\.\w+(?:\([^()]*\))?|\[[^\]]*\])*)`)
	// named is $input.params('name'), placed is $input.params().header.get('name') or one of its other forms.
	named  = regexp.MustCompile(`^\.params\(\s*['"]([^'"$]+)['"]\s*\)`)
	placed = regexp.MustCompile(`^\.params\(\s*\)\.(path|querystring|header)(?:\.get\(\s*['"]([^'"$]+)['"]\s*\)|\[\s*['"]([^'"$]+)['"]\s*\]|\.(\w+)$)`)
	// same are what is the same for all requests to a method, or the time, or set by the template.
	same = regexp.MustCompile(`^\.(?:requestTimeEpoch|requestTime|responseOverride|requestOverride|apiId|stage|httpMethod|resourceId|resourcePath)\b`)
	body = regexp.MustCompile(`^\.(?:body\b|path\(|json\()`)
)

// readBy notes the parameter that a use of an object reads, or says why the use is not a parameter.
func readBy(object, use string, request bool, pathParameters []string, found map[string]bool) string {
	switch {
	case object == "context" && same.MatchString(use), object == "input" && !request && body.MatchString(use):
		return ""
	case object == "context":
		return "which differs from one request or caller to another"
	case object == "input" && body.MatchString(use):
		return "and a body cannot be part of a key"
	}
	if m := named.FindStringSubmatch(use); object == "input" && m != nil {
		if slices.Contains(pathParameters, m[1]) {
			return ""
		}
		return "which may be a query string or a header; write params().querystring or params().header"
	}
	if m := placed.FindStringSubmatch(use); object == "input" && m != nil {
		if name := m[2] + m[3] + m[4]; m[1] != "path" {
			found[m[1]+"."+name] = true
		}
		return ""
	}
	return "which may read anything"
}
