package capability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// change says how a stack's capabilities differ from the lock.
type change string

// The changes.
const (
	// grew is a capability that the lock does not have.
	grew change = "grew"
	// shrank is a capability that only the lock has.
	shrank change = "shrank"
)

// difference is one difference between a matrix and a lock.
type difference struct {
	Change change
	// Route is the method, with its API's name in front where it has one.
	Route string
	// What is the capability: "dynamodb:GetItem on table/movies".
	What string
}

// Diff shows how a matrix differs from a lock, as a unified diff does: lines of "-" were locked, lines of "+"
// are new. What has changed about a method stands under its route; then each method that is new or gone has a line.
// Methods that have exchanged their principals are said to be swapped. It is empty when the two are the same.
func Diff(l Lock, m Matrix) string {
	differences := compare(l, m)
	var out strings.Builder
	for _, pair := range swapped(l, m) {
		fmt.Fprintf(&out, "! the roles of %s and %s are swapped\n", pair[0], pair[1])
	}
	var routes []string
	lines := map[string][]string{}
	for _, d := range differences {
		if lines[d.Route] == nil {
			routes = append(routes, d.Route)
		}
		sign := map[change]string{grew: "+", shrank: "-"}[d.Change]
		lines[d.Route] = append(lines[d.Route], sign+" "+d.What)
	}
	slices.Sort(routes)
	then, now := wholes(l, "-"), wholes(lockOf(m), "+")
	var added, gone strings.Builder
	for _, route := range routes {
		switch {
		case then[route] == "" && now[route] != "":
			added.WriteString(now[route])
		case now[route] == "" && then[route] != "":
			gone.WriteString(then[route])
		default:
			slices.SortStableFunc(lines[route], func(a, b string) int { return cmp.Compare(b[:1], a[:1]) })
			fmt.Fprintf(&out, "  %s\n  %s\n", route, strings.Join(lines[route], "\n  "))
		}
	}
	return out.String() + added.String() + gone.String()
}

// wholes are lines that each tell all of a method, by routes.
func wholes(l Lock, sign string) map[string]string {
	all := map[string]string{}
	for _, m := range l.Methods {
		what := m.calls()
		if len(m.Grants) > 0 {
			what += ", may " + strings.Join(m.Grants, ", ")
		}
		all[m.route()] += sign + " " + m.route() + ": " + what + "\n"
	}
	return all
}

// swapped are pairs of methods of which each has the principal that the other one had.
func swapped(l Lock, m Matrix) (pairs [][2]string) {
	then := map[string]string{}
	for _, method := range l.Methods {
		then[method.route()] = method.Principal
	}
	now := lockOf(m).Methods
	for i, a := range now {
		for _, b := range now[i+1:] {
			if a.Principal != b.Principal && a.Principal != "" && then[a.route()] == b.Principal && then[b.route()] == a.Principal {
				pairs = append(pairs, [2]string{a.route(), b.route()})
			}
		}
	}
	return pairs
}

// compare lists what differs between a matrix and a lock, growth first, otherwise by route. An empty
// list means that the two are the same. A method that changed its principal, its access, its
// operation or a grant has both grown and shrunk: what it has now, and what it had.
func compare(l Lock, m Matrix) []difference {
	m.Sort()
	now, then := capabilities(lockOf(m)), capabilities(l)
	differences := append(missing(now, then, grew), missing(then, now, shrank)...)
	if l.Project != m.Project || l.Stack != m.Stack {
		differences = append([]difference{{
			Change: grew, Route: m.Project + "/" + m.Stack,
			What: fmt.Sprintf("the lock is of %s/%s", l.Project, l.Stack),
		}}, differences...)
	}
	return differences
}

type routed struct{ route, what string }

// capabilities are the single facts of a lock, in its order.
func capabilities(l Lock) []routed {
	var all []routed
	for _, m := range l.Methods {
		add := func(what string) { all = append(all, routed{m.route(), what}) }
		add(m.calls())
		if len(m.Resources) > 0 {
			add("uses " + strings.Join(m.Resources, ", "))
		}
		for _, grant := range m.Grants {
			add("may " + grant)
		}
	}
	return all
}

func missing(of, in []routed, change change) []difference {
	has := make(map[routed]bool, len(in))
	for _, c := range in {
		has[c] = true
	}
	var result []difference
	for _, c := range of {
		if !has[c] {
			result = append(result, difference{Change: change, Route: c.route, What: c.what})
		}
	}
	return result
}
