package iam

import "strings"

// keys holds the known condition keys of a request. Names are case-insensitive.
type keys struct {
	values map[string][]string // by lower-case name
	// complete says that a key without values is absent from the request; otherwise a key that is
	// not listed at all could have any value.
	complete bool
}

func newKeys(values map[string][]string, complete bool) keys {
	k := keys{complete: complete}
	if len(values) > 0 {
		k.values = make(map[string][]string, len(values))
		for name, v := range values {
			k.values[strings.ToLower(name)] = v
		}
	}
	return k
}

// lookup returns a key's values and whether the request has it.
func (k keys) lookup(name string) ([]string, tri) {
	values, listed := k.values[strings.ToLower(name)]
	switch {
	case len(values) > 0:
		return values, yes
	case listed || k.complete:
		return nil, no
	default:
		return nil, maybe
	}
}
