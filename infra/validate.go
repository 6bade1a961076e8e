package infra

import (
	"fmt"
	"regexp"
	"strings"
)

// Mistakes is everything that is wrong with an API.
type Mistakes []string

func (m Mistakes) Error() string {
	return fmt.Sprintf("%d to correct:\n  %s", len(m), strings.Join(m, "\n  "))
}

// Validate reports every mistake in the API together, as Mistakes.
func (a API) Validate() error {
	v := &validator{api: a}
	v.names()
	v.tables()
	v.routes()
	for i, e := range a.Endpoints {
		v.endpoint(i, e)
	}
	if len(v.mistakes) == 0 {
		return nil
	}
	return v.mistakes
}

// validator collects mistakes. Each says where it is, what it is, and what would do.
type validator struct {
	api      API
	mistakes Mistakes
}

func (v *validator) add(where, format string, args ...any) {
	v.mistakes = append(v.mistakes, where+": "+fmt.Sprintf(format, args...))
}

// check adds an error's lines as mistakes.
func (v *validator) check(where string, err error) {
	if err == nil {
		return
	}
	for line := range strings.Lines(err.Error()) {
		v.add(where, "%s", strings.TrimSpace(line))
	}
}

var (
	apiName   = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)
	tableName = regexp.MustCompile(`^[A-Za-z0-9_.-]{3,200}$`)
)

func (v *validator) names() {
	if !apiName.MatchString(v.api.Name) {
		v.add("API", "the name %q must be 1 to 32 lower-case letters, digits and dashes, and start with a letter", v.api.Name)
	}
	if v.api.Templates == nil {
		v.add("API", "Templates is missing; templates.FS holds the files in templates/")
	}
	if len(v.api.Endpoints) == 0 {
		v.add("API", "there are no endpoints, and API Gateway deploys no API without methods")
	}
	if len(v.api.Tables) == 0 {
		v.add("API", "there are no tables")
	}
}

func (v *validator) tables() {
	seen := map[string]bool{}
	for i, t := range v.api.Tables {
		where := fmt.Sprintf("table %d (%s)", i+1, t.Name)
		if !tableName.MatchString(t.Name) {
			v.add(where, "the name must be 3 to 200 letters, digits, underscores, dots and dashes")
		}
		if seen[t.Name] {
			v.add(where, "an earlier table has this name")
		}
		seen[t.Name] = true
		types := map[string]KeyType{}
		v.keys(where, t.PartitionKey, t.SortKey, types)
		indexes := map[string]bool{}
		for _, index := range t.Indexes {
			where := fmt.Sprintf("%s, index %s", where, index.Name)
			if !tableName.MatchString(index.Name) {
				v.add(where, "the name must be 3 to 200 letters, digits, underscores, dots and dashes")
			}
			if indexes[index.Name] {
				v.add(where, "an earlier index of the table has this name")
			}
			indexes[index.Name] = true
			v.keys(where, index.PartitionKey, index.SortKey, types)
		}
	}
}

// keys checks a key schema; types are those that the table's attributes have so far.
func (v *validator) keys(where string, partition, sort Key, types map[string]KeyType) {
	if partition.Name == "" {
		v.add(where, "the partition key has no name")
	}
	if partition.Name != "" && partition.Name == sort.Name {
		v.add(where, "the partition key and the sort key are both %q", sort.Name)
	}
	for _, key := range []Key{partition, sort} {
		if key.Name == "" {
			continue
		}
		if key.Type != String && key.Type != Number && key.Type != Binary {
			v.add(where, "key %s has the type %q, but a key is %s, %s or %s", key.Name, key.Type, String, Number, Binary)
		}
		if before, ok := types[key.Name]; ok && before != key.Type {
			v.add(where, "key %s has the type %q here and %q elsewhere in the table", key.Name, key.Type, before)
		}
		types[key.Name] = key.Type
	}
}

// routes checks what endpoints must not be to one another.
func (v *validator) routes() {
	routes := map[string]int{}
	siblings := map[string]string{} // parent path: its parameter
	for i, e := range v.api.Endpoints {
		where := endpointName(i, e)
		if before, ok := routes[e.Route()]; ok {
			v.add(where, "%s already has this route", endpointName(before, v.api.Endpoints[before]))
		} else {
			routes[e.Route()] = i
		}
		parent := ""
		for _, segment := range segments(e.Path) {
			if _, _, ok := parameter(segment); ok {
				if other, taken := siblings[parent]; taken && other != segment {
					v.add(where, "%s/ has both %s and %s below it, but API Gateway takes one parameter in one place; name them the same", parent, other, segment)
				}
				siblings[parent] = segment
			}
			parent += "/" + segment
		}
	}
	models := map[string]string{}
	for i, e := range v.api.Endpoints {
		if e.Model == "" {
			continue
		}
		if other, ok := models[modelName(e.Model)]; ok && other != e.Model {
			v.add(endpointName(i, e), "the models %s and %s would both be named %s in API Gateway, which takes only letters and digits; rename a file", other, e.Model, modelName(e.Model))
		}
		models[modelName(e.Model)] = e.Model
	}
}

func endpointName(i int, e Endpoint) string {
	return fmt.Sprintf("endpoint %d (%s)", i+1, e.Route())
}
