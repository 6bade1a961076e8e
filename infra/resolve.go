package infra

import (
	"fmt"
	"slices"
	"strings"

	"lambdaless/infra/files"
	"lambdaless/infra/route"
)

// resolvedEndpoint is an endpoint with everything that it names looked up, read and checked, once.
// The plan is made from it, so that nothing can be deployed that has not been checked.
type resolvedEndpoint struct {
	Endpoint

	table     Table
	route     route.Route
	request   files.Template
	responses []resolvedResponse
	// model is nil when the endpoint takes any body.
	model *resolvedModel
}

type resolvedResponse struct {
	Response

	template files.Template
}

type resolvedModel struct {
	file   string // under templates/
	name   string // in API Gateway
	schema string
}

// Mistakes is everything that is wrong with an API.
type Mistakes []string

func (m Mistakes) Error() string {
	return fmt.Sprintf("%d to correct:\n  %s", len(m), strings.Join(m, "\n  "))
}

// Validate reports every mistake in the API together, as Mistakes.
func (a API) Validate() error {
	_, err := resolve(a)
	return err
}

// resolve reads and checks an API. Its error is Mistakes, all of them.
func resolve(api API) ([]resolvedEndpoint, error) {
	r := newResolver(api)
	r.names()
	r.tables()
	endpoints := make([]resolvedEndpoint, len(api.Endpoints))
	for i, e := range api.Endpoints {
		where := endpointName(i, e)
		called := r.call(where, &e)
		endpoints[i] = r.route(where, e)
		if called {
			r.endpoint(where, &endpoints[i])
		}
	}
	if api.Templates != nil {
		r.fresh()
	}
	r.routes(endpoints)
	r.quotas(endpoints)
	if len(r.mistakes) > 0 {
		return nil, r.mistakes
	}
	return endpoints, nil
}

// resolver collects mistakes. Each says where it is, what it is, and how to correct it.
type resolver struct {
	api       API
	models    map[string]*resolvedModel // by file, so that endpoints share what they read
	generated map[string]generatedFile
	routed    map[string]string // the first endpoint of each route
	said      map[string]bool   // what is wrong with schemas
	partly    bool              // what an endpoint generates is unknown
	mistakes  Mistakes
}

func newResolver(api API) *resolver {
	return &resolver{
		api: api, models: map[string]*resolvedModel{}, generated: map[string]generatedFile{},
		routed: map[string]string{}, said: map[string]bool{},
	}
}

func (r *resolver) add(where, format string, args ...any) {
	if mistake := where + ": " + fmt.Sprintf(format, args...); !slices.Contains(r.mistakes, mistake) {
		r.mistakes = append(r.mistakes, mistake)
	}
}

// check adds an error's lines as mistakes and reports whether there was none.
func (r *resolver) check(where string, err error) bool {
	if err == nil {
		return true
	}
	for line := range strings.Lines(err.Error()) {
		r.add(where, "%s", strings.TrimSpace(line))
	}
	return false
}

func endpointName(i int, e Endpoint) string {
	return fmt.Sprintf("endpoint %d (%s)", i+1, e.Route())
}
