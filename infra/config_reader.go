package infra

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

// ConfigProblem is one configured value that breaks a rule.
type ConfigProblem struct {
	Key   string // with its namespace: "lambdaless:logRetentionDays"
	Value string
	Rule  string
	Fix   string // a command
}

// ConfigError is everything that is wrong with a stack's configuration.
type ConfigError struct {
	Stack    string
	Problems []ConfigProblem
}

func (e *ConfigError) Error() string {
	var out strings.Builder
	fmt.Fprintf(&out, "the configuration of stack %s has to change:", e.Stack)
	for _, p := range e.Problems {
		fmt.Fprintf(&out, "\n  %s is %q, but %s\n    %s", p.Key, p.Value, p.Rule, p.Fix)
	}
	return out.String()
}

// reader reads keys and collects what is wrong with their values.
type reader struct {
	project, stack string
	config         *config.Config
	keys           []string // every key that has been read
	problems       []ConfigProblem
}

func newReader(ctx *pulumi.Context) *reader {
	return &reader{project: ctx.Project(), stack: ctx.Stack(), config: config.New(ctx, "")}
}

func (r *reader) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	return &ConfigError{Stack: r.stack, Problems: r.problems}
}

// set tells whether the stack or the project gives the key a value. An empty text is no value:
// that is how Pulumi.yaml writes a default that is computed.
func (r *reader) set(key string) (string, bool) {
	r.keys = append(r.keys, key)
	value, err := r.config.Try(key)
	return value, err == nil && value != ""
}

// refuse records a problem. The example is a value that would do; path is the key, or what
// `pulumi config set --path` takes.
func (r *reader) refuse(path, value, rule, example string) {
	key, flag := r.project+":"+path, ""
	if strings.Contains(path, ".") {
		flag = "--path "
	}
	r.problems = append(r.problems, ConfigProblem{
		Key: key, Value: value, Rule: rule,
		Fix: fmt.Sprintf("pulumi config set %s%s %s --stack %s", flag, key, example, r.stack),
	})
}

func (r *reader) text(key, def string, rule rule[string]) string {
	value, ok := r.set(key)
	if !ok {
		value = def
	}
	if !rule.holds(value) {
		r.refuse(key, value, rule.text, rule.example)
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
		r.refuse(key, text, rule.text, fmt.Sprint(rule.example))
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
		r.refuse(key, text, "it must be true or false", fmt.Sprint(def))
	}
	return value
}

// access reads who is let in. A class that is not mentioned keeps its default.
func (r *reader) access(key string) map[AccessClass]string {
	result := map[AccessClass]string{Reads: "open", Writes: "api-key"}
	given := map[string]string{}
	kinds := slices.Sorted(maps.Keys(accessKinds))
	if text, ok := r.set(key); ok {
		if err := r.config.TryObject(key, &given); err != nil {
			r.refuse(key+"."+string(Writes), text, "it must be an object of reads and writes", result[Writes])
			return result
		}
	}
	for _, class := range slices.Sorted(maps.Keys(given)) {
		path, kind := key+"."+class, given[class]
		if _, ok := result[AccessClass(class)]; !ok {
			r.refuse(path, kind, "access has only reads and writes; remove this one", "")
			r.problems[len(r.problems)-1].Fix = fmt.Sprintf("pulumi config rm --path %s:%s --stack %s", r.project, path, r.stack)
			continue
		}
		if !slices.Contains(kinds, kind) {
			r.refuse(path, kind, "it must be one of "+strings.Join(kinds, ", "), result[AccessClass(class)])
		}
		result[AccessClass(class)] = kind
	}
	return result
}

// tags reads the further tags. AWS's limits: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
func (r *reader) tags(key string) map[string]string {
	tags := map[string]string{}
	text, ok := r.set(key)
	if !ok {
		return tags
	}
	if err := r.config.TryObject(key, &tags); err != nil {
		r.refuse(key+".team", text, "it must be an object whose values are text", "movies")
		return map[string]string{}
	}
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		if problem := tagProblem(name, tags[name]); problem != nil {
			r.refuse(key, fmt.Sprintf("%s=%s", name, tags[name]), problem.Error(), "")
			r.problems[len(r.problems)-1].Fix = fmt.Sprintf(`pulumi config rm --path '%s:%s["%s"]' --stack %s`, r.project, key, name, r.stack)
		}
	}
	return tags
}

func tagProblem(name, value string) error {
	switch {
	case name == "" || len(name) > 128 || len(value) > 256:
		return errors.New("a tag's name has 1 to 128 characters and its value at most 256")
	case strings.HasPrefix(strings.ToLower(name), "aws:"):
		return errors.New("names that start with aws: are AWS's own")
	case slices.Contains(ownTags, name):
		return fmt.Errorf("the tags %s are set by the program", strings.Join(ownTags, ", "))
	default:
		return nil
	}
}
