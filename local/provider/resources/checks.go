package resources

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var statusCodes = regexp.MustCompile(`^[1-5]\d\d$`)

// statusCode holds an HTTP status code as API Gateway writes it.
func statusCode(v any) error {
	if text, _ := v.(string); !statusCodes.MatchString(text) {
		return fmt.Errorf("expected an HTTP status code of three digits, got %q", text)
	}
	return nil
}

var arns = regexp.MustCompile(`^arn:[^:]*:[^:]+:[^:]*:[^:]*:.+$`)

// isARN holds that a value is an ARN; the empty string means unset.
func isARN(v any) error {
	if text, _ := v.(string); text != "" && !arns.MatchString(text) {
		return fmt.Errorf("is an invalid ARN: %q", text)
	}
	return nil
}

// length holds the number of characters of a string.
func length(low, high int) func(any) error {
	return func(v any) error {
		if n := len(v.(string)); n < low || n > high {
			return fmt.Errorf("expected its length to be in the range (%d - %d), got %d characters", low, high, n)
		}
		return nil
	}
}

// spelled holds that a name has only the characters that AWS allows.
func spelled(pattern, allowed string, low, high int) func(any) error {
	re := regexp.MustCompile("^(" + pattern + ")$")
	return func(v any) error {
		name, _ := v.(string)
		if err := length(low, high)(name); err != nil {
			return err
		}
		if !re.MatchString(name) {
			return fmt.Errorf("must only contain %s, got %q", allowed, name)
		}
		return nil
	}
}

// compressionSize holds a number of bytes written as a string; -1 and "" mean no compression.
func compressionSize(v any) error {
	text, _ := v.(string)
	if text == "" {
		return nil
	}
	if n, err := strconv.Atoi(text); err != nil || n < -1 || n > 10485760 {
		return fmt.Errorf("expected a number in the range (-1 - 10485760), got %q", text)
	}
	return nil
}

// amongNumbers holds that an integer is one of a few.
func amongNumbers(allowed ...float64) func(any) error {
	return func(v any) error {
		texts := make([]string, len(allowed))
		for i, n := range allowed {
			if v == n {
				return nil
			}
			texts[i] = strconv.FormatFloat(n, 'f', -1, 64)
		}
		return fmt.Errorf("expected one of [%s], got %v", strings.Join(texts, " "), v)
	}
}

// Between holds an integer within limits, with the provider's message.
func Between(low, high int) func(any) error {
	return func(v any) error {
		if n := int(v.(float64)); n < low || n > high {
			return fmt.Errorf("expected it to be in the range (%d - %d), got %d", low, high, n)
		}
		return nil
	}
}

// AtLeast holds an integer above a limit.
func AtLeast(low int) func(any) error {
	return func(v any) error {
		if n := int(v.(float64)); n < low {
			return fmt.Errorf("expected it to be at least (%d), got %d", low, n)
		}
		return nil
	}
}
