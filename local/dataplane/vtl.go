package dataplane

import (
	"errors"
	"strconv"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

// payloadMessage is what the client is told of a body that a template could not read (GW-063).
func payloadMessage(err error) string {
	var payload *vtl.PayloadError
	if errors.As(err, &payload) {
		return payload.Error()
	}
	return "Could not process payload"
}

// asMap is the parameters as a template sees them: of several values the last.
func (p params) asMap() *vtl.Map {
	m := java.NewMapSize(len(p))
	for _, parameter := range p {
		m.Put(parameter.name, parameter.values[len(parameter.values)-1])
	}
	return m
}

// single is the last value of each parameter, for traces and authorizers.
func (p params) single() map[string]string {
	values := make(map[string]string, len(p))
	for _, parameter := range p {
		values[parameter.name] = parameter.values[len(parameter.values)-1]
	}
	return values
}

func (p params) set(name, value string) params {
	for i := range p {
		if p[i].name == name {
			p[i].values = []string{value}
			return p
		}
	}
	return append(p, param{name, []string{value}})
}

// statusCodeTemplate and rootTemplate read JSON as templates do.
var (
	statusCodeTemplate = compileTemplate("statusCode", "$input.json('$.statusCode')")
	rootTemplate       = compileTemplate("body", "#set($root = $input.path('$'))")
)

// mockStatus is the whole number under statusCode.
func mockStatus(body string) (int, bool) {
	text, err := statusCodeTemplate.template.Render(&vtl.Data{Body: body})
	if err != nil {
		return 0, false
	}
	status, err := strconv.Atoi(text)
	return status, err == nil
}

// validPayload says whether a body can be read as JSON, as leniently as templates read it.
func validPayload(body string) bool {
	_, err := rootTemplate.template.Render(&vtl.Data{Body: body})
	return err == nil
}
