package dataplane

import (
	"fmt"
	"strconv"

	"lambdaless/internal/vtl/regex"
	"lambdaless/local/dataplane/failure"
)

// selectionPattern chooses an integration response by the back end's status code. It is matched
// against the whole of it, as Java's String.matches does (GW-090).
type selectionPattern struct {
	text  string // empty for the default response
	regex *regex.Pattern
}

func compileSelectionPattern(text string) (selectionPattern, error) {
	if text == "" {
		return selectionPattern{}, nil
	}
	compiled, err := regex.Compile(text)
	if err != nil {
		return selectionPattern{text: text}, fmt.Errorf("selectionPattern %q: %w", text, err)
	}
	return selectionPattern{text, compiled}, nil
}

func (p selectionPattern) matches(status string) bool {
	if p.regex == nil {
		return false
	}
	ok, err := p.regex.MatchString(status)
	return ok && err == nil
}

// selectResponse picks the integration response: of the patterns that match, the one of the lowest
// status code (GW-091), else the default one. Without either the API is misconfigured (GW-097).
func selectResponse(responses []*integrationResponse, code int) (*integrationResponse, string, *failure.Failure) {
	status := strconv.Itoa(code)
	var fallback *integrationResponse
	for _, response := range responses {
		switch {
		case response.problem != nil:
			return nil, "", failure.Misconfigured("integration response %s: %v", response.StatusCode, response.problem)
		case response.SelectionPattern == "" && fallback == nil:
			fallback = response
		case response.pattern.matches(status):
			return response, "status " + status + " matches the pattern " + response.SelectionPattern, nil
		}
	}
	if fallback != nil {
		return fallback, "no pattern matches status " + status + ": the default response", nil
	}
	return nil, "", failure.Misconfigured("no match for output mapping and no default output mapping configured; endpoint response status code: %s", status)
}
