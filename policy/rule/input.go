package rule

import (
	"time"

	"lambdaless/internal/capability"
	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

// Input is all that a judgement may look at.
type Input struct {
	*model.Model
	Settings Settings
	// Levels are the levels that somebody gave to rules, by rule id. A disabled rule does not judge.
	Levels map[string]Level
	// Today is the day for which waivers are judged.
	Today   time.Time
	Waivers []Waiver
	// ConfigProblems are what is wrong with the settings and the waivers' file.
	ConfigProblems []string
	// LockPath is the stack's capability lock, empty when no lock is to be compared.
	LockPath string
	// Matrix is set by Judge before it compares the lock.
	Matrix capability.Matrix

	flows map[flowKey]*flow.Analysis
	needs map[*model.Integration]*Needs
}

type flowKey struct {
	text    string
	request bool
}

// LevelOf is the level that a rule has in this run.
func (in *Input) LevelOf(r *Rule) Level {
	if level, ok := in.Levels[r.ID]; ok {
		return level
	}
	return r.Level
}

// Local reports whether the stack never leaves a laptop.
func (in *Input) Local() bool { return contains(in.Settings.LocalStacks, in.Stack) }

// Production reports whether the stack's data must be protected.
func (in *Input) Production() bool { return contains(in.Settings.ProductionStacks, in.Stack) }

// Flow follows a template, once for each text. It is nil when the text is unknown.
func (in *Input) Flow(t model.Template) *flow.Analysis {
	text, ok := t.Value.Text()
	if !ok {
		return nil
	}
	if in.flows == nil {
		in.flows = map[flowKey]*flow.Analysis{}
	}
	key := flowKey{text, t.Request}
	if in.flows[key] == nil {
		in.flows[key] = flow.Analyze(text, t.Request)
	}
	return in.flows[key]
}

// integrations are the integrations that call something.
func (in *Input) integrations() []*model.Integration {
	var all []*model.Integration
	for _, m := range in.Methods {
		if m.Integration != nil && !m.Integration.Mock() {
			all = append(all, m.Integration)
		}
	}
	return all
}

// require reports a property that is not as it must be: violated when it is known to be otherwise or
// not set, undecided when it is unknown.
func (in *Input) require(n *graph.Node, holds func(graph.Value) bool, message string, path ...string) []Finding {
	value := n.In(path...)
	switch {
	case value.IsUnknown():
		return []Finding{undecided(n, in.Graph.WhyUnknown(n, path[0]))}
	case holds(value):
		return nil
	}
	return []Finding{violated(n, "%s", message).counterexample("%s is %s", join(path), value.Show())}
}
