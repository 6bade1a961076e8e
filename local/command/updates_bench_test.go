package command

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
)

// BenchmarkUpdateAddsARoute prints how long an update takes that adds one route to many, beside the
// first deployment of those, and how many resources it touches.
func BenchmarkUpdateAddsARoute(b *testing.B) {
	for _, routes := range []int{3, 30, 100} {
		b.Run(fmt.Sprint(routes), func(b *testing.B) {
			for range b.N {
				l := newHarness(b)
				l.deploys(withRoutes(routes))
				begin := time.Now()
				l.up()
				first := time.Since(begin)
				l.deploys(withRoutes(routes + 1))
				begin = time.Now()
				done := l.up()
				update := time.Since(begin)
				b.ReportMetric(update.Seconds()/first.Seconds(), "ratio")
				_, _ = fmt.Fprintf(os.Stderr, "one route added to %d: %.1f s after a first deployment of %.1f s, ratio %.2f; %d methods made, %d deleted\n",
					routes, update.Seconds(), first.Seconds(), update.Seconds()/first.Seconds(), done.count("create", "method:Method"), done.count("delete", "method:Method"))
			}
		})
	}
}

// withRoutes is the fixture's "GET /{name}" under that many paths.
func withRoutes(routes int) infra.API {
	api, _ := fixture.Editable()
	get := api.Endpoints[0]
	api.Endpoints = nil
	for i := range routes {
		get.Path = fmt.Sprintf("/r%d/{name}", i)
		api.Endpoints = append(api.Endpoints, get)
	}
	return api
}

// count is how many steps have an operation and a type of resource.
func (s steps) count(op, kind string) int {
	n := 0
	for _, step := range s {
		if strings.HasPrefix(step, op) && strings.Contains(step, kind) {
			n++
		}
	}
	return n
}
