package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"time"

	"lambdaless/local/controlplane"
)

// resourceType is everything the provider knows of one AWS resource type.
type resourceType struct {
	token      string     // "aws:apigateway/integration:Integration"
	label      string     // what the provider calls it in errors: "API Gateway Integration"
	subject    string     // the property that names it in errors, empty for none
	properties []property // inputs and outputs
	// deleteBeforeReplace: two cannot exist at once even for a moment.
	deleteBeforeReplace bool
	// importShape is the id that import takes, as the provider documents it.
	importShape string
	// validate finds what the provider refuses at plan time across properties. Values that are unknown
	// are absent from known.
	validate func(known map[string]any) []failure
	// replacesWhen names properties that replace only for some values.
	replacesWhen func(old, updated map[string]any) []string
	// stale names outputs that the state has wrong although nobody changed an input.
	stale func(c cloud, state map[string]any) []string
	calls lifecycle
}

// failure is a property and what is wrong with it.
type failure struct{ property, reason string }

// cloud is what a resource type's calls reach: the account in the configured region, and the database.
type cloud struct {
	*controlplane.Client
	tables   *tables
	patience time.Duration // for a role to get its policies
}

// lifecycle is what the account can do with a resource, in property maps.
type lifecycle interface {
	create(ctx context.Context, c cloud, in map[string]any) (id string, out map[string]any, err error)
	read(ctx context.Context, c cloud, state map[string]any) (id string, out map[string]any, err error)
	update(ctx context.Context, c cloud, in map[string]any) (out map[string]any, err error)
	remove(ctx context.Context, c cloud, state map[string]any) error
	imported(id string) (map[string]any, error)
}

// calls are the account's calls behind a resource type whose record is a T.
type calls[T any] struct {
	create func(ctx context.Context, c cloud, in T) (T, error)
	// read finds the record that a state, or an import id, names.
	read func(ctx context.Context, c cloud, state T) (T, error)
	// update changes the record. Computed properties that the program leaves unset come as they are.
	// A type without update replaces on every change.
	update func(ctx context.Context, c cloud, in T) (T, error)
	remove func(ctx context.Context, c cloud, state T) error
	id     func(T) string
	// parse reads an import id.
	parse func(id string) (T, error)
}

// of adapts typed calls to property maps.
func of[T any](k calls[T]) lifecycle { return adapter[T]{k} }

type adapter[T any] struct{ calls calls[T] }

func (a adapter[T]) create(ctx context.Context, c cloud, in map[string]any) (string, map[string]any, error) {
	v, err := decode[T](in)
	if err != nil {
		return "", nil, err
	}
	if v, err = a.calls.create(ctx, c, v); err != nil {
		return "", nil, err
	}
	out, err := encode(v)
	return a.calls.id(v), out, err
}

func (a adapter[T]) read(ctx context.Context, c cloud, state map[string]any) (string, map[string]any, error) {
	v, err := decode[T](state)
	if err != nil {
		return "", nil, err
	}
	if v, err = a.calls.read(ctx, c, v); err != nil {
		return "", nil, err
	}
	out, err := encode(v)
	return a.calls.id(v), out, err
}

func (a adapter[T]) update(ctx context.Context, c cloud, in map[string]any) (map[string]any, error) {
	v, err := decode[T](in)
	if err != nil {
		return nil, err
	}
	if v, err = a.calls.update(ctx, c, v); err != nil {
		return nil, err
	}
	return encode(v)
}

func (a adapter[T]) remove(ctx context.Context, c cloud, state map[string]any) error {
	v, err := decode[T](state)
	if err != nil {
		return err
	}
	return a.calls.remove(ctx, c, v)
}

func (a adapter[T]) imported(id string) (map[string]any, error) {
	v, err := a.calls.parse(id)
	if err != nil {
		return nil, err
	}
	return encode(v)
}

// decode reads a property map into a record.
func decode[T any](in map[string]any) (v T, err error) {
	data, err := json.Marshal(in)
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(data, &v)
}

// encode writes a record as a property map.
func encode(v any) (out map[string]any, err error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal(data, &out)
}

// parts splits an import id into n parts that are not empty; the last takes the rest.
func parts(id string, n int, shape string) ([]string, error) {
	p := strings.SplitN(id, "/", n)
	for _, part := range p {
		if part == "" {
			p = nil
		}
	}
	if len(p) != n {
		return nil, fmt.Errorf("unexpected format of ID (%q), expected %s", id, shape)
	}
	return p, nil
}

// registry holds every implemented type by token.
type registry map[string]*resourceType

// implemented lists the resource types, a constructor a file.
func implemented() registry {
	r := registry{}
	for _, t := range []*resourceType{
		dynamodbTable(),
		iamRole(), iamRolePolicy(), iamPolicy(), iamRolePolicyAttachment(),
		restAPI(), restAPIPolicy(), apiResource(), apiMethod(), methodResponse(), integration(), integrationResponse(),
		apiModel(), requestValidator(), authorizer(), gatewayResponse(),
		deployment(), stage(), methodSettings(), gatewayAccount(),
		apiKey(), usagePlan(), usagePlanKey(),
		logGroup(), kmsKey(), kmsAlias(),
	} {
		r[t.token] = t
	}
	return r
}

// tokens lists the implemented types in order.
func (r registry) tokens() []string {
	out := make([]string, 0, len(r))
	for token := range r {
		out = append(out, token)
	}
	sort.Strings(out)
	return out
}

// lookup finds a type, or says clearly that it is not implemented.
func (r registry) lookup(token string) (*resourceType, error) {
	if t, ok := r[token]; ok {
		return t, nil
	}
	return nil, fmt.Errorf("the local AWS does not implement the resource type %s; it implements:\n  %s", token, strings.Join(r.tokens(), "\n  "))
}

// named is the label with the name of the resource, as errors show it.
func (t *resourceType) named(in map[string]any) string {
	if name, ok := in[t.subject].(string); ok && name != "" {
		return t.label + " (" + name + ")"
	}
	return t.label
}

// inputs are the names of the properties that a program may set.
func (t *resourceType) inputs() []string { return inputNames(t.properties) }

func inputNames(properties []property) []string {
	var out []string
	for _, p := range properties {
		if !p.output {
			out = append(out, p.name)
		}
	}
	sort.Strings(out)
	return out
}
