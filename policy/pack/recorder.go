package pack

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"

	"lambdaless/policy/wire"
)

// record writes the file of POLICY_RECORD: what the resource pass showed, in its order, and what the stack pass shows.
func (s *session) record(inputs []*pulumirpc.AnalyzeRequest, resources []*pulumirpc.AnalyzerResource) error {
	recording := wire.Recording{Project: s.project, Stack: s.stack}
	at := map[string]*wire.Resource{} // by URN
	entry := func(urn, kind, name string) *wire.Resource {
		if at[urn] == nil {
			at[urn] = &wire.Resource{URN: urn, Type: kind, Name: name}
			recording.Resources = append(recording.Resources, at[urn])
		}
		return at[urn]
	}
	var err error
	for _, r := range inputs {
		e := entry(r.GetUrn(), r.GetType(), r.GetName())
		e.Protect, e.Parent = r.GetOptions().GetProtect(), r.GetOptions().GetParent()
		if e.Inputs, err = withoutSecrets(r.GetProperties()); err != nil {
			return err
		}
	}
	for _, r := range resources {
		e := entry(r.GetUrn(), r.GetType(), r.GetName())
		e.Parent, e.Dependencies, e.PropertyDependencies = r.GetParent(), r.GetDependencies(), dependenciesOf(r)
		if e.Outputs, err = withoutSecrets(r.GetProperties()); err != nil {
			return err
		}
		if p := r.GetProvider(); p.GetUrn() != "" {
			e.Provider = &wire.Provider{URN: p.GetUrn(), Type: p.GetType(), Name: p.GetName()}
			if e.Provider.Inputs, err = withoutSecrets(p.GetProperties()); err != nil {
				return err
			}
		}
	}
	return recording.Write(s.env.record)
}

// withoutSecrets keeps that something is a secret, and not what it is.
func withoutSecrets(s *structpb.Struct) (wire.Properties, error) {
	m, err := wire.PropertiesOf(s)
	if err != nil {
		return nil, err
	}
	clean := map[string]property.Value{}
	for key, v := range resource.FromResourcePropertyMap(resource.PropertyMap(m)).All {
		clean[key] = withoutSecret(v)
	}
	return wire.Properties(resource.ToResourcePropertyMap(property.NewMap(clean))), nil
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
