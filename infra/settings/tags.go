package settings

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxTags is how many tags a resource can have, our own included
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html).
const maxTags = 50

// tagText is what IAM takes in a tag's name and value. Other services take more, but every API has
// roles (https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html).
var tagText = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

// tags reads the further tags.
func (r *reader) tags(key string) map[string]string {
	tags := map[string]string{}
	text, ok := r.set(key)
	if !ok {
		return tags
	}
	if err := r.config.TryObject(key, &tags); err != nil {
		r.refuseShape(key, ".team", text, "it must be an object whose values are text", "movies")
		return map[string]string{}
	}
	lower := map[string]string{} // name in lower case: name
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		problem := tagProblem(name, tags[name])
		if other, taken := lower[strings.ToLower(name)]; taken && problem == nil {
			problem = fmt.Errorf("IAM does not tell it apart from the tag %s, which differs only in case", other)
		}
		lower[strings.ToLower(name)] = name
		if problem != nil {
			r.remove(fmt.Sprintf("%s[%q]", key, name), tags[name], problem.Error())
		}
	}
	if limit := maxTags - len(ownTags); len(tags) > limit {
		r.remove(key, fmt.Sprintf("%d tags", len(tags)), fmt.Sprintf("a resource has at most %d tags, and %s are set by the program, which leaves %d", maxTags, strings.Join(ownTags, ", "), limit))
	}
	return tags
}

func tagProblem(name, value string) error {
	switch {
	case name == "" || utf8.RuneCountInString(name) > 128 || utf8.RuneCountInString(value) > 256:
		return errors.New("a tag's name has 1 to 128 characters and its value at most 256")
	case !tagText.MatchString(name) || !tagText.MatchString(value):
		return errors.New("a tag has letters, digits, spaces and _ . : / = + - @")
	case strings.HasPrefix(strings.ToLower(name), "aws:"):
		return errors.New("names that start with aws: are AWS's own")
	case slices.ContainsFunc(ownTags, func(own string) bool { return strings.EqualFold(own, name) }):
		return fmt.Errorf("the tags %s are set by the program", strings.Join(ownTags, ", "))
	default:
		return nil
	}
}

// ownTags are the tags that tell where a resource comes from.
var ownTags = []string{"ManagedBy", "Project", "Stack"}
