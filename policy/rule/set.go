package rule

import (
	"cmp"
	"slices"
)

// Set holds the rules of a package. Each rule's declaration adds it, so that no list can miss one.
type Set struct{ rules []*Rule }

// Add adds a rule and returns it.
func (s *Set) Add(r *Rule) *Rule {
	s.rules = append(s.rules, r)
	return r
}

// All are the rules in the order of their ids.
func (s *Set) All() []*Rule {
	return slices.SortedFunc(slices.Values(s.rules), func(a, b *Rule) int { return cmp.Compare(a.ID, b.ID) })
}

// Find finds a rule by its id; nil when there is none.
func Find(rules []*Rule, id string) *Rule {
	for _, r := range rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}
