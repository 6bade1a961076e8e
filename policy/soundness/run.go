package soundness

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"

	"lambdaless/internal/vtl"
	"lambdaless/policy/flow"
)

// Report is what a run has found.
type Report struct {
	Templates int // drawn
	Proven    int
	// Safe are the templates for which no rendering went wrong, among them those that are not proven.
	Safe       int
	Renderings int // of proven templates, without those that failed
	Broken     []string
	// Refused are the reasons why templates were not proven, with how often each was the first.
	Refused map[string]int
}

func (r *Report) add(o Report) {
	r.Templates += o.Templates
	r.Proven += o.Proven
	r.Safe += o.Safe
	r.Renderings += o.Renderings
	r.Broken = append(r.Broken, o.Broken...)
	for why, n := range o.Refused {
		r.Refused[why] += n
	}
}

// Run draws templates from a seed on, and tries to break each that is proven by a number of renderings. progress is
// called now and then with how many templates are done; it may be nil.
func Run(seed uint64, templates, renderings int, progress func(done int)) Report {
	total := Report{Refused: map[string]int{}}
	var mutex sync.Mutex
	var group sync.WaitGroup
	const batch = 500
	next, done := 0, 0
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for {
				mutex.Lock()
				from := next
				next += batch
				mutex.Unlock()
				if from >= templates {
					return
				}
				part := Report{Refused: map[string]int{}}
				for i := from; i < min(from+batch, templates); i++ {
					part.add(try(seed+uint64(i), renderings))
				}
				mutex.Lock()
				total.add(part)
				if done += batch; progress != nil {
					progress(min(done, templates))
				}
				mutex.Unlock()
			}
		})
	}
	group.Wait()
	return total
}

// setting is one of the surroundings in which a template is analysed.
type setting struct {
	options   flow.Options
	operation string
	typed     bool
}

// try draws one template and tries to break it.
func try(seed uint64, renderings int) Report {
	r := rand.New(rand.NewPCG(seed, 1))
	s := setting{options: flow.Options{Request: true}}
	switch r.IntN(4) {
	case 0:
	case 1, 2:
		s.options.Body, s.typed = modelType, true
	default:
		s.operation = []string{"GetItem", "Query"}[r.IntN(2)]
		s.options = flow.Options{Body: flow.TypeOfAnswer(s.operation, true, false)}
	}
	wild := []int{0, 0, 15, 60}[r.IntN(4)]
	template := draw(r, s.options.Request, wild)
	return s.judge(template, source{r}, renderings, seed)
}

func (s setting) judge(template string, data source, renderings int, seed uint64) Report {
	report := Report{Templates: 1, Refused: map[string]int{}}
	a := flow.Analyze(template, s.options)
	why, proven := provenBy(a)
	if !proven {
		report.Refused[why]++
	} else {
		report.Proven++
	}
	parsed, err := vtl.Parse("template", template)
	if err != nil {
		if proven {
			report.Broken = append(report.Broken, fmt.Sprintf("seed %d: a proven template does not parse: %v\n%s", seed, err, template))
		}
		return report
	}
	safe := true
	for range renderings {
		d := s.data(data)
		rendered, err := parsed.Render(d)
		if err != nil {
			continue // the client is answered with 400 or 500, and nothing is called
		}
		if proven {
			report.Renderings++
		}
		problem := s.problem(a, d, rendered)
		safe = safe && problem == ""
		if problem != "" && proven {
			report.Broken = append(report.Broken, fmt.Sprintf("seed %d: %s\ntemplate: %s\nbody:     %s\nrendered: %s", seed, problem, template, d.Body, shown(rendered)))
			break
		}
	}
	if safe {
		report.Safe++
	}
	return report
}

func (s setting) data(data source) *vtl.Data {
	switch {
	case s.operation != "":
		return data.render(data.answer(s.operation))
	case s.typed:
		return data.render(data.validated())
	case data.r.IntN(3) == 0:
		return data.render(data.anything(3))
	}
	return data.render(data.validated())
}

// provenBy reports whether an analysis proves a template, and otherwise why not.
func provenBy(a *flow.Analysis) (why string, proven bool) {
	switch {
	case len(a.Problems) > 0:
		return a.Problems[0].What, false
	case a.Empty:
		return "may render nothing", false
	}
	for _, document := range a.Documents {
		document.Walk(func(v *flow.Value, p *flow.Placeholder) {
			if why == "" && !v.Fits(p) {
				why = "‹" + p.Expr + "› is " + p.Class.String()
			}
		})
	}
	return why, why == ""
}

// problem says what is wrong with a rendering, if anything is.
func (s setting) problem(a *flow.Analysis, d *vtl.Data, rendered string) string {
	got, err := strictJSON(rendered)
	switch {
	case err != nil:
		return "what is rendered is not JSON: " + err.Error()
	case len(a.Problems) == 0 && !admits(a.Documents, got):
		return "what is rendered has another shape than the analysis says"
	}
	if o, ok := d.Context.Get("requestOverride").(*vtl.Map); ok && len(a.Overrides) == 0 {
		for _, e := range o.Entries() {
			if m, ok := e.Value.(*vtl.Map); !ok || m.Len() > 0 {
				return "an override that the analysis has not seen"
			}
		}
	}
	return ""
}

// Kinds shortens the reasons to what they have in common.
func (r Report) Kinds() map[string]int {
	kinds := map[string]int{}
	for why, n := range r.Refused {
		if i := strings.IndexAny(why, "$‹\""); i >= 0 {
			why = why[:i] + "…" + why[strings.LastIndexByte(why, ' ')+1:]
		}
		kinds[why] += n
	}
	return kinds
}
