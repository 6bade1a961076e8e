package mutation

import (
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var (
	keyValue    = regexp.MustCompile(`"([^"]+)": \{"S": "\$util\.escapeJavaScript\(\$(\w+)\)`)
	storedValue = regexp.MustCompile(`"([^"]+)": \{"S": \$input\.json\('\$\.([^']+)'\)\}`)
)

// wording puts what a stack's API calls its table, its key and a text that it stores in the place of what the favorite
// movies call them: mutants are told in their words, and fit any API whose template has such a part.
func (s *Stack) wording(verb string) *strings.Replacer {
	names := []string{"favorite_movies", text(s.table(), "name")}
	template := s.requestTemplate(verb)
	if stored := storedValue.FindStringSubmatch(template); stored != nil {
		names = append(names, `"favorite_movie"`, `"`+stored[1]+`"`, "$.favorite_movie", "$."+stored[2])
	}
	if key := keyValue.FindStringSubmatch(template); key != nil {
		parameter := s.keyParameter(verb)
		names = append(names, `"name"`, `"`+key[1]+`"`, "$name", "$"+key[2], "'name'", "'"+parameter+"'")
	}
	return strings.NewReplacer(names...)
}

// keyParameter is the parameter of the path that a method's key is read from.
func (s *Stack) keyParameter(verb string) string {
	template := s.requestTemplate(verb)
	key := keyValue.FindStringSubmatch(template)
	if key == nil {
		fail("the key of %s is not from its path", verb)
	}
	read := regexp.MustCompile(`#set\(\$` + key[2] + ` = .*\$input\.params\("([^"]+)"\)`).FindStringSubmatch(template)
	if read == nil {
		fail("the key of %s is not from its path", verb)
	}
	return read[1]
}

func (s *Stack) requestTemplate(verb string) string {
	templates := resource.PropertyMap(s.integration(verb).Inputs)["requestTemplates"]
	if !templates.IsObject() || !templates.ObjectValue()["application/json"].IsString() {
		fail("%s has no request template", verb)
	}
	return templates.ObjectValue()["application/json"].StringValue()
}
