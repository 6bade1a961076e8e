package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/item"
	"lambdaless/infra/item/itemtest"
	"lambdaless/policy/flow"
)

// TestTemplatesOfDeclaredEndpointsAreProven holds that the templates of whatever is declared are proven. DECLARED
// says how many declarations are drawn, DECLARED_FROM which is the first. Declarations have templates in common,
// word for word: each text is proven once for the same body.
func TestTemplatesOfDeclaredEndpointsAreProven(t *testing.T) {
	t.Parallel()
	first, declarations := drawn(t, "DECLARED_FROM", 0), drawn(t, "DECLARED", 30)
	var next, done, templates, violated, undecided atomic.Int64
	next.Store(int64(first) - 1)
	var known sync.Map // of proofs that succeeded or are under way
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for {
				seed := int(next.Add(1))
				if seed >= first+declarations || violated.Load()+undecided.Load() >= 20 {
					return
				}
				d := itemtest.New(rand.New(rand.NewPCG(uint64(seed), 3)))
				for name, e := range d.Endpoints {
					g, err := item.Generate(e)
					if !assert.NoError(t, err, "seed %d, %s", seed, name) {
						return
					}
					templates.Add(int64(1 + len(g.Responses)))
					for _, one := range toProve(t, g) {
						if _, before := known.LoadOrStore(one.key, true); before {
							continue
						}
						if outside, unsafe := judge(one); outside != nil {
							undecided.Add(1)
							t.Errorf("seed %d, %s: undecided: %s\n%s", seed, name, strings.Join(outside, "\n"), one.template)
						} else if unsafe != nil {
							violated.Add(1)
							t.Errorf("seed %d, %s: violated: %s\n%s\nmodel %s", seed, name, strings.Join(unsafe, "\n"), one.template, g.Model.Text)
						}
					}
				}
				if n := done.Add(1); n%500 == 0 {
					t.Logf("%d of %d declarations", n, declarations)
				}
			}
		})
	}
	workers.Wait()
	distinct := 0
	known.Range(func(any, any) bool { distinct++; return true })
	t.Logf("%d declarations, %d templates, %d of them different; %d violated, %d undecided", done.Load(), templates.Load(), distinct, violated.Load(), undecided.Load())
	assert.Greater(t, templates.Load(), int64(declarations))
}

func drawn(t *testing.T, variable string, standard int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, variable)
	return n
}

// claim is a template with what is known of its body. Its key is all that the proof depends on.
type claim struct {
	key      [sha256.Size]byte
	template string
	options  flow.Options
}

// toProve are the templates of an endpoint.
func toProve(t *testing.T, g item.Generated) []claim {
	t.Helper()
	var body *flow.Type
	if g.Model.Text != "" {
		var schema map[string]any
		require.NoError(t, json.Unmarshal([]byte(g.Model.Text), &schema))
		body = flow.TypeOfModel(schema)
	}
	add := func(all []claim, template, about string, options flow.Options) []claim {
		return append(all, claim{sha256.Sum256([]byte(about + "\x00" + template)), template, options})
	}
	all := add(nil, strings.ReplaceAll(g.Request.Text, "{{LifeSeconds}}", "86400"), "request\x00"+g.Model.Text, flow.Options{Request: true, Body: body})
	for _, r := range g.Responses {
		success := r.When == ""
		all = add(all, r.Template.Text, fmt.Sprint(g.Action, success), flow.Options{Body: flow.TypeOfAnswer(g.Action, success)})
	}
	return all
}

// judge analyses a template: what is outside of the subset, and values that do not fit their places.
func judge(s claim) (outside, unsafe []string) {
	a := flow.Analyze(s.template, s.options)
	for _, p := range a.Problems {
		outside = append(outside, fmt.Sprintf("line %d: %s", p.Line, p.What))
	}
	for _, document := range a.Documents {
		document.Walk(func(v *flow.Value, p *flow.Placeholder) {
			if !v.Fits(p) {
				unsafe = append(unsafe, fmt.Sprintf("line %d: ‹%s› is %s", p.Line, p.Expr, p.Class))
			}
		})
	}
	return outside, unsafe
}
