package dataplane

import (
	"errors"
	"strings"

	"lambdaless/local/dataplane/encoding"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
	"lambdaless/local/dataplane/trace"
	"lambdaless/local/dataplane/validation"
)

// checkParameters asks that the required parameters are there and not blank.
func checkParameters(required []validation.Parameter, request *mapping.Request, t *trace.Trace) *failure.Failure {
	if len(required) == 0 {
		t.Verdict("nothing is required")
		return nil
	}
	if t != nil {
		for _, p := range required {
			value, _ := request.Parameter(p.Place, p.Name)
			t.In(p.Place+"."+p.Name, value)
		}
		t.Verdict("all required parameters are present")
	}
	missing := validation.Missing(required, request.Parameter)
	if len(missing) == 0 {
		return nil
	}
	f := failure.Of(failure.BadRequestParameters)
	f.Message = "Missing required request parameters: [" + strings.Join(missing, ", ") + "]"
	for _, name := range missing {
		for _, header := range request.Header {
			if strings.EqualFold(name, header.Name) && name != header.Name {
				f.Because("the client sent %s; names are case-sensitive (GW-023)", header.Name)
			}
		}
	}
	return f
}

// checkBody checks the body against the model that the request's Content-Type selects. A content type without
// a model is not validated at all (GW-083).
func checkBody(bodies validation.Body, contentType string, body []byte, t *trace.Trace) *failure.Failure {
	if bodies == nil {
		t.Verdict("the method does not validate bodies")
		return nil
	}
	model := bodies[contentType]
	if model == nil {
		t.Verdict("no model for %s: not validated", contentType)
		return nil
	}
	text := encoding.Text(body)
	t.In("model", model.Name)
	t.In("body", text)
	err := model.Validate(text)
	var invalid *validation.InvalidBody
	switch {
	case errors.As(err, &invalid):
		f := failure.Of(failure.BadRequestBody)
		f.ValidationError, f.Detail = invalid.Words, invalid.Words
		return f
	case err != nil:
		return failure.Misconfigured("%v", err)
	}
	t.Verdict("the body is valid")
	return nil
}
