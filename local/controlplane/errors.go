package controlplane

import (
	"errors"
	"fmt"
	"strings"
)

// Error is a refusal with AWS's error code, which a client can match, and AWS's message.
type Error struct {
	Code    string
	Message string
}

// Error reads "Code: message", as the AWS SDKs print an API error.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

// IsNotFound reports whether AWS refused because the thing asked for does not exist.
func IsNotFound(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	for _, word := range []string{"NotFound", "NoSuch", "NonExistent", "DoesNotExist"} {
		if strings.Contains(e.Code, word) {
			return true
		}
	}
	return false
}

func refuse(code, format string, args ...any) error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

func notFound(format string, args ...any) error { return refuse("NotFoundException", format, args...) }
func badRequest(format string, args ...any) error {
	return refuse("BadRequestException", format, args...)
}
func conflict(format string, args ...any) error { return refuse("ConflictException", format, args...) }
func noSuchEntity(format string, args ...any) error {
	return refuse("NoSuchEntity", format, args...)
}
