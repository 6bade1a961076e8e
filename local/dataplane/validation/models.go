package validation

import (
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lambdaless/internal/vtl/regex"
	"lambdaless/local/apigateway"
)

// Model is a model ready to validate with, or why it is not.
type Model struct {
	Name    string
	schema  *jsonschema.Schema
	problem error
}

// Models compiles an API's models: JSON Schema draft 4 whatever $schema says (GW-084), which refer
// to each other by URL. Nothing is ever loaded from the network. The library counts lengths in code
// points, as draft 4 asks (GW-086).
type Models struct {
	api      *apigateway.API
	compiler *jsonschema.Compiler
	known    map[string]bool
	problems map[string]error
	schemas  map[string]*Model
}

// draft4 is the meta-schema's name.
const draft4 = "http://json-schema.org/draft-04/schema#"

// predefinedModels exist in every API until they are deleted.
var predefinedModels = map[string]string{
	"Empty": `{}`,
	"Error": `{"type":"object","properties":{"message":{"type":"string"}}}`,
}

// NewModels reads an API's models. One that cannot be read fails when it is used.
func NewModels(api *apigateway.API) *Models {
	m := &Models{
		api: api, compiler: jsonschema.NewCompiler(), known: map[string]bool{},
		problems: map[string]error{}, schemas: map[string]*Model{},
	}
	m.compiler.DefaultDraft(jsonschema.Draft4)
	m.compiler.UseLoader(noLoader{api})
	m.compiler.UseRegexpEngine(compilePattern)
	for _, model := range api.Models {
		m.add(model.Name, model.Schema)
	}
	for name, schema := range predefinedModels {
		if !m.known[name] {
			m.add(name, schema)
		}
	}
	return m
}

// bodyPattern is a pattern of a model's schema. Java's are used, because API Gateway's validator runs on
// a JVM (GW-084). A search that takes too long does not match.
type bodyPattern struct {
	*regex.Pattern
	text string
}

func compilePattern(text string) (jsonschema.Regexp, error) {
	compiled, err := regex.Compile(text)
	return bodyPattern{compiled, text}, err
}

func (p bodyPattern) String() string { return p.text }

func (p bodyPattern) MatchString(s string) bool {
	found, err := p.FindString(s)
	return found && err == nil
}

func (m *Models) add(name, schema string) {
	m.known[name] = true
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(schema))
	if err != nil {
		m.problems[name] = fmt.Errorf("the schema is not JSON: %w", err)
		return
	}
	if object, ok := document.(map[string]any); ok {
		object["$schema"] = draft4
		dropLaterKeywords(object)
	}
	if err := m.compiler.AddResource(m.url(name), document); err != nil {
		m.problems[name] = err
	}
}

func (m *Models) url(name string) string { return modelURL(m.api.ID, name) }

// modelURL is how a model's $ref names another one.
func modelURL(apiID, name string) string {
	return "https://apigateway.amazonaws.com/restapis/" + apiID + "/models/" + name
}

// Compile returns a model by its name. It never fails: a model that does not compile fails when it validates.
func (m *Models) Compile(name string) *Model {
	if done := m.schemas[name]; done != nil {
		return done
	}
	s := &Model{Name: name, problem: m.problems[name]}
	m.schemas[name] = s
	if !m.known[name] {
		s.problem = fmt.Errorf("the API has no model of that name")
	}
	if s.problem == nil {
		s.schema, s.problem = m.compiler.Compile(m.url(name))
	}
	return s
}

// noLoader refuses references to anything but the API's models.
type noLoader struct{ api *apigateway.API }

func (l noLoader) Load(url string) (any, error) {
	names := make([]string, 0, len(l.api.Models))
	for _, model := range l.api.Models {
		names = append(names, model.Name)
	}
	return nil, fmt.Errorf("$ref %q is not a model of this API; it has %s, which are referred to as %s",
		url, strings.Join(names, ", "), modelURL(l.api.ID, "<name>"))
}

// dropLaterKeywords removes the draft-6 form of exclusiveMinimum and exclusiveMaximum, a number,
// which API Gateway ignores (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html)
// and the draft-4 meta-schema refuses.
func dropLaterKeywords(schema map[string]any) {
	eachSchema(schema, func(s map[string]any) {
		for _, keyword := range []string{"exclusiveMinimum", "exclusiveMaximum"} {
			if _, isBool := s[keyword].(bool); !isBool {
				delete(s, keyword)
			}
		}
	})
}

// eachSchema visits a schema and every schema in it.
func eachSchema(schema map[string]any, visit func(map[string]any)) {
	visit(schema)
	for _, keyword := range []string{"properties", "patternProperties", "definitions", "dependencies"} {
		if named, ok := schema[keyword].(map[string]any); ok {
			for _, sub := range named {
				eachIn(sub, visit)
			}
		}
	}
	for _, keyword := range []string{"items", "additionalItems", "additionalProperties", "not", "allOf", "anyOf", "oneOf"} {
		eachIn(schema[keyword], visit)
	}
}

func eachIn(value any, visit func(map[string]any)) {
	switch value := value.(type) {
	case map[string]any:
		eachSchema(value, visit)
	case []any:
		for _, sub := range value {
			eachIn(sub, visit)
		}
	}
}
