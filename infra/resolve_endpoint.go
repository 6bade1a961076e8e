package infra

import (
	"maps"
	"slices"
	"strings"

	"lambdaless/infra/route"
)

// route resolves what an endpoint says besides its action and its templates.
func (r *resolver) route(where string, e Endpoint) resolvedEndpoint {
	if _, ok := verbActions[e.Method]; !ok {
		r.add(where, "the method %q must be one of %s", e.Method, strings.Join(slices.Sorted(maps.Keys(verbActions)), ", "))
	}
	if e.Access != "" && e.Access != Anyone && !slices.Contains(accessClasses, e.Access) {
		r.add(where, "the access %q must be %s, %s, %s, %s or empty", e.Access, Reads, Writes, Users, Anyone)
	}
	for _, mistake := range route.Mistakes(e.Path) {
		r.add(where, "%s", mistake)
	}
	return resolvedEndpoint{Endpoint: e, route: route.Of(e.Method, e.Path)}
}

// endpoint resolves the rest of an endpoint whose action is known.
func (r *resolver) endpoint(where string, e *resolvedEndpoint) {
	r.action(where, e.Endpoint)
	if e.Action != Mock {
		e.table = r.target(where, e.Endpoint)
	} else if e.Table != "" || e.Index != "" {
		r.add(where, "%s asks no table and no index; leave them empty", Mock)
	}
	if r.api.Templates != nil {
		r.request(where, e)
		r.responses(where, e)
	}
}

func (r *resolver) action(where string, e Endpoint) {
	allowed, ok := verbActions[e.Method]
	switch {
	case !e.Action.known():
		r.add(where, "the action %q must be one of %s, %s, %s", e.Action, list(readActions), list(writeActions), Mock)
	case e.Action == TransactWriteItems && len(e.called.Parts) == 0:
		r.add(where, "%s is declared: set Call to an item.Transaction, from whose parts the role's rights follow", e.Action)
	case e.Method == "GET" && e.called.Counts:
	case ok && e.Action != Mock && !slices.Contains(allowed, e.Action):
		r.add(where, "a %s may not call %s, only %s", e.Method, e.Action, list(append(slices.Clone(allowed), Mock)))
	}
}

// target looks up the table that the endpoint names, and checks its index.
func (r *resolver) target(where string, e Endpoint) Table {
	if len(e.called.Parts) > 0 {
		e.Table = e.called.Parts[0].Table // the others are found by name, too
	}
	i := slices.IndexFunc(r.api.Tables, func(t Table) bool {
		return t.Name == e.Table || e.Table == "" && len(r.api.Tables) == 1
	})
	if i < 0 {
		var names []string
		for _, t := range r.api.Tables {
			names = append(names, t.Name)
		}
		r.add(where, "there is no table %q among %s", e.Table, strings.Join(names, ", "))
		return Table{}
	}
	table := r.api.Tables[i]
	if e.Index == "" {
		return table
	}
	if !slices.Contains(indexActions, e.Action) {
		r.add(where, "%s takes no index, only %s do", e.Action, list(indexActions))
	}
	if !slices.ContainsFunc(table.Indexes, func(index Index) bool { return index.Name == e.Index }) {
		r.add(where, "table %s has no index %q", table.Name, e.Index)
	}
	return table
}
