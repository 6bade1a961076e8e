package controlplane

import (
	"maps"
	"strings"

	"lambdaless/local/controlplane/store"
)

// Kept is a resource that AWS only keeps: no part of the local AWS runs it (CP-028). What its type demands is
// stated in the provider's table of kept types.
type Kept struct {
	Token      string         `json:"type"`             // "aws:sns/topic:Topic"
	Region     string         `json:"region,omitempty"` // empty for global services
	Name       string         `json:"name"`             // identifies it in the type and region
	Parent     *KeptParent    `json:"parent,omitempty"`
	Properties map[string]any `json:"properties"`
}

// KeptParent names the kept resource that another one is part of.
type KeptParent struct {
	Token string `json:"type"`
	Name  string `json:"name"`
}

func (Kept) Kind() string  { return "kept" }
func (k Kept) Key() string { return strings.Join([]string{k.Token, k.Region, k.Name}, "|") }

// KeptRules are what a type demands of one call.
type KeptRules struct {
	// Taken refuses a second resource with the same id or the same unique properties; nil replaces it.
	Taken error
	// Unique are the properties whose values, all together, one resource of the type may have in the
	// region.
	Unique []string
	// Missing refuses a call about a resource that does not exist.
	Missing error
	// NoParent refuses a resource whose parent does not exist.
	NoParent error
}

// CreateKept keeps a new resource.
func (c *Client) CreateKept(in Kept, rules KeptRules) error {
	return c.account.store.Update(func(t *store.Tx) error {
		if in.Parent != nil && !findParent(t, &in) {
			return rules.NoParent
		}
		if err := checkKept(t, in, rules); err != nil {
			return err
		}
		store.Put(t, in)
		return nil
	})
}

// findParent finds the parent by its name, or by an ARN that ends with it, and leaves the name.
func findParent(t *store.Tx, in *Kept) bool {
	given := in.Parent.Name
	for _, name := range []string{given, given[strings.LastIndexAny(given, ":/")+1:]} {
		if _, ok := store.Load[Kept](t, Kept{Token: in.Parent.Token, Region: in.Region, Name: name}.Key()); ok {
			in.Parent = &KeptParent{Token: in.Parent.Token, Name: name}
			return true
		}
	}
	return false
}

func checkKept(t *store.Tx, in Kept, rules KeptRules) error {
	if rules.Taken == nil {
		return nil
	}
	for _, other := range store.List[Kept](t, Kept{Token: in.Token, Region: in.Region}.Key()) {
		if other.Name == in.Name || len(rules.Unique) > 0 && sameValues(other.Properties, in.Properties, rules.Unique) {
			return rules.Taken
		}
	}
	return nil
}

func sameValues(a, b map[string]any, names []string) bool {
	for _, name := range names {
		if a[name] != b[name] {
			return false
		}
	}
	return true
}

// Kept finds a resource.
func (c *Client) Kept(want Kept, rules KeptRules) (k Kept, err error) {
	err = c.account.store.Read(func(t *store.Tx) error {
		var ok bool
		if k, ok = store.Load[Kept](t, want.Key()); !ok {
			return rules.Missing
		}
		k.Properties = maps.Clone(k.Properties)
		return nil
	})
	return k, err
}

// UpdateKept changes a resource's properties.
func (c *Client) UpdateKept(in Kept, rules KeptRules) error {
	return c.account.store.Update(func(t *store.Tx) error {
		old, ok := store.Load[Kept](t, in.Key())
		if !ok {
			return rules.Missing
		}
		store.Remove(t, old)
		if err := checkKept(t, in, rules); err != nil {
			return err
		}
		in.Parent = old.Parent
		store.Put(t, in)
		return nil
	})
}

// DeleteKept deletes a resource; those that are part of it go with it.
func (c *Client) DeleteKept(want Kept, rules KeptRules) error {
	return c.account.store.Update(func(t *store.Tx) error {
		k, ok := store.Load[Kept](t, want.Key())
		if !ok {
			return rules.Missing
		}
		removeKept(t, k)
		return nil
	})
}

func removeKept(t *store.Tx, k Kept) {
	for _, other := range store.List[Kept](t, "") {
		if p := other.Parent; p != nil && other.Region == k.Region && *p == (KeptParent{k.Token, k.Name}) {
			removeKept(t, other)
		}
	}
	store.Remove(t, k)
}

// KeptOf lists the resources of a kept type in every region, in order.
func (a *Account) KeptOf(token string) (all []Kept, err error) {
	err = a.store.Read(func(t *store.Tx) error {
		all = store.List[Kept](t, token+"|")
		return nil
	})
	return all, err
}

// Refuse is a refusal with AWS's error code and message.
func Refuse(code, format string, args ...any) error { return refuse(code, format, args...) }

// KeptOf are all kept resources of a type, of all regions.
func (c *Client) KeptOf(token string) ([]Kept, error) { return c.account.KeptOf(token) }
