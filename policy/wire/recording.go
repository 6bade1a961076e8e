package wire

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/structpb"
)

// Recording is what the engine told a pack about one stack.
type Recording struct {
	Project string            `json:"project"`
	Stack   string            `json:"stack"`
	Config  map[string]string `json:"config,omitempty"`
	// Resources are in the order of the resource pass; those that only the stack pass had come last.
	Resources []*Resource `json:"resources"`
}

// Resource is one resource in both passes.
type Resource struct {
	URN  string `json:"urn"`
	Type string `json:"type"`
	Name string `json:"name"`
	// Inputs are what the resource pass showed, nil where it showed nothing; Outputs what the stack
	// pass did. Both have the engine's sentinels for unknown and secret values.
	Inputs  Properties `json:"inputs"`
	Outputs Properties `json:"outputs"`
	Protect bool       `json:"protect,omitempty"`
	// Provider is nil for what no provider manages, such as a component.
	Provider *Provider `json:"provider,omitempty"`
	Parent   string    `json:"parent,omitempty"`
	// Dependencies and PropertyDependencies are URNs.
	Dependencies         []string            `json:"dependencies,omitempty"`
	PropertyDependencies map[string][]string `json:"propertyDependencies,omitempty"`
}

// Provider is the provider that manages a resource.
type Provider struct {
	URN    string     `json:"urn"`
	Type   string     `json:"type"`
	Name   string     `json:"name"`
	Inputs Properties `json:"inputs"`
}

// Properties are a resource's properties.
type Properties resource.PropertyMap

var wireOptions = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true, KeepOutputValues: true}

// MarshalJSON writes the properties as the wire protocol has them.
func (p Properties) MarshalJSON() ([]byte, error) {
	if p == nil {
		return []byte("null"), nil
	}
	s, err := plugin.MarshalProperties(resource.PropertyMap(p), wireOptions)
	if err != nil {
		return nil, err
	}
	return protojson.Marshal(s)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Properties) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*p = nil
		return nil
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		return err
	}
	s, err := structpb.NewStruct(members)
	if err != nil {
		return err
	}
	*p, err = PropertiesOf(s)
	return err
}

// PropertiesOf reads properties as the wire protocol has them.
func PropertiesOf(s *structpb.Struct) (Properties, error) {
	m, err := plugin.UnmarshalProperties(s, wireOptions)
	return Properties(m), err
}

// Read reads a recording.
func Read(path string) (*Recording, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the recording of a stack: %w", err)
	}
	r := &Recording{}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%s is not a recording of a stack: %w", path, err)
	}
	return r, nil
}

// Write writes a recording.
func (r *Recording) Write(path string) error {
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return fmt.Errorf("recording the stack: %w", err)
	}
	return os.WriteFile(path, append(text, '\n'), 0o600)
}
