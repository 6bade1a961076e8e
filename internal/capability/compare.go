package capability

import (
	"fmt"
	"strings"
)

// Change says how a stack's capabilities differ from the lock.
type Change string

// The changes.
const (
	// Grew is a capability that the lock does not have.
	Grew Change = "grew"
	// Shrank is a capability that only the lock has.
	Shrank Change = "shrank"
)

// Difference is one difference between a matrix and a lock.
type Difference struct {
	Change Change
	// Route is the method, with its API's name in front where it has one.
	Route string
	// What is the capability: "dynamodb:GetItem on table/movies".
	What string
}

// String prints "GET /{name} grew: dynamodb:Scan on table/movies".
func (d Difference) String() string { return fmt.Sprintf("%s %s: %s", d.Route, d.Change, d.What) }

// Compare lists what differs between a matrix and a lock, growth first, otherwise by route. An empty
// list means that the two are the same. A method that changed its principal, its access, its
// operation or a grant has both grown and shrunk: what it has now, and what it had.
func Compare(l Lock, m Matrix) []Difference {
	m.Sort()
	now, then := capabilities(lockOf(m)), capabilities(l)
	differences := append(missing(now, then, Grew), missing(then, now, Shrank)...)
	if l.Project != m.Project || l.Stack != m.Stack {
		differences = append([]Difference{{
			Change: Grew, Route: m.Project + "/" + m.Stack,
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
		add(fmt.Sprintf("calls %s as %s, access %s", orDash(m.Operation), orDash(m.Principal), m.Access))
		if len(m.Resources) > 0 {
			add("uses " + strings.Join(m.Resources, ", "))
		}
		for _, grant := range m.Grants {
			add("may " + grant)
		}
	}
	return all
}

func missing(of, in []routed, change Change) []Difference {
	has := make(map[routed]bool, len(in))
	for _, c := range in {
		has[c] = true
	}
	var result []Difference
	for _, c := range of {
		if !has[c] {
			result = append(result, Difference{Change: change, Route: c.route, What: c.what})
		}
	}
	return result
}
