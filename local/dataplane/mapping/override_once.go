package mapping

import "fmt"

// overrideOnce refuses a template that sets an override twice: an override may be applied to a parameter
// only once, or the request is answered 500
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html,
// GW-053).
func overrideOnce() func(name string, value any) error {
	var set map[string]bool
	return func(name string, _ any) error {
		if set[name] {
			return fmt.Errorf("$context.%s is set more than once, and an override may be applied only once", name)
		}
		if set == nil {
			set = map[string]bool{}
		}
		set[name] = true
		return nil
	}
}
