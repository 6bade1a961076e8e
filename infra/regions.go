package infra

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lambdaless/infra/naming"
	"lambdaless/infra/settings"
)

// primaryNames are those of the stack in the primary region: a replica has its table's name, and users' tokens have its
// API's scopes.
func primaryNames(r settings.Regions, names naming.Names) naming.Names {
	if r.Replica() {
		return names.OfStack(r.PrimaryStack)
	}
	return names
}

// inRegion are the endpoints that the stack in a region has. Where writes are pinned to another region, those that
// write are left out.
func inRegion(r settings.Regions, endpoints []resolvedEndpoint, region string) []resolvedEndpoint {
	if r.Writable(region) {
		return endpoints
	}
	return slices.DeleteFunc(slices.Clone(endpoints), func(e resolvedEndpoint) bool { return e.writes() })
}

func (e Endpoint) writes() bool { return !e.Action.Reads() && e.Action != Mock }

// checkPreconditions refuses endpoints with If-Match or If-None-Match that write in every region: each region would
// compare with what it has, and where two of them accept a write, the last one wins without notice
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html).
func checkPreconditions(r settings.Regions, endpoints []resolvedEndpoint) error {
	if !r.Several() || r.Writes != "" {
		return nil
	}
	var problems []error
	for _, e := range endpoints {
		if header := e.precondition(); header != "" {
			problems = append(problems, fmt.Errorf("%s writes under the precondition %s, which each region would check against its own replica: of two clients in two regions who both hold the item's last version, both would be told that they have "+
				"succeeded, and one change would be lost. Set writeRegion to the one region that takes writes (one of %s), or leave the version out of the item's type", e.Route(), header, strings.Join(r.All, ", ")))
		}
	}
	return errors.Join(problems...)
}

// precondition is the header whose version a write's condition compares, empty for none. The template tells: API Gateway
// hands it every header, declared or not.
func (e resolvedEndpoint) precondition() string {
	for _, header := range []string{"If-Match", "If-None-Match"} {
		text := e.request.Text
		if e.writes() && strings.Contains(strings.ToLower(text), strings.ToLower(header)) && strings.Contains(text, "ConditionExpression") {
			return header
		}
	}
	return ""
}

// relies finds in a request template what depends on the item that is stored.
var relies = regexp.MustCompile(`"ConditionExpression"|\bADD |\bDELETE #|if_not_exists|list_append`)

// regionNotes warn of what is only sure within one region, where every region writes.
func regionNotes(r settings.Regions, endpoints []resolvedEndpoint) []string {
	if !r.Several() || r.Writes != "" {
		return nil
	}
	var routes []string
	for _, e := range endpoints {
		if e.writes() && (e.Action == TransactWriteItems || relies.MatchString(e.request.Text)) {
			routes = append(routes, e.Route())
		}
	}
	if len(routes) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s: conditions, transactions and what is added to an item hold within one region; of changes that two regions make to one item within about a second the later one wins whole. "+
		"Where that loses something, set writeRegion to the one region that takes writes", strings.Join(routes, ", "))}
}
