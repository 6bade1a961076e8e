// Package resources declares the AWS resource types: what the SDK does not say of their properties,
// and the control plane's calls behind them. A type that AWS only keeps is one entry of the kept
// table; a type that runs has a file of its own.
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
)

// Type is everything the provider knows about one AWS resource type.
type Type struct {
	Token   string // "aws:apigateway/integration:Integration"
	Label   string // what the provider calls it in errors: "API Gateway Integration"
	Subject string // the property that names it in errors, empty for none
	// DeleteBeforeReplace: two cannot exist at once even for a moment.
	DeleteBeforeReplace bool
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
	facts      facts
}

// Failure is a property and what is wrong with it.
type Failure struct{ Property, Reason string }

// Cloud is what a resource type's calls reach: the account in the configured region, and the database.
type Cloud struct {
	*controlplane.Client
	Tables   *Tables
	Patience time.Duration // for a role to get its policies
}

// Lifecycle is what the control plane can do with a resource, in property maps.
type Lifecycle interface {
	// Records are all that an account has of the type, each with its id and, if it has one, its region.
	Records(a *controlplane.Account) ([]map[string]any, error)
	Create(ctx context.Context, c Cloud, in map[string]any) (id string, out map[string]any, err error)
	Read(ctx context.Context, c Cloud, state map[string]any) (id string, out map[string]any, err error)
	// Update changes the resource; was is what the engine's state has of it.
	Update(ctx context.Context, c Cloud, was, in map[string]any) (out map[string]any, err error)
	Remove(ctx context.Context, c Cloud, state map[string]any) error
	Imported(id string) (map[string]any, error)
}

// calls are the account's calls behind a resource type whose record is a T.
type calls[T any] struct {
	create func(ctx context.Context, c Cloud, in T) (T, error)
	// read finds the record that a state, or an import id, names.
	read func(ctx context.Context, c Cloud, state T) (T, error)
	// update changes the record. Computed properties that the program leaves unset come as they are.
	// A type without update replaces on every change.
	update func(ctx context.Context, c Cloud, in T) (T, error)
	// patch is update for a type whose change depends on what the engine's state has.
	patch  func(ctx context.Context, c Cloud, was, in T) (T, error)
	remove func(ctx context.Context, c Cloud, state T) error
	id     func(T) string
	// parse reads an import id.
	parse func(id string) (T, error)
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

type adapter[T any] struct{ calls calls[T] }

func (a adapter[T]) Create(ctx context.Context, c Cloud, in map[string]any) (string, map[string]any, error) {
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

func (a adapter[T]) Read(ctx context.Context, c Cloud, state map[string]any) (string, map[string]any, error) {
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

func (a adapter[T]) Update(ctx context.Context, c Cloud, was, in map[string]any) (map[string]any, error) {
	v, err := decode[T](in)
	if err != nil {
		return nil, err
	}
	if a.calls.patch == nil {
		v, err = a.calls.update(ctx, c, v)
	} else {
		var old T
		if old, err = decode[T](was); err == nil {
			v, err = a.calls.patch(ctx, c, old, v)
		}
	}
	if err != nil {
		return nil, err
	}
	return encode(v)
}

func (a adapter[T]) Remove(ctx context.Context, c Cloud, state map[string]any) error {
	v, err := decode[T](state)
	if err != nil {
		return err
	}
	return a.calls.remove(ctx, c, v)
}

func (a adapter[T]) Imported(id string) (map[string]any, error) {
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
