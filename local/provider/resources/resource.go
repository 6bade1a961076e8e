// Package resources declares the AWS resource types: what the SDK does not say of their properties,
// and the control plane's calls behind them. These are the types that run, a file for each service or for what
// belongs together; package kept has those that AWS only keeps.
package resources

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
	"lambdaless/local/provider/tables"
)

// Type is everything the provider knows about one AWS resource type.
type Type struct {
	Token   string // "aws:apigateway/integration:Integration"
	Label   string // what the provider calls it in errors: "API Gateway Integration"
	Subject string // the property that names it in errors, empty for none
	// DeleteBeforeReplace: two cannot exist at once even for a moment.
	DeleteBeforeReplace bool
	// StandIn tells that a resource that a program reads and another one makes is made here as the reader expects it:
	// the local AWS has no other programs.
	StandIn bool
	// ImportShape is the id that import takes, as the provider documents it.
	ImportShape string
	// Validate finds what the provider refuses at plan time across properties. Values that are unknown
	// are absent from known.
	Validate func(known map[string]any) []Failure
	// ReplacesWhen names properties that replace only for some values.
	ReplacesWhen func(old, updated map[string]any) []string
	// Stale names outputs that the state has wrong although no input changed.
	Stale func(c Cloud, state map[string]any) []string
	Calls Lifecycle

	// Properties are inputs and outputs: the SDK's, changed by the facts. Registry fills them in.
	Properties []schema.Property
	Facts      schema.Facts
}

// Named is the label with the name of the resource, as errors show it.
func (t *Type) Named(in map[string]any) string {
	if name, ok := in[t.Subject].(string); ok && name != "" {
		return t.Label + " (" + name + ")"
	}
	return t.Label
}

// Inputs are the names of the properties that a program may set.
func (t *Type) Inputs() []string { return schema.Inputs(t.Properties) }

// Failure is a property and what is wrong with it.
type Failure struct{ Property, Reason string }

// Unfinished is the error of a creation that may have left something in the account or the database.
type Unfinished struct{ Err error }

func (u *Unfinished) Error() string { return u.Err.Error() }
func (u *Unfinished) Unwrap() error { return u.Err }

// Cloud is what the calls of a resource type use: the account in the configured region, and the database.
type Cloud struct {
	*controlplane.Client
	Tables   *tables.Clients
	Patience time.Duration // for a role to get its policies
}

// Lifecycle makes the control plane's calls about a resource, in property maps.
type Lifecycle interface {
	// Records are all that an account has of the type, each with its id and, if it has one, its region.
	Records(a *controlplane.Account) ([]map[string]any, error)
	Create(ctx context.Context, c Cloud, in map[string]any) (id string, out map[string]any, err error)
	Read(ctx context.Context, c Cloud, state map[string]any) (id string, out map[string]any, err error)
	// Update changes the resource; was is the resource in the engine's state.
	Update(ctx context.Context, c Cloud, was, in map[string]any) (out map[string]any, err error)
	Remove(ctx context.Context, c Cloud, state map[string]any) error
	// Imported reads an import id of the form ImportShape; false when the id has another form.
	Imported(id string) (map[string]any, bool)
}

// collection is a controlplane.Collection.
type collection[T any] interface {
	Create(c *controlplane.Client, in T) (T, error)
	Get(c *controlplane.Client, want T) (T, error)
	Update(c *controlplane.Client, in T) (T, error)
	Delete(c *controlplane.Client, want T) error
}

// calls are the lifecycle of a resource type whose record is a T: those of the control plane's
// collection, except where a function is given.
type calls[T any] struct {
	in collection[T]
	// path names the properties that an import id consists of, in the order of ImportShape.
	path string

	create func(ctx context.Context, c Cloud, in T) (T, error)
	// read finds the record that a state, or an import id, identifies.
	read func(ctx context.Context, c Cloud, state T) (T, error)
	// update changes the record from was, as the engine's state has it. Computed properties that the
	// program leaves unset come as they are.
	update func(ctx context.Context, c Cloud, was, in T) (T, error)
	remove func(ctx context.Context, c Cloud, state T) error
}

// Records implements Lifecycle.
func (a adapter[T]) Records(account *controlplane.Account) ([]map[string]any, error) {
	var record T
	kind, ok := any(record).(interface{ Kind() string })
	if !ok {
		return nil, nil
	}
	texts, err := account.Records(kind.Kind())
	if err != nil {
		return nil, err
	}
	var all []map[string]any
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		var properties map[string]any
		if err := json.Unmarshal(texts[key], &properties); err != nil {
			return nil, fmt.Errorf("reading the account's record %s: %w", key, err)
		}
		all = append(all, properties)
	}
	return all, nil
}

// of adapts typed calls to property maps.
func of[T any](k calls[T]) Lifecycle { return adapter[T]{k} }

type adapter[T any] struct{ calls[T] }

// Create implements Lifecycle. A name of which the program gives the prefix is completed.
func (a adapter[T]) Create(ctx context.Context, c Cloud, in map[string]any) (string, map[string]any, error) {
	v, err := decode[T](Completed(c, in, "name"))
	if err != nil {
		return "", nil, err
	}
	if a.create != nil {
		v, err = a.create(ctx, c, v)
	} else {
		v, err = a.in.Create(c.Client, v)
	}
	return answered(v, err)
}

// Read implements Lifecycle.
func (a adapter[T]) Read(ctx context.Context, c Cloud, state map[string]any) (string, map[string]any, error) {
	v, err := decode[T](state)
	if err != nil {
		return "", nil, err
	}
	if a.read != nil {
		v, err = a.read(ctx, c, v)
	} else {
		v, err = a.in.Get(c.Client, v)
	}
	return answered(v, err)
}

// Update implements Lifecycle.
func (a adapter[T]) Update(ctx context.Context, c Cloud, was, in map[string]any) (map[string]any, error) {
	v, err := decode[T](in)
	if err != nil {
		return nil, err
	}
	if a.update == nil {
		v, err = a.in.Update(c.Client, v)
	} else {
		var old T
		if old, err = decode[T](was); err == nil {
			v, err = a.update(ctx, c, old, v)
		}
	}
	_, out, err := answered(v, err)
	return out, err
}

// Remove implements Lifecycle.
func (a adapter[T]) Remove(ctx context.Context, c Cloud, state map[string]any) error {
	v, err := decode[T](state)
	if err != nil {
		return err
	}
	if a.remove != nil {
		return a.remove(ctx, c, v)
	}
	return a.in.Delete(c.Client, v)
}

// Imported implements Lifecycle: "a1b2/c3d4/GET" gives restApi, resourceId and httpMethod. The last
// part takes the rest of the id.
func (a adapter[T]) Imported(id string) (map[string]any, bool) {
	out := map[string]any{"id": id}
	if a.path == "" {
		return out, true
	}
	separator := "/"
	if strings.Contains(a.path, ":") {
		separator = ":"
	}
	names := strings.Split(a.path, separator)
	if len(names) == 1 {
		out[a.path] = id
		return out, true
	}
	values := strings.SplitN(id, separator, len(names))
	if len(values) != len(names) || slices.Contains(values, "") {
		return nil, false
	}
	delete(out, "id")
	for i, name := range names {
		out[name] = values[i]
	}
	return out, true
}

// answered is a record as a property map, with its id.
func answered(v any, err error) (string, map[string]any, error) {
	if err != nil {
		return "", nil, err
	}
	out, err := Encode(v)
	id, _ := out["id"].(string)
	return id, out, err
}

// Completed is in with the name that AWS makes from a prefix, when the program gives no name.
func Completed(c Cloud, in map[string]any, name string) map[string]any {
	if prefix, _ := in[name+"Prefix"].(string); prefix != "" && in[name] == nil {
		in = maps.Clone(in)
		in[name] = prefix + c.Suffix(randomSuffix)
	}
	return in
}

// randomSuffix is the length of what the provider appends to a name's prefix.
const randomSuffix = 26

// decode reads a property map into a record.
func decode[T any](in map[string]any) (v T, err error) {
	data, err := json.Marshal(in)
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(data, &v)
}

// Encode writes a record as a property map.
func Encode(v any) (out map[string]any, err error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal(data, &out)
}
