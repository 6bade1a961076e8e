package infra

import (
	"fmt"
	"regexp"
	"slices"
)

var (
	apiName   = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)
	tableName = regexp.MustCompile(`^[A-Za-z0-9_.-]{3,200}$`)
)

func (r *resolver) names() {
	if !apiName.MatchString(r.api.Name) {
		r.add("API", "the name %q must be 1 to 32 lower-case letters, digits and dashes, and start with a letter", r.api.Name)
	}
	for i, name := range r.api.Aliases {
		if !apiName.MatchString(name) || name == r.api.Name || slices.Contains(r.api.Aliases[:i], name) {
			r.add("API", "Aliases has %q: it must be a name that the API had before %q, once", name, r.api.Name)
		}
	}
	if r.api.Templates == nil {
		r.add("API", "Templates is missing; templates.FS holds the files in templates/")
	}
	if len(r.api.Endpoints) == 0 {
		r.add("API", "there are no endpoints, and API Gateway deploys no API without methods")
	}
	if len(r.api.Tables) == 0 {
		r.add("API", "there are no tables")
	}
}

func (r *resolver) tables() {
	seen := map[string]bool{}
	for i, t := range r.api.Tables {
		where := fmt.Sprintf("table %d (%s)", i+1, t.Name)
		if !tableName.MatchString(t.Name) {
			r.add(where, "the name must be 3 to 200 letters, digits, underscores, dots and dashes")
		}
		if seen[t.Name] {
			r.add(where, "an earlier table has this name")
		}
		seen[t.Name] = true
		types := map[string]KeyType{}
		r.keys(where, t.PartitionKey, t.SortKey, types)
		if _, isKey := types[t.Expires]; isKey {
			r.add(where, "Expires is %q, which is in the key and cannot hold a time", t.Expires)
		}
		indexes := map[string]bool{}
		for _, index := range t.Indexes {
			where := fmt.Sprintf("%s, index %s", where, index.Name)
			if !tableName.MatchString(index.Name) {
				r.add(where, "the name must be 3 to 200 letters, digits, underscores, dots and dashes")
			}
			if indexes[index.Name] {
				r.add(where, "an earlier index of the table has this name")
			}
			indexes[index.Name] = true
			r.keys(where, index.PartitionKey, index.SortKey, types)
		}
	}
}

// keys checks a key schema; types are those that the table's attributes have so far.
func (r *resolver) keys(where string, partition, sort Key, types map[string]KeyType) {
	if partition.Name == "" {
		r.add(where, "the partition key has no name")
	}
	if partition.Name != "" && partition.Name == sort.Name {
		r.add(where, "the partition key and the sort key are both %q", sort.Name)
	}
	for _, key := range []Key{partition, sort} {
		if key.Name == "" {
			continue
		}
		if key.Type != String && key.Type != Number && key.Type != Binary {
			r.add(where, "key %s has the type %q, but a key is %s, %s or %s", key.Name, key.Type, String, Number, Binary)
		}
		if before, ok := types[key.Name]; ok && before != key.Type {
			r.add(where, "key %s has the type %q here and %q elsewhere in the table", key.Name, key.Type, before)
		}
		types[key.Name] = key.Type
	}
}
