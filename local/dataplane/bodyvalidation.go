package dataplane

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// validateBody checks the body against the model that the request's Content-Type selects. A content
// type without a model is not validated at all (GW-083); an empty body is validated as {} (GW-082).
func (x *exchange) validateBody() *Failure {
	validation := x.matched.bodyValidation
	if validation == nil {
		x.trace.verdict("the method does not validate bodies")
		return nil
	}
	contentType := x.contentType()
	model := validation[contentType]
	if model == nil {
		if x.trace != nil {
			x.trace.verdict("no model for " + contentType + ": not validated")
		}
		return nil
	}
	if model.problem != nil {
		return misconfigured("model %s: %v", model.name, model.problem)
	}
	body := utf8Text(x.request.Body)
	if strings.TrimSpace(body) == "" {
		body = "{}"
	}
	if x.trace != nil {
		x.trace.in("model", model.name)
		x.trace.in("body", body)
		x.trace.verdict("the body is valid")
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err == nil {
		err = checkNumbers(value)
	}
	if err != nil {
		return invalidBody("[Unable to parse JSON: " + err.Error() + "]")
	}
	var invalid *jsonschema.ValidationError
	if err := model.schema.Validate(value); errors.As(err, &invalid) {
		return invalidBody(explainValidation(invalid, value))
	} else if err != nil {
		return misconfigured("model %s: %v", model.name, err)
	}
	return nil
}

// maxExponent keeps a number of a few bytes from becoming one of millions of digits, and maxDigits one
// that is written out from costs that grow with the square of its length (GW-088).
const (
	maxExponent = 10_000
	maxDigits   = 10_000
)

func checkNumbers(value any) error {
	switch value := value.(type) {
	case json.Number:
		if len(value) > maxDigits {
			return errors.New("a number is too long")
		}
		if i := strings.IndexAny(value.String(), "eE"); i >= 0 {
			exponent, err := strconv.Atoi(value.String()[i+1:])
			if err != nil || exponent > maxExponent || exponent < -maxExponent {
				return errors.New("a number's exponent is out of range")
			}
		}
	case []any:
		for _, element := range value {
			if err := checkNumbers(element); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, member := range value {
			if err := checkNumbers(member); err != nil {
				return err
			}
		}
	}
	return nil
}

func invalidBody(why string) *Failure {
	f := fail(BadRequestBody)
	f.ValidationError, f.Detail = why, why
	return f
}
