package infra

import "errors"

// Validate reports every mistake in the API together.
func (a API) Validate() error {
	return errors.Join()
}
