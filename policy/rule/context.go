package rule

import (
	"slices"
	"strings"
	"sync"
	"time"

	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

// Context is what a judgement may look at: the stack and the conditions under which it is judged. Rules
// read it and do not change it.
type Context struct {
	*model.Model
	Settings Settings
	// Levels are configured levels by rule id; a rule without one has its own. A disabled rule does not
	// judge.
	Levels map[string]Level
	// Today is the day for which waivers are judged.
	Today   time.Time
	Waivers []Waiver
	// ConfigProblems are the errors of the settings and of the waivers' file.
	ConfigProblems []string
	// LockPath is the path of the stack's capability lock, empty when no lock is compared, and LockCommand the command
	// that writes it.
	LockPath, LockCommand string

	// Cache is shared with contexts of similar stacks; nil is none.
	Cache *Cache

	derived sync.Map // by key; see Once
}

// Once returns compute's result, which it computes once for each key of a context. Rules share by it what
// several of them derive from the stack.
func Once[T any](in *Context, key any, compute func() T) T {
	once, _ := in.derived.LoadOrStore(key, sync.OnceValue(compute))
	return once.(func() T)()
}

// LevelOf is the level that a rule has in this run.
func (in *Context) LevelOf(r *Rule) Level {
	if level, ok := in.Levels[r.ID]; ok {
		return level
	}
	return r.Level
}

// Local reports whether the stack runs on a laptop only.
func (in *Context) Local() bool { return slices.Contains(in.Settings.LocalStacks, in.Stack) }

// Production reports whether the stack's data must be protected from deletion.
func (in *Context) Production() bool { return in.Settings.Production(in.Stack) }

type flowKey struct {
	text string
	flow.Options
}

// Flow analyses a template. It is nil when the template's text is unknown.
func (in *Context) Flow(t model.Template) *flow.Analysis {
	text, ok := t.Value.Text()
	if !ok {
		return nil
	}
	return in.FlowOf(t, text)
}

// FlowOf analyses a text in place of a template.
func (in *Context) FlowOf(t model.Template, text string) *flow.Analysis {
	key := flowKey{text, flow.Options{Request: t.Request, Body: bodyType(in, t)}}
	return onceOfText(in, key, func() *flow.Analysis { return flow.Analyze(text, key.Options) })
}

// Integrations are the integrations that call DynamoDB, or may.
func (in *Context) Integrations() []*model.Integration {
	return Once(in, integrationsKey{}, func() []*model.Integration {
		var all []*model.Integration
		for _, m := range in.Methods {
			if m.Integration != nil && m.Integration.Backend() == model.DynamoDB {
				all = append(all, m.Integration)
			}
		}
		return all
	})
}

type integrationsKey struct{}

// Require judges one property of a node: violated when the value is known, or not set, and does not hold;
// undecided when it is unknown.
func Require(in *Context, n *graph.Node, holds func(graph.Value) bool, message string, path ...string) []Finding {
	value := n.In(path...)
	switch {
	case value.IsUnknown():
		return []Finding{Undecided(n, in.Graph.WhyUnknown(n, path[0]))}
	case holds(value):
		return nil
	}
	return []Finding{Violated(n, "%s", message).Counter("%s is %s", strings.Join(path, "."), value.Show())}
}
