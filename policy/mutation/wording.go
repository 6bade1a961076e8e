package mutation

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

var (
	keyValue    = regexp.MustCompile(`"([^"]+)": \{"S": "\$util\.escapeJavaScript\(\$(\w+)\)`)
	storedValue = regexp.MustCompile(`"([^"]+)": \{"S": \$input\.json\('\$\.([^']+)'\)\}`)
)

// wording puts what a stack's API calls its table, its key and a text that it stores in place of what the favorite
// movies call them: mutants are told in their words, and fit any API whose template has such a part.
func (s *Stack) wording(verb string) *strings.Replacer {
	names := []string{"favorite_movies", text(s.table(), "name")}
	template := s.requestTemplate(verb)
	for _, stored := range storedValue.FindAllStringSubmatch(template, -1) {
		if !s.restricted(stored[2]) {
			names = append(names, `"favorite_movie"`, `"`+stored[1]+`"`, "$.favorite_movie", "$."+stored[2])
			break
		}
	}
	if key := keyValue.FindStringSubmatch(template); key != nil {
		parameter := s.keyParameter(verb)
		names = append(names, `"name"`, `"`+key[1]+`"`, "$name", "$"+key[2], "'name'", "'"+parameter+"'")
	}
	return strings.NewReplacer(names...)
}

// restricted tells whether a model allows only some texts in a property: those may be harmless without being escaped.
func (s *Stack) restricted(property string) bool {
	for _, n := range s.Resources {
		var schema struct{ Properties map[string]map[string]any }
		if n.Type != graph.Model || json.Unmarshal([]byte(text(n, "schema")), &schema) != nil {
			continue
		}
		if p := schema.Properties[property]; p["enum"] != nil || p["pattern"] != nil {
			return true
		}
	}
	return false
}

// keyed tells whether an integration's request template reads a text of the key from a variable.
func keyed(n *wire.Resource) bool {
	templates := resource.PropertyMap(n.Inputs)["requestTemplates"]
	return templates.IsObject() && templates.ObjectValue()["application/json"].IsString() && keyValue.MatchString(templates.ObjectValue()["application/json"].StringValue())
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
