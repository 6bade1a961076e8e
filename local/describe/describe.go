// Package describe turns the API that a program declares into data, so that a process can deploy the API of
// a program that it was not built with. It imports nothing of Pulumi: a program that only describes itself is
// built in a second.
package describe

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"lambdaless/infra"
)

// Description is an API as data (infra.Endpoint's JSON).
type Description struct {
	// API has everything written out that its Calls say, and no Templates.
	API infra.API
	// Changed and Deleted are the generated files that were brought up to date, by their paths below the
	// folder of the templates.
	Changed, Deleted []string
	// Mistakes in the API; if there are any, API is empty.
	Mistakes []string
}

// Of describes an API whose templates are in a folder. With write it first brings the generated ones up to
// date.
func Of(api infra.API, folder string, write bool) (Description, error) {
	api.Templates = os.DirFS(folder)
	var d Description
	if write {
		written, err := infra.WriteTemplates(api, folder)
		d.Changed, d.Deleted = written.Changed, written.Deleted
		if err != nil {
			return d.mistaken(err)
		}
	}
	if err := api.Validate(); err != nil {
		return d.mistaken(err)
	}
	expanded, err := api.Expanded()
	if err != nil {
		return d.mistaken(err)
	}
	d.API = expanded
	d.API.Templates = nil
	return d, nil
}

func (d Description) mistaken(err error) (Description, error) {
	var mistakes infra.Mistakes
	if !errors.As(err, &mistakes) {
		return d, err
	}
	d.Mistakes = mistakes
	return d, nil
}

// Encode writes a description.
func Encode(w io.Writer, d Description) error { return json.NewEncoder(w).Encode(d) }

// Decode reads what Encode has written.
func Decode(text []byte) (Description, error) {
	var d Description
	if err := json.Unmarshal(text, &d); err != nil {
		return Description{}, fmt.Errorf("reading the description of an API: %w", err)
	}
	return d, nil
}
