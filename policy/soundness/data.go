package soundness

import (
	"encoding/json"
	"math/rand/v2"
	"strings"

	"lambdaless/internal/vtl"
	"lambdaless/policy/flow"
)

// hostile are texts that try to end a string, a name or a value, or that mean something to one of the
// languages that a template's text goes through.
var hostile = []string{
	``, `x`, `b`, `"`, `\`, `'`, `\'`, `\"`, `x","TableName":"evil`, `"},"TableName":"evil","Key":{"id":{"S":"x`, "\n", "\r\n", "\x01", "\x7f", "\u2028",
	`\u0022`, `%22,%22TableName%22:%22evil`, `%5C%27`, `$input.body`, `#set($a=1)`, `é😀`, "\ud7ff", `}`, `{`, `]`, `,`, `:`, `1,"TableName":"evil"`,
	`{"a":"b"}`, `["a","b\"c"]`, `O'Brien\`, `true`, `null`, `NaN`, `0`, `07`, `-1`, `42`, `99`, `1e5`, `12345678901234567890`, ` `, `+`, `a,b`, `YWJj`, `a'b"c\d`,
	`/`, `\\`, `\\'`, `'"`, strings.Repeat(`"`, 40), "a\tb", "x\x00y",
}

// model is the schema of the bodies of requests that are validated.
const model = `{"type": "object", "required": ["a", "n", "flag", "o", "l", "t"], "properties": {
	"a": {"type": "string"}, "opt": {"type": "string"}, "nul": {"type": ["string", "null"]}, "nn": {"type": ["integer", "null"], "minimum": 0, "maximum": 9}, "e": {"enum": ["open", "closed"], "type": "string"},
	"n": {"type": "integer", "minimum": -10, "maximum": 1000}, "on": {"type": "number"}, "flag": {"type": "boolean"},
	"o": {"type": "object", "required": ["y"], "properties": {"x": {"type": "string"}, "y": {"type": "integer", "minimum": 0, "maximum": 9}}},
	"l": {"type": "array", "items": {"type": "object", "required": ["s", "n"], "properties": {"s": {"type": "string"}, "n": {"type": "integer", "minimum": 0, "maximum": 5}}}},
	"t": {"type": "array", "items": {"type": "string"}}}}`

var modelType = func() *flow.Type {
	var schema map[string]any
	if err := json.Unmarshal([]byte(model), &schema); err != nil {
		panic(err)
	}
	return flow.TypeOfModel(schema)
}()

// source draws data.
type source struct{ r *rand.Rand }

func (s source) text() string {
	if s.r.IntN(12) == 0 {
		return hostile[s.r.IntN(len(hostile))] + hostile[s.r.IntN(len(hostile))]
	}
	return hostile[s.r.IntN(len(hostile))]
}

func (s source) texts() []any {
	list := []any{}
	for range s.r.IntN(5) {
		list = append(list, s.text())
	}
	return list
}

// anything is any JSON value.
func (s source) anything(depth int) any {
	kinds := 7
	if depth == 0 {
		kinds = 5
	}
	switch s.r.IntN(kinds) {
	case 0, 1:
		return s.text()
	case 2:
		return s.r.IntN(2000) - 1000
	case 3:
		return s.r.IntN(2) == 0
	case 4:
		return nil
	case 5:
		list := []any{}
		for range s.r.IntN(4) {
			list = append(list, s.anything(depth-1))
		}
		return list
	}
	object := map[string]any{}
	for _, name := range []string{"a", "b", "s", "n", "l", "x", "y", s.text()} {
		if s.r.IntN(3) == 0 {
			object[name] = s.anything(depth - 1)
		}
	}
	return object
}

// validated is a body that the model accepts.
func (s source) validated() any {
	o := map[string]any{"y": s.r.IntN(10)}
	if s.r.IntN(2) == 0 {
		o["x"] = s.text()
	}
	l := []any{}
	for range s.r.IntN(5) {
		l = append(l, map[string]any{"s": s.text(), "n": s.r.IntN(6), "l": s.anything(1)})
	}
	body := map[string]any{"a": s.text(), "n": s.r.IntN(1011) - 10, "flag": s.r.IntN(2) == 0, "o": o, "l": l, "t": s.texts()}
	for name, v := range map[string]any{"opt": s.text(), "e": []string{"open", "closed"}[s.r.IntN(2)], "on": s.number(), "other": s.anything(2)} {
		if s.r.IntN(2) == 0 {
			body[name] = v
		}
	}
	if k := s.r.IntN(4); k > 1 {
		body["nn"] = []any{nil, s.r.IntN(10)}[k-2]
	}
	switch s.r.IntN(3) {
	case 0:
		body["nul"] = nil
	case 1:
		body["nul"] = s.text()
	}
	return body
}

func (s source) number() any {
	return []any{1.5, -3, json.Number("1e999"), json.Number("1e-7"), 12345678901, json.Number("123456789012345678901234567890.5"), 0}[s.r.IntN(7)]
}

// attribute is an attribute value as DynamoDB answers it.
func (s source) attribute(depth int) any {
	numbers := []any{"1", "-2.5", "1E+38", "0", "12345678901234567890123456789012345678"}
	kinds := 8
	if depth == 0 {
		kinds = 6
	}
	switch s.r.IntN(kinds) {
	case 0, 1:
		return map[string]any{"S": s.text()}
	case 2:
		return map[string]any{"N": numbers[s.r.IntN(len(numbers))]}
	case 3:
		return map[string]any{"BOOL": s.r.IntN(2) == 0}
	case 4:
		return map[string]any{"NULL": true}
	case 5:
		return []any{map[string]any{"SS": s.texts()}, map[string]any{"NS": numbers[:1+s.r.IntN(4)]}, map[string]any{"B": "YWJj"}}[s.r.IntN(3)]
	case 6:
		return map[string]any{"L": []any{s.attribute(depth - 1), s.attribute(depth - 1)}}
	}
	return map[string]any{"M": map[string]any{"a": s.attribute(depth - 1), s.text(): s.attribute(depth - 1)}}
}

func (s source) item() any {
	item := map[string]any{}
	for _, name := range []string{"a", "n", "flag", "l", "t", "ns", "b", "o"} {
		if s.r.IntN(3) > 0 {
			item[name] = s.attribute(2)
		}
	}
	return item
}

// answer is DynamoDB's answer to a GetItem or a Query.
func (s source) answer(operation string) any {
	if operation == "Query" {
		return map[string]any{"Items": []any{s.item(), s.item()}, "Count": 2, "ScannedCount": 2}
	}
	if s.r.IntN(5) == 0 {
		return map[string]any{}
	}
	return map[string]any{"Item": s.item()}
}

// requestIDs are request ids that a client may choose: an HTTP token's characters.
var requestIDs = []string{"3f1c2b9a-0000-4000-8000-000000000000", "!#$%&'*+-.^_`|~", "$x", "#end", "'"}

// render is one rendering's input.
func (s source) render(body any) *vtl.Data {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // what was drawn is always JSON
	}
	d := &vtl.Data{
		Body: string(text),
		Params: vtl.Params{
			Path: vtl.NewMap("id", s.text()), Querystring: vtl.NewMap(), Header: vtl.NewMap("X-User", s.text()),
		},
		Context: vtl.NewMap("requestId", requestIDs[s.r.IntN(len(requestIDs))], "apiId", "abc123", "stage", "dev", "path", "/dev/"+s.text(), "requestTimeEpoch", int64(1700000000000),
			"authorizer", vtl.NewMap("claims", vtl.NewMap("sub", "2d1f8a1e-0000-4000-8000-000000000000", "name", s.text())),
			"identity", vtl.NewMap("sourceIp", "192.0.2.1", "userAgent", s.text())),
		StageVariables: map[string]string{"s": "program-1"},
	}
	for _, name := range []string{"q", "limit"} {
		if s.r.IntN(4) > 0 {
			d.Params.Querystring.Put(name, s.text())
		}
	}
	return d
}
