package resources

import (
	"strings"

	"lambdaless/local/provider/schema"
)

// named adds the name that the provider makes up.
func named(max int, f facts) facts {
	f["name"] = append([]schema.Fact{replaces, autonamed(max, nil)}, f["name"]...)
	return f
}

// prefixedName adds the name, and the prefix that the provider completes to one.
func prefixedName(max int, f facts) facts {
	f["namePrefix"] = []schema.Fact{replaces, excludes("name")}
	f["name"] = append(f["name"], excludes("namePrefix"))
	return named(max, f)
}

// replacing states that AWS cannot change the properties in place.
func replacing(f facts, names ...string) facts {
	for _, name := range names {
		f[name] = append(f[name], replaces)
	}
	return f
}

// lowerCase is how S3 names buckets.
func lowerCase(name string) string { return strings.ToLower(name) }
