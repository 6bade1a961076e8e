package scaffold

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lambdaless/infra"
)

// Resource is what a user says of a new resource.
type Resource struct {
	// Name is its name in the singular: "book", "line-item".
	Name string
	// Table is the logical name of its table, which the API may have already. Plural(Name) if empty.
	Table string
	// Key are the key attributes, the partition key first. "id" alone, or those of a table that is there, if empty. The
	// last one is generated for each new item.
	Key []string
	// Path is where its items are. "/books" if empty.
	Path string
	// Properties are those of an item besides its key.
	Properties []Property
}

var (
	resourceName  = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	attributeName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
	pathName      = regexp.MustCompile(`^(/[A-Za-z0-9._-]+)+$`)
	parameterName = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
)

// Plural is the name of several: books, boxes, entries, as names of tables have it.
func Plural(name string) string {
	name = strings.ReplaceAll(name, "-", "_")
	stem, consonantY := strings.CutSuffix(name, "y")
	switch {
	case consonantY && stem != "" && !strings.ContainsRune("aeiou", rune(stem[len(stem)-1])):
		return stem + "ies"
	case regexp.MustCompile(`(s|x|z|ch|sh)$`).MatchString(name):
		return name + "es"
	}
	return name + "s"
}

// CheckName reports a name that no resource can have.
func CheckName(name string) error {
	if resourceName.MatchString(name) {
		return nil
	}
	return fmt.Errorf("the name %q must be lower-case words of letters and digits, joined by dashes, in the singular: book, line-item", name)
}

// complete fills in what was left out. Its error has a line for each mistake.
func (r Resource) complete(api infra.API) (Resource, error) {
	var problems []error
	add := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	if err := CheckName(r.Name); err != nil {
		problems = append(problems, err)
	}
	if r.Table == "" {
		r.Table = Plural(r.Name)
	}
	if r.Path == "" {
		r.Path = "/" + strings.ReplaceAll(Plural(r.Name), "_", "-")
	}
	if !pathName.MatchString(r.Path) {
		add("the path %q must begin with a slash and have parts of letters, digits, dots, dashes and underscores: /books", r.Path)
	}
	if there := r.existing(api); there != nil {
		var keys []string
		for _, k := range []infra.Key{there.PartitionKey, there.SortKey} {
			if k.Name == "" {
				continue
			}
			if keys = append(keys, k.Name); k.Type != infra.String {
				add("the table %s has the key %s of the type %s: keys of new resources are strings; choose another table", r.Table, k.Name, k.Type)
			}
		}
		if len(r.Key) > 0 && !slices.Equal(r.Key, keys) {
			add("the table %s has the key %s, not %s: leave the key out, or choose another table", r.Table, strings.Join(keys, ","), strings.Join(r.Key, ","))
		}
		r.Key = keys
	}
	if len(r.Key) == 0 {
		r.Key = []string{"id"}
	}
	if len(r.Key) > 2 || len(r.Key) == 2 && r.Key[0] == r.Key[1] {
		add("the key is %s: it is one attribute, or two that differ", strings.Join(r.Key, ","))
	}
	for _, k := range r.Key {
		if !attributeName.MatchString(k) || !parameterName.MatchString(k) {
			add("the key attribute %q must be letters, digits, dots, dashes and underscores, and begin with a letter", k)
		}
	}
	if len(r.Properties) == 0 {
		add("it has no properties: give at least one, such as title:string!")
	}
	seen := map[string]bool{}
	for _, p := range r.Properties {
		switch {
		case slices.Contains(r.Key, p.Name):
			add("the property %q is in the key, which needs no property", p.Name)
		case seen[p.Name]:
			add("the property %q is there twice", p.Name)
		}
		seen[p.Name] = true
	}
	return r, errors.Join(problems...)
}

// existing is the API's table of this name, nil if the resource needs a new one.
func (r Resource) existing(api infra.API) *infra.Table {
	i := slices.IndexFunc(api.Tables, func(t infra.Table) bool { return t.Name == r.Table })
	if i < 0 {
		return nil
	}
	return &api.Tables[i]
}

// id is the key attribute that is generated.
func (r Resource) id() string { return r.Key[len(r.Key)-1] }

// list is the path of all items of a partition, and of the whole table without a sort key.
func (r Resource) list() string {
	if len(r.Key) > 1 {
		return r.Path + "/{" + r.Key[0] + "}"
	}
	return r.Path
}

func (r Resource) one() string { return r.list() + "/{" + r.id() + "}" }

// title is the resource as people say it: "A line item".
func (r Resource) title() string {
	words := strings.ReplaceAll(r.Name, "-", " ")
	if strings.ContainsRune("aeiou", rune(words[0])) {
		return "An " + words
	}
	return "A " + words
}

// camel is the name as Go has it: lineItem.
func (r Resource) camel() string {
	words := strings.Split(r.Name, "-")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

func (r Resource) folder() string { return strings.ReplaceAll(r.Name, "-", "_") }

func (r Resource) schemaFile() string { return r.folder() + "/" + r.folder() + ".schema.json" }

func (r Resource) missing() string { return "There is no such " + strings.ReplaceAll(r.Name, "-", " ") }
