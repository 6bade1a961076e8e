package settings

import (
	"maps"
	"slices"
)

// existingTables reads which of the API's tables are made elsewhere: their physical names by the API's own.
func (r *reader) existingTables(key string) map[string]string {
	given := map[string]string{}
	text, ok := r.set(key)
	if !ok {
		return given
	}
	if err := r.config.TryObject(key, &given); err != nil {
		r.refuseShape(key, ".favorite_movies", text, "it must be an object: the name of a table in the API, and the name of the table that exists", "movies-prod")
		return map[string]string{}
	}
	for _, table := range slices.Sorted(maps.Keys(given)) {
		if !tableNameRule.holds(given[table]) {
			r.refuse(key+"."+table, given[table], tableNameRule.text, "movies-prod")
		}
	}
	return given
}

// Exists reports whether a table is made elsewhere.
func (c Config) Exists(table string) bool { return c.ExistingTables[table] != "" }
