package vtl

import (
	"errors"

	"lambdaless/internal/vtl/parse"
)

// ErrPayload is found by errors.Is in an error that the request's or response's body is to blame
// for: it begins like JSON and is not. API Gateway answers 400 to that, and 500 to every other error.
var ErrPayload = errors.New("could not process payload")

// Error is a template that does not parse, or that fails while it is rendered. The cause of the latter
// is a *PayloadError, a *java.LimitError, a *java.Exception, or nil.
type Error = parse.Error

// PayloadError is the cause of an Error that ErrPayload is found in.
type PayloadError struct {
	Detail string // json-smart's message
}

// Error is the message that API Gateway sends to the client, without a space as AWS writes it.
func (e *PayloadError) Error() string {
	return "Could not process payload" + e.Detail
}

// Is makes errors.Is(err, ErrPayload) true.
func (e *PayloadError) Is(target error) bool { return target == ErrPayload }
