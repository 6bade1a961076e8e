package command

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/signature"
)

// examples are curl lines that can be pasted, one for each method of the API, in an order in which
// they make sense: what stores first, what deletes last.
func examples(api *apigateway.API, apiURL, apiKey string) []string {
	type line struct {
		order int
		path  string
		text  string
	}
	order := map[string]int{"PUT": 1, "POST": 2, "PATCH": 3, "GET": 4, "HEAD": 5, "DELETE": 6}
	var lines []line
	for _, r := range api.Resources {
		for _, m := range r.Methods {
			if order[m.HTTPMethod] > 0 {
				lines = append(lines, line{order[m.HTTPMethod], r.Path, curl(api, m, apiURL+samplePath(r.Path), apiKey)})
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.path, b.path)) })
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}
	return texts
}

func curl(api *apigateway.API, m apigateway.Method, address, apiKey string) string {
	words := []string{"curl", "-i"}
	switch m.HTTPMethod {
	case "GET":
	case "HEAD":
		words = append(words, "--head")
	default:
		words = append(words, "-X", m.HTTPMethod)
	}
	query, headers := sampleParameters(m)
	if query != "" {
		address = quote(address + "?" + query) // a shell reads an unquoted question mark as a pattern
	}
	words = append(words, address)
	for _, header := range headers {
		words = append(words, "-H", quote(header))
	}
	if m.APIKeyRequired {
		words = append(words, "-H", quote("x-api-key: "+apiKey))
	}
	if m.Authorization == "COGNITO_USER_POOLS" {
		words = append(words, "-H", `"Authorization: $(go run ./local token --user alice)"`)
	}
	if m.Authorization == "AWS_IAM" {
		words = append(words, "--user", signature.AccessKeyID+":"+signature.SecretAccessKey, "--aws-sigv4", quote("aws:amz:"+api.Region+":execute-api"))
	}
	if body, ok := sampleBody(api, m); ok {
		words = append(words, "-H", quote("Content-Type: application/json"), "-d", quote(body))
	}
	return strings.Join(words, " ")
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// samplePath puts something in place of each parameter.
func samplePath(path string) string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if strings.HasPrefix(s, "{") {
			segments[i] = "bob"
		}
	}
	return strings.Join(segments, "/")
}

// sampleParameters puts something in place of the query strings and headers without which the method answers 400.
func sampleParameters(m apigateway.Method) (query string, headers []string) {
	values := url.Values{}
	for _, parameter := range slices.Sorted(maps.Keys(m.RequestParameters)) {
		if !m.RequestParameters[parameter] {
			continue
		}
		if name, ok := strings.CutPrefix(parameter, "method.request.querystring."); ok {
			values.Set(name, "bob")
		}
		if name, ok := strings.CutPrefix(parameter, "method.request.header."); ok {
			headers = append(headers, name+": bob")
		}
	}
	return values.Encode(), headers
}

// sampleBody is a body that matches the method's model, as far as a small reading of the schema can
// tell; false when the method takes none.
func sampleBody(api *apigateway.API, m apigateway.Method) (string, bool) {
	name, ok := m.RequestModels["application/json"]
	if !ok {
		return "", false
	}
	for _, model := range api.Models {
		var s schema
		if model.Name == name && json.Unmarshal([]byte(model.Schema), &s) == nil {
			text, err := json.Marshal(s.sample(""))
			return string(text), err == nil
		}
	}
	return "", false
}

// schema is what of a JSON schema a sample is made from.
type schema struct {
	Type          firstType
	Required      []string
	MinProperties int
	Properties    map[string]schema
	Items         *schema
	Enum          []any
	Minimum       float64
	MinLength     int
	MaxLength     int
}

// firstType is the type, or the first of several.
type firstType string

func (t *firstType) UnmarshalJSON(text []byte) error {
	var several []string
	if json.Unmarshal(text, &several) == nil && len(several) > 0 {
		*t = firstType(several[0])
		return nil
	}
	return json.Unmarshal(text, (*string)(t))
}

// sample is a value of the schema; name is the property's.
func (s schema) sample(name string) any {
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	switch s.Type {
	case "object":
		o := map[string]any{}
		for _, p := range s.Required {
			o[p] = s.Properties[p].sample(p)
		}
		for _, p := range slices.Backward(slices.Sorted(maps.Keys(s.Properties))) {
			if len(o) < s.MinProperties {
				o[p] = s.Properties[p].sample(p)
			}
		}
		return o
	case "array":
		if s.Items == nil {
			return []any{}
		}
		return []any{s.Items.sample(name)}
	case "integer", "number":
		return max(s.Minimum, 1)
	case "boolean":
		return true
	case "null":
		return nil
	default:
		return s.text(name)
	}
}

// text speaks of the property: favorite_movie becomes "my favorite movie".
func (s schema) text(name string) string {
	text := fmt.Sprintf("my %s", strings.ReplaceAll(cmp.Or(name, "text"), "_", " "))
	for len(text) < s.MinLength {
		text += "."
	}
	if s.MaxLength > 0 && len(text) > s.MaxLength {
		text = text[:s.MaxLength]
	}
	return text
}
