package declared

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/infra/item"
	"lambdaless/infra/item/itemtest"
	"lambdaless/internal/vtl"
	"lambdaless/local/database"
)

// method is a generated endpoint, ready to be called.
type method struct {
	generated item.Generated
	table     string
	request   *vtl.Template
	responses []response
	model     *jsonschema.Schema
}

type response struct {
	item.Response
	template *vtl.Template
	when     *regexp.Regexp // nil for the default
}

// compile generates an endpoint's templates and parses them.
func compile(e item.Endpoint) (*method, error) {
	generated, err := item.Generate(e)
	if err != nil {
		return nil, err
	}
	m := &method{generated: generated, table: generated.Table}
	if m.request, err = m.parse(generated.Request); err != nil {
		return nil, err
	}
	all := generated.Responses
	for _, r := range infra.BackendErrors {
		if !hasWhen(all, r.When) {
			text, err := fs.ReadFile(fixture.Movies.Templates, r.Template)
			if err != nil {
				return nil, err
			}
			all = append(all, item.Response{Status: r.Status, When: r.When, Template: item.File{Path: r.Template, Text: string(text)}})
		}
	}
	for _, r := range all {
		parsed := response{Response: r}
		if parsed.template, err = m.parse(r.Template); err != nil {
			return nil, err
		}
		if r.When != "" {
			parsed.when = regexp.MustCompile("^(?:" + r.When + ")$")
		}
		m.responses = append(m.responses, parsed)
	}
	if generated.Model.Path != "" {
		schema, err := jsonschema.UnmarshalJSON(strings.NewReader(generated.Model.Text))
		if err != nil {
			return nil, err
		}
		compiler := jsonschema.NewCompiler()
		compiler.DefaultDraft(jsonschema.Draft4)
		if err := compiler.AddResource("model.json", schema); err != nil {
			return nil, err
		}
		if m.model, err = compiler.Compile("model.json"); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func hasWhen(all []item.Response, when string) bool {
	for _, r := range all {
		if r.When == when {
			return true
		}
	}
	return false
}

// tableOf is a table's name in a part of a transaction.
var tableOf = regexp.MustCompile(`\{\{Table\.([^}]+)\}\}`)

func (m *method) parse(f item.File) (*vtl.Template, error) {
	text := strings.NewReplacer("{{Table}}", m.table, "{{Index}}", m.generated.Index, "{{LifeSeconds}}", strconv.Itoa(m.generated.LifeDays*daySeconds)).Replace(f.Text)
	text = tableOf.ReplaceAllString(text, "$1")
	t, err := vtl.Parse(f.Path, text)
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, f.Text)
	}
	return t, nil
}

// answer is what the client gets.
type answer struct {
	status   int
	body     any
	location string
	etag     string
	sent     string // to the database
	back     string // from the database
	text     string
}

func (a answer) String() string {
	return fmt.Sprintf("%d %s\nsent %s\nback %s", a.status, a.text, a.sent, a.back)
}

const (
	daySeconds = 24 * 60 * 60
	// start of every scenario, in seconds since 1970; "now" of a request is another time.
	startSeconds = 1_700_000_000
)

// requests numbers requests, whose ids differ.
var requests atomic.Int64

// call does what API Gateway does with a request, in its order.
func (m *method) call(ctx context.Context, db database.API, request itemtest.Request, body any) (answer, error) {
	now := int64(startSeconds)
	if text := request["now"]; text != "" {
		var err error
		if now, err = strconv.ParseInt(text, 10, 64); err != nil {
			return answer{}, err
		}
	}
	data := &vtl.Data{Context: vtl.NewMap("requestId", request["requestId"], "path", "/local/items", "requestTimeEpoch", now*1000+999,
		"extendedRequestId", fmt.Sprintf("id+%d/=", requests.Add(1)))}
	data.Params = vtl.Params{Path: vtl.NewMap(), Querystring: vtl.NewMap(), Header: vtl.NewMap()}
	claims := vtl.NewMap()
	for name, value := range request {
		kind, name, _ := strings.Cut(name, ".")
		switch kind {
		case "path":
			data.Params.Path.Put(name, url.PathEscape(value))
		case "query":
			data.Params.Querystring.Put(name, value)
		case "header":
			data.Params.Header.Put(name, value)
		case "claim":
			claims.Put(name, value)
		}
	}
	data.Context.Put("authorizer", vtl.NewMap("claims", claims))
	for _, wanted := range []map[string]bool{m.generated.Query, m.generated.Headers} {
		for name, required := range wanted {
			if required && data.Params.Querystring.Get(name) == nil && data.Params.Header.Get(name) == nil {
				return answer{status: 400, text: "missing parameter " + name}, nil
			}
		}
	}
	if m.model != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return answer{}, err
		}
		data.Body = string(text)
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(data.Body))
		if err != nil {
			return answer{}, err
		}
		if err := m.model.Validate(value); err != nil {
			return answer{status: 400, text: "invalid body: " + err.Error()}, nil
		}
	}
	rendered, err := m.request.Render(data)
	if err != nil {
		return answer{}, fmt.Errorf("rendering the request: %w\n%s", err, m.generated.Request.Text)
	}
	if !json.Valid([]byte(rendered)) {
		return answer{}, fmt.Errorf("%w: the request is not JSON: %s\n%s", errInjected, rendered, m.generated.Request.Text)
	}
	back := database.Answer{}
	if status, mock := mocked(m.generated.Action, rendered); mock {
		back.StatusCode = status
	} else if back, err = db.Call(ctx, "us-east-1", m.generated.Action, []byte(rendered)); err != nil {
		return answer{}, err
	}
	r := m.choose(back.StatusCode)
	data.Body = string(back.Body)
	a := answer{status: r.Status, sent: rendered, back: string(back.Body)}
	if a.text, err = r.template.Render(data); err != nil {
		return a, fmt.Errorf("rendering the response: %w\n%s", err, r.Template.Text)
	}
	overrides, _ := data.Context.Get("responseOverride").(*vtl.Map)
	if status := overrides.Get("status"); status != nil {
		if a.status, err = strconv.Atoi(fmt.Sprint(status)); err != nil {
			return a, err
		}
	}
	if headers, ok := overrides.Get("header").(*vtl.Map); ok {
		for name, into := range map[string]*string{"Location": &a.location, "ETag": &a.etag} {
			if value := headers.Get(name); value != nil {
				*into = fmt.Sprint(value)
			}
		}
	}
	if strings.TrimSpace(a.text) == "" {
		return a, nil
	}
	decoder := json.NewDecoder(strings.NewReader(a.text))
	decoder.UseNumber()
	if err := decoder.Decode(&a.body); err != nil || decoder.More() {
		return a, fmt.Errorf("%w: the answer is not JSON (%w): %s\n%s", errInjected, errors.Join(err), a.text, r.Template.Text)
	}
	return a, nil
}

func (m *method) choose(status int) response {
	var standard response
	for _, r := range m.responses {
		if r.when == nil {
			standard = r
		} else if r.when.MatchString(strconv.Itoa(status)) {
			return r
		}
	}
	return standard
}

func with(request itemtest.Request, more itemtest.Request) itemtest.Request {
	all := maps.Clone(request)
	maps.Copy(all, more)
	return all
}
