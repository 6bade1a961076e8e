package validation

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Body validates bodies by media type. A nil Body leaves bodies alone.
type Body map[string]*Model

// InvalidBody is what is wrong with a body, in the words of API Gateway's validator.
type InvalidBody struct{ Words string }

func (e *InvalidBody) Error() string { return e.Words }

// Validate checks a body against its model: an *InvalidBody is the client's fault, any other error the API's.
// An empty body is validated as {} (GW-082).
func (m *Model) Validate(body string) error {
	if m.problem != nil {
		return fmt.Errorf("model %s: %w", m.Name, m.problem)
	}
	if strings.TrimSpace(body) == "" {
		body = "{}"
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err == nil {
		err = checkNumbers(value)
	}
	if err != nil {
		return &InvalidBody{"[Unable to parse JSON: " + err.Error() + "]"}
	}
	var invalid *jsonschema.ValidationError
	if err := m.schema.Validate(value); errors.As(err, &invalid) {
		return &InvalidBody{explain(invalid, value)}
	} else if err != nil {
		return fmt.Errorf("model %s: %w", m.Name, err)
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
