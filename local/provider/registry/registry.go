// Package registry knows every resource type that the local AWS implements, by its token.
package registry

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lambdaless/local/provider/kept"
	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/schema"
)

// Types holds every implemented type by token.
type Types map[string]*resources.Type

// declared lists the resource types.
func declared() []*resources.Type { return append(resources.Types(), kept.Types()...) }

// All builds the registry.
func All() Types {
	r := Types{}
	for _, t := range declared() {
		t.Properties = schema.Of(t.Token, t.Facts)
		r[t.Token] = t
	}
	return r
}

// Tokens lists the types in order.
func (r Types) Tokens() []string { return slices.Sorted(maps.Keys(r)) }

// Lookup finds a type; its error lists the types that there are.
func (r Types) Lookup(token string) (*resources.Type, error) {
	if t, ok := r[token]; ok {
		return t, nil
	}
	return nil, fmt.Errorf("the local AWS does not implement the resource type %s; it implements:\n  %s", token, strings.Join(r.Tokens(), "\n  "))
}
