package settings

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

// Problem is one configured value that breaks a rule.
type Problem struct {
	Key   string // with its namespace: "lambdaless:logRetentionDays"
	Value string // empty for a key that should not be there
	State string // what the key is, where that is not its value
	Rule  string
	Fix   string // a command
	Place string // the file and the line, if they are known
}

// Concerns tells whether the problem is with the value of a key, or with a part of it.
func (p Problem) Concerns(key string) bool { return below(p.Key, key) }

// below tells whether a path is another one or is in it.
func below(path, of string) bool {
	return path == of || strings.HasPrefix(path, of+".") || strings.HasPrefix(path, of+"[")
}

// Error is everything that is wrong with a stack's configuration.
type Error struct {
	Stack    string
	Problems []Problem
}

func (e *Error) Error() string {
	var out strings.Builder
	fmt.Fprintf(&out, "the configuration of stack %s has to change:", e.Stack)
	for _, p := range e.Problems {
		value := cmp.Or(p.State, "set")
		if p.State == "" && p.Value != "" {
			value = strconv.Quote(p.Value)
		}
		place := ""
		if p.Place != "" {
			place = p.Place + ": "
		}
		fmt.Fprintf(&out, "\n  %s%s is %s, but %s\n    %s", place, p.Key, value, p.Rule, p.Fix)
	}
	return out.String()
}

// reader reads keys and collects what is wrong with their values.
type reader struct {
	project, stack string
	config         *config.Config
	keys           []string               // every key that has been read
	isSecret       func(path string) bool // whether a value, or a part of it, is encrypted
	problems       []Problem
}

func newReader(ctx *pulumi.Context) *reader {
	r := &reader{project: ctx.Project(), stack: ctx.Stack(), config: config.New(ctx, "")}
	r.isSecret = func(path string) bool {
		if end := strings.IndexAny(path, ".["); end >= 0 {
			path = path[:end] // a program is told no more than whether a key has secrets
		}
		return ctx.IsConfigSecret(r.project + ":" + path)
	}
	return r
}

func (r *reader) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	return &Error{Stack: r.stack, Problems: r.problems}
}

// set tells whether the stack or the project gives the key a value, which must be plain text: names, policies and
// outputs show it. An empty text is not a value: that is how Pulumi.yaml writes a default that is computed.
func (r *reader) set(key string) (string, bool) {
	value, ok := r.hidden(key)
	if !ok || !r.isSecret(key) {
		return value, ok
	}
	full := r.project + ":" + key
	r.problems = append(r.problems, Problem{
		Key: full, State: "a secret", Rule: "names, policies and outputs show it: it has to be plain text",
		Fix: fmt.Sprintf("pulumi config rm %s --stack %s  # and set it again without --secret", full, r.stack),
	})
	return "", false
}

// hidden is set of a key that has secrets.
func (r *reader) hidden(key string) (string, bool) {
	r.keys = append(r.keys, key)
	value, err := r.config.Try(key)
	return value, err == nil && value != ""
}

// mustBeSecret refuses a secret in plain text.
func (r *reader) mustBeSecret(path string) {
	if r.isSecret(path) {
		return
	}
	full := "'" + r.project + ":" + path + "'"
	if strings.ContainsAny(path, ".[") {
		full = "--path " + full
	}
	r.problems = append(r.problems, Problem{
		Key: r.project + ":" + path, State: "plain text", Rule: "anyone who reads the file knows it: set another value, encrypted",
		Fix: fmt.Sprintf("pulumi config set --secret %s --stack %s", full, r.stack),
	})
}

// notSet is the state of a key that is needed, and concealed the value of one that is not shown.
const (
	notSet    = "not set"
	concealed = "\x00"
)

// about is a problem with a value, which is empty for a key that is needed and has none.
func (r *reader) about(key, value, rule, fix string) Problem {
	p := Problem{Key: r.project + ":" + key, Value: value, Rule: rule, Fix: fix}
	switch value {
	case "":
		p.State = notSet
	case concealed:
		p.Value, p.State = "", "a secret"
	}
	return p
}

// refuse records a problem. The example is a value that would do; path is the key, or what
// `pulumi config set --path` takes.
func (r *reader) refuse(path, value, rule, example string) {
	key, flag := r.project+":"+path, ""
	if strings.ContainsAny(path, ".[") {
		flag = "--path "
	}
	r.problems = append(r.problems, r.about(path, value, rule, fmt.Sprintf("pulumi config set %s%s %s --stack %s", flag, key, example, r.stack)))
}

// refuseShape is refuse of a value that has none of the parts it should have, as the example gives one.
func (r *reader) refuseShape(key, part, value, rule, example string) {
	r.refuse(key+part, value, rule, example)
	r.problems[len(r.problems)-1].Key = r.project + ":" + key
}

// remove records a key that has to go.
func (r *reader) remove(path, value, rule string) {
	r.problems = append(r.problems, r.about(path, value, rule, fmt.Sprintf("pulumi config rm --path '%s:%s' --stack %s", r.project, path, r.stack)))
}

func (r *reader) text(key, def string, rule rule[string]) string {
	value, ok := r.set(key)
	if !ok {
		value = def
	}
	if !rule.holds(value) {
		r.refuse(key, value, rule.text, rule.like(value))
	}
	return value
}

func (r *reader) integer(key string, def int, rule rule[int]) int {
	text, ok := r.set(key)
	if !ok {
		return def
	}
	value, err := r.config.TryInt(key)
	if err != nil || !rule.holds(value) {
		r.refuse(key, text, rule.text, fmt.Sprint(rule.like(text)))
	}
	return value
}

func (r *reader) boolean(key string, def bool) bool {
	text, ok := r.set(key)
	if !ok {
		return def
	}
	value, err := r.config.TryBool(key)
	if err != nil {
		r.refuse(key, text, "it must be true or false", nearest(text, []string{"true", "false"}, fmt.Sprint(def)))
	}
	return value
}

// texts reads a list, each of whose values has to hold.
func (r *reader) texts(key string, rule rule[string]) []string {
	text, ok := r.set(key)
	if !ok {
		return nil
	}
	var values []string
	if err := r.config.TryObject(key, &values); err != nil {
		r.refuseShape(key, "[0]", text, "it must be a list of texts", rule.example)
		return nil
	}
	for i, value := range values {
		if !rule.holds(value) {
			r.refuse(fmt.Sprintf("%s[%d]", key, i), value, rule.text, rule.like(value))
		}
	}
	return slices.Clip(append([]string(nil), values...))
}

// ceiling reads an object of two numbers.
func (r *reader) ceiling(key string) Ceiling {
	var c Ceiling
	given := map[string]any{}
	fields := map[string]*int{"maxReadRequestUnits": &c.ReadUnits, "maxWriteRequestUnits": &c.WriteUnits}
	if text, ok := r.set(key); ok {
		if err := r.config.TryObject(key, &given); err != nil {
			r.refuseShape(key, ".maxReadRequestUnits", text, "it must be an object of maxReadRequestUnits and maxWriteRequestUnits", "1000")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		path, value := key+"."+name, fmt.Sprint(given[name])
		field, ok := fields[name]
		if !ok {
			r.remove(path, value, "it has only maxReadRequestUnits and maxWriteRequestUnits; remove this one")
			continue
		}
		units, err := strconv.Atoi(value)
		if err != nil || units != -1 && units < 1 {
			r.refuse(path, value, "it must be a whole number from 1, or -1 to remove the ceiling", "1000")
		}
		*field = units
	}
	return c
}
