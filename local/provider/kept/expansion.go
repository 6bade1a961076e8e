package kept

import (
	"fmt"
	"strconv"
	"strings"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/resources"
)

// generates reports whether a template makes something up, which an update must keep.
func generates(template any) bool {
	if _, depends := template.(func(map[string]any) any); depends {
		return true
	}
	return strings.Contains(fmt.Sprint(template), "{+")
}

// expansion replaces the words of templates. {name} is a property of the resource, or what outputs
// has for it; {partition}, {region}, {account} and {dnsSuffix} are the caller's; {+uuid},
// {+hex:32}, {+lower:10}, {+upper:21}, {+digits:9} and {+now} are newly generated. {_name} is the property with an
// underscore before it, empty when it is unset.
type expansion struct {
	keeper     *keeper
	cloud      resources.Cloud
	properties map[string]any
	incomplete bool // a word had no value
}

func (k *keeper) expansion(c resources.Cloud, properties map[string]any) *expansion {
	return &expansion{keeper: k, cloud: c, properties: properties}
}

func (e *expansion) value(template any) any {
	switch v := template.(type) {
	case string:
		return e.text(v)
	case func(map[string]any) any: // a template that depends on the properties
		return e.value(v(e.properties))
	case map[string]any:
		out := map[string]any{}
		for key, inner := range v {
			out[key] = e.value(inner)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = e.value(inner)
		}
		return out
	}
	return template
}

func (e *expansion) text(template string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(template, "{")
		b.WriteString(before)
		word, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return b.String()
		}
		b.WriteString(e.word(word))
		template = after
	}
}

func (e *expansion) word(word string) string {
	switch word {
	case "partition":
		return e.cloud.Partition()
	case "region":
		return e.cloud.Region()
	case "account":
		return e.cloud.AccountID()
	case "dnsSuffix":
		return controlplane.DNSSuffix(e.cloud.Partition())
	}
	if made, ok := strings.CutPrefix(word, "+"); ok {
		return e.made(made)
	}
	if optional, ok := strings.CutPrefix(word, "_"); ok {
		if v, _ := e.properties[optional].(string); v != "" {
			return "_" + v
		}
		return ""
	}
	switch v := e.properties[word].(type) {
	case nil:
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
	if template, ok := e.keeper.template(word); ok {
		e.properties[word] = e.value(template)
		return fmt.Sprint(e.properties[word])
	}
	if word == "id" {
		e.properties["id"] = e.text(e.keeper.id)
		return fmt.Sprint(e.properties["id"])
	}
	e.incomplete = true
	return ""
}

func (e *expansion) made(word string) string {
	kind, count, _ := strings.Cut(word, ":")
	n := 0
	_, _ = fmt.Sscan(count, &n)
	switch kind {
	case "uuid":
		return e.cloud.UUID()
	case "now":
		return e.cloud.Now()
	case "hex":
		return e.cloud.Digits(controlplane.Hex, n)
	case "digits":
		return e.cloud.Digits("0123456789", n)
	case "upper":
		return strings.ToUpper(e.cloud.Suffix(n))
	case "lower":
		return e.cloud.Suffix(n)
	}
	panic("resources: no template word {+" + word + "}")
}
