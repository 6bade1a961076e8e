package kept

import (
	"strings"

	"lambdaless/local/provider/schema"
)

// named adds the name that the provider makes up.
func named(max int, f schema.Facts) schema.Facts {
	f["name"] = append([]schema.Fact{schema.Replaces, schema.Autonamed(max, nil)}, f["name"]...)
	return f
}

// prefixedName adds the name, and the prefix that the provider completes to one.
func prefixedName(max int, f schema.Facts) schema.Facts {
	f["namePrefix"] = []schema.Fact{schema.Replaces, schema.Excludes("name")}
	f["name"] = append(f["name"], schema.Excludes("namePrefix"))
	return named(max, f)
}

// replacing states that AWS cannot change the properties in place.
func replacing(f schema.Facts, names ...string) schema.Facts {
	for _, name := range names {
		f[name] = append(f[name], schema.Replaces)
	}
	return f
}

// lowerCase is how S3 names buckets.
func lowerCase(name string) string { return strings.ToLower(name) }
