package integration

import (
	"regexp"
	"slices"
	"strconv"
	"sync"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

const success = 200

// failures are the statuses of DynamoDB's errors, those of every AWS service included
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html,
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html).
var failures = []int{400, 401, 403, 404, 408, 413, 500, 503}

// statuses are those that a selectionPattern matches.
type statuses [600]bool

var matched sync.Map // by pattern: a *statuses, or the error of what cannot be read

// matching reads a selectionPattern. Patterns are Java's and match the whole status.
func matching(pattern string) (*statuses, error) {
	if known, ok := matched.Load(pattern); ok {
		if err, failed := known.(error); failed {
			return nil, err
		}
		return known.(*statuses), nil //nolint:forcetypeassert // nothing else is stored
	}
	expression, err := regexp.Compile("^(?:" + pattern + ")$")
	if err != nil {
		matched.Store(pattern, err)
		return nil, err
	}
	var all statuses
	for status := range all {
		all[status] = expression.MatchString(strconv.Itoa(status))
	}
	matched.Store(pattern, &all)
	return &all, nil
}

// answering are the responses that answer a status: those whose selectionPattern matches it, or else those without one.
func answering(i *model.Integration, status int) []*graph.Node {
	var chosen, defaults []*graph.Node
	for _, n := range i.Responses {
		pattern := n.In("selectionPattern")
		if pattern.IsUnknown() {
			continue
		}
		switch all, err := matching(pattern.TextOr("")); {
		case pattern.TextOr("") == "":
			defaults = append(defaults, n)
		case err == nil && all[status]:
			chosen = append(chosen, n)
		}
	}
	if len(chosen) > 0 {
		return chosen
	}
	return defaults
}

// errorResponses are the responses that may answer an error of DynamoDB: all but those that are only for successes.
func errorResponses(i *model.Integration) []*graph.Node {
	var all []*graph.Node
	for _, status := range failures {
		for _, n := range answering(i, status) {
			if !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
	}
	for _, n := range i.Responses { // a pattern that nobody can read may be of errors
		if _, err := matching(n.In("selectionPattern").TextOr("")); err != nil || n.In("selectionPattern").IsUnknown() {
			all = append(all, n)
		}
	}
	return all
}
