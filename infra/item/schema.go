package item

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"lambdaless/infra/spelling"
)

// kind is how a property is stored.
type kind string

// The kinds, by DynamoDB's names of the types that hold them.
const (
	stringKind    kind = "S"
	numberKind    kind = "N"
	binaryKind    kind = "B" // base64 text in JSON
	boolKind      kind = "BOOL"
	nullKind      kind = "NULL"
	objectKind    kind = "M"
	listKind      kind = "L"
	stringSetKind kind = "SS"
	numberSetKind kind = "NS"
)

// property is a member of an item, or the item itself, as its schema describes it.
type property struct {
	name     string
	kind     kind
	nullable bool        // null is a value, stored as NULL
	required bool        // of the object that it is a member of
	members  []*property // of an object, in the schema's order
	items    *property   // of a list or a set
	schema   *object     // the schema as written, for the models
	changes  bool        // says how to change a set, and is not stored itself
	appended bool        // members of a set that are added to it or deleted from it
}

// annotation is the keyword of the schema that says how a property is stored where JSON has no type
// for it: "set" for an array of unique strings or numbers, "binary" for a string of base64.
const annotation = "x-dynamodb"

// propertyName is what attributes may be called: what a template can name without escaping.
var propertyName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]{0,254}$`)

// understood are the schema's keywords that constrain values without changing how they are stored.
// They are copied into the models.
var understood = []string{
	"$schema", "id", "title", "description", "type", "properties", "required", "additionalProperties", "items", annotation,
	"enum", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
	"multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "default", exampleKeyword,
}

// parseSchema reads the schema of an item. Its error has a line for each mistake.
func parseSchema(text string) (*property, error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	value, err := decodeOrdered(decoder)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.New("not JSON: it ends before its last brace")
	}
	if err != nil {
		end := int(decoder.InputOffset())
		end += len(text[end:]) - len(strings.TrimLeft(text[end:], " \t\r\n,:"))
		return nil, fmt.Errorf("not JSON in line %d: %w", 1+strings.Count(text[:end], "\n"), err)
	}
	root, ok := value.(*object)
	if !ok {
		return nil, errors.New("must be a JSON object")
	}
	r := &schemaReader{}
	p := r.property("", root)
	if p.kind != objectKind && len(r.problems) == 0 {
		r.add("", `an item's "type" must be "object"`)
	}
	if p.nullable {
		r.add("", "an item cannot be null")
	}
	return p, errors.Join(r.problems...)
}

type schemaReader struct{ problems []error }

func (r *schemaReader) add(path, format string, args ...any) {
	r.problems = append(r.problems, errors.New(strings.TrimPrefix(path+": ", ": ")+fmt.Sprintf(format, args...)))
}

// property reads the schema at a path, such as "lines[].price".
func (r *schemaReader) property(path string, s *object) *property {
	p := &property{schema: s}
	for _, keyword := range s.keys {
		if !slices.Contains(understood, keyword) {
			if near, distance := spelling.Nearest(keyword, understood); distance <= min(2, len(keyword)/3) {
				r.add(path, "there is no keyword %q; the nearest is %q", keyword, near)
				continue
			}
			r.add(path, "the keyword %q cannot be declared; write the templates of endpoints that need it yourself", keyword)
		}
	}
	name := r.typeName(path, s, p)
	switch name {
	case "string":
		p.kind = stringKind
		if s.text(annotation) == "binary" {
			p.kind = binaryKind
		}
	case "number", "integer":
		p.kind = numberKind
	case "boolean":
		p.kind = boolKind
	case "null":
		p.kind = nullKind
	case "object":
		p.kind = objectKind
		r.members(path, s, p)
	case "array":
		p.kind = listKind
		r.items(path, s, p)
	}
	r.annotation(path, s, name)
	return p
}

// typeName is the one JSON type besides null.
func (r *schemaReader) typeName(path string, s *object, p *property) string {
	var names []string
	switch t := s.get("type").(type) {
	case string:
		names = []string{t}
	case []any:
		for _, name := range t {
			text, _ := name.(string)
			names = append(names, text)
		}
		if i := slices.Index(names, "null"); i >= 0 && len(names) > 1 {
			p.nullable = true
			names = slices.Delete(names, i, i+1)
		}
	}
	if len(names) != 1 {
		r.add(path, `"type" must be one type, or one and "null"`)
		return ""
	}
	if !slices.Contains([]string{"string", "number", "integer", "boolean", "null", "object", "array"}, names[0]) {
		r.add(path, "there is no type %q in JSON schema", names[0])
	}
	return names[0]
}

func (r *schemaReader) members(path string, s *object, p *property) {
	if extra, given := s.get("additionalProperties").(bool); s.has("additionalProperties") && (!given || extra) {
		r.add(path, `"additionalProperties" must be false: a template names every attribute that it stores`)
	}
	properties, _ := s.get("properties").(*object)
	if properties == nil || len(properties.keys) == 0 {
		r.add(path, `an object needs "properties"`)
		return
	}
	var required []string
	list, _ := s.get("required").([]any)
	for _, name := range list {
		text, _ := name.(string)
		required = append(required, text)
		if !properties.has(text) {
			r.add(path, "%q is required and is not among the properties", text)
		}
	}
	for _, name := range properties.keys {
		inner := strings.TrimPrefix(path+"."+name, ".")
		if !propertyName.MatchString(name) {
			r.add(inner, "the name must be letters, digits, dots, dashes and underscores, and begin with a letter or an underscore")
		}
		schema, ok := properties.get(name).(*object)
		if !ok {
			r.add(inner, "its schema must be a JSON object")
			continue
		}
		member := r.property(inner, schema)
		member.name, member.required = name, slices.Contains(required, name)
		p.members = append(p.members, member)
	}
}

func (r *schemaReader) items(path string, s *object, p *property) {
	schema, ok := s.get("items").(*object)
	if !ok {
		r.add(path, `an array needs "items", one schema for all of them`)
		return
	}
	p.items = r.property(path+"[]", schema)
	if s.text(annotation) != "set" {
		return
	}
	switch {
	case p.items.nullable:
		r.add(path, "a set has no null in it")
	case p.items.kind == stringKind:
		p.kind = stringSetKind
	case p.items.kind == numberKind:
		p.kind = numberSetKind
	default:
		r.add(path, "a set has strings or numbers in it")
	}
}

func (r *schemaReader) annotation(path string, s *object, name string) {
	if !s.has(annotation) {
		return
	}
	for keyword, fits := range map[string]string{"set": "array", "binary": "string"} {
		if s.text(annotation) == keyword && name == fits {
			return
		}
	}
	r.add(path, `%s must be "set" on an array or "binary" on a string`, annotation)
}

// member finds a property by its name.
func (p *property) member(name string) *property {
	for _, m := range p.members {
		if m.name == name {
			return m
		}
	}
	return nil
}

// memberNames are the names of an object's properties, for messages.
func (p *property) memberNames() string {
	names := make([]string, len(p.members))
	for i, m := range p.members {
		names[i] = m.name
	}
	return strings.Join(names, ", ")
}

func (k kind) isSet() bool { return k == stringSetKind || k == numberSetKind }
