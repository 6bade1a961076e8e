package pack

import (
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"lambdaless/policy/wire"
)

// recorder keeps what the engine tells the pack, for POLICY_RECORD.
type recorder struct {
	mu        sync.Mutex
	recording wire.Recording
	at        map[string]*wire.Resource // by URN
}

func newRecorder(pctx *pulumi.Context) *recorder {
	return &recorder{
		recording: wire.Recording{Project: pctx.Project(), Stack: pctx.Stack()},
		at:        map[string]*wire.Resource{},
	}
}

// entry expects mu to be held.
func (r *recorder) entry(n policyx.AnalyzerResource) *wire.Resource {
	e := r.at[n.URN]
	if e == nil {
		e = &wire.Resource{URN: n.URN, Type: n.Type, Name: n.Name}
		r.at[n.URN] = e
		r.recording.Resources = append(r.recording.Resources, e)
	}
	return e
}

// resource takes in what the resource pass shows.
func (r *recorder) resource(n policyx.AnalyzerResource) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.entry(n)
	e.Inputs, e.Protect, e.Parent = withoutSecrets(n.Properties), n.Options.Protect, n.Parent
}

// stack takes in what the stack pass shows and writes the file.
func (r *recorder) stack(resources []policyx.AnalyzerResource, path string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, n := range resources {
		e := r.entry(n)
		e.Outputs, e.Parent, e.Dependencies, e.PropertyDependencies = withoutSecrets(n.Properties), n.Parent, n.Dependencies, n.PropertyDependencies
		if p := n.Provider; p.URN != "" {
			e.Provider = &wire.Provider{URN: p.URN, Type: p.Type, Name: p.Name, Inputs: withoutSecrets(p.Properties)}
		}
	}
	return r.recording.Write(path)
}

// withoutSecrets keeps that something is a secret, and not what it is.
func withoutSecrets(m property.Map) wire.Properties {
	clean := make(map[string]property.Value, m.Len())
	for key, v := range m.All {
		clean[key] = withoutSecret(v)
	}
	return wire.Properties(resource.ToResourcePropertyMap(property.NewMap(clean)))
}

func withoutSecret(v property.Value) property.Value {
	switch {
	case v.Secret() && !v.IsComputed():
		return property.New("(secret)").WithSecret(true)
	case v.IsArray():
		var items []property.Value
		for _, item := range v.AsArray().All {
			items = append(items, withoutSecret(item))
		}
		return property.New(items)
	case v.IsMap():
		members := map[string]property.Value{}
		for key, member := range v.AsMap().All {
			members[key] = withoutSecret(member)
		}
		return property.New(members)
	}
	return v
}
