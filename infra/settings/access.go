package settings

import (
	"maps"
	"slices"
	"strings"
)

// Access says how readers, writers and users are let in.
type Access struct {
	Reads, Writes string // one of AccessKinds
	Users         string // cognito, or none
}

// AccessKinds are the values that the keys access.reads and access.writes may have.
var AccessKinds = []string{"api-key", "cognito", "custom", "iam", "open"}

// NoAccess is the value of the key access.users with which no endpoint for users is deployed.
const NoAccess = "none"

// Uses reports whether anyone is let in by a kind of access.
func (a Access) Uses(kind string) bool { return a.Reads == kind || a.Writes == kind || a.Users == kind }

// access reads an object of kinds of access.
func (r *reader) access(key string) Access {
	result := Access{Reads: "open", Writes: "api-key", Users: NoAccess}
	fields := map[string]*string{"reads": &result.Reads, "writes": &result.Writes, "users": &result.Users}
	given := map[string]string{}
	if text, ok := r.set(key); ok {
		if err := r.config.TryObject(key, &given); err != nil {
			r.refuseShape(key, ".writes", text, "it must be an object of reads, writes and users", result.Writes)
			return result
		}
	}
	for _, class := range slices.Sorted(maps.Keys(given)) {
		path, kind := key+"."+class, given[class]
		field, ok := fields[class]
		if !ok {
			r.remove(path, kind, "access has only reads, writes and users; remove this one")
			continue
		}
		kinds := AccessKinds
		if class == "users" {
			kinds = []string{"cognito", NoAccess}
		}
		if !slices.Contains(kinds, kind) {
			r.refuse(path, kind, "it must be one of "+strings.Join(kinds, ", "), nearest(kind, kinds, *field))
		}
		*field = kind
	}
	return result
}
