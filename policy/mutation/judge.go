package mutation

import (
	"fmt"
	"time"

	"lambdaless/policy/checks"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
	"lambdaless/policy/team"
	"lambdaless/policy/wire"
)

// Judging judges mutants of one stack, which share with it what they do not change: the other resources, and what
// follows from a template's text alone.
type Judging struct {
	stack *wire.Recording
	nodes wire.Nodes
	cache *rule.Cache
}

// NewJudge judges the unbroken stack, in which nothing must be found.
func NewJudge(stack *wire.Recording) (*Judging, error) {
	j := &Judging{stack, stack.Nodes(), &rule.Cache{}}
	if findings := judge(stack, j.nodes, j.cache); len(findings) > 0 {
		return nil, fmt.Errorf("the unbroken stack has %d findings; the first is %s", len(findings), findings[0].Text())
	}
	j.cache.Freeze()
	return j, nil
}

// Findings are what the rules find in a mutant. unfit says why the mutant does not fit the stack.
func (j *Judging) Findings(m Mutant) (findings []rule.Finding, unfit string) {
	broken := j.stack.Shallow()
	if unfit = apply(m, &Stack{broken}); unfit != "" {
		return nil, unfit
	}
	return judge(broken, j.nodes, j.cache), ""
}

// FindingsAlone is Findings for a mutant that shares nothing with the stack.
func FindingsAlone(stack *wire.Recording, m Mutant) (findings []rule.Finding, unfit string) {
	broken := stack.Clone()
	if unfit = apply(m, &Stack{broken}); unfit != "" {
		return nil, unfit
	}
	return judge(broken, nil, nil), ""
}

func judge(stack *wire.Recording, nodes wire.Nodes, cache *rule.Cache) []rule.Finding {
	settings, _ := team.Settings()
	findings, _ := checks.Judge(&rule.Context{
		Model: model.New(stack.GraphWith(nodes), stack.Project, stack.Stack), Settings: settings, Today: time.Now().UTC(), Cache: cache,
	})
	return findings
}
