package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"lambdaless/infra/cors"
)

// originRule describes the value that a browser sends as Origin.
var originRule = rule[string]{
	text:    "it must be an origin as browsers send it: a scheme, a host in lower case and a port if it is not the scheme's own, without a path or a slash at the end; or * alone",
	example: "https://app.example.com",
	holds:   func(v string) bool { return v == "*" || cors.IsOrigin(v) },
}

// cors reads an object of origins, credentials and maxAge.
func (r *reader) cors(key string) cors.Config {
	var c cors.Config
	given := map[string]json.RawMessage{}
	text, ok := r.set(key)
	if !ok {
		return c
	}
	if err := r.config.TryObject(key, &given); err != nil {
		r.refuseShape(key, ".origins[0]", text, "it must be an object of origins, credentials and maxAge", originRule.example)
		return c
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		path, value := key+"."+name, string(given[name])
		switch name {
		case "origins":
			r.origins(path, given[name], &c)
		case "credentials":
			if json.Unmarshal(given[name], &c.Credentials) != nil {
				r.refuse(path, value, "it must be true or false", "false")
			}
		case "maxAge":
			if rule := between(0, 86_400); json.Unmarshal(given[name], &c.MaxAge) != nil || !rule.holds(c.MaxAge) {
				r.refuse(path, value, rule.text+" (seconds)", "600")
			}
		default:
			r.remove(path, value, "cors has only origins, credentials and maxAge; remove this one")
		}
	}
	if _, ok := given["maxAge"]; !ok && len(c.Origins) > 0 {
		c.MaxAge = 600
	}
	if c.Credentials && (len(c.Origins) != 1 || c.Origins[0] == "*") {
		r.refuse(key+".credentials", "true", "with credentials there must be exactly one origin, and not *: a gateway response cannot choose among several; "+
			"tokens and API keys in headers need no credentials", "false")
	}
	return c
}

func (r *reader) origins(path string, given json.RawMessage, c *cors.Config) {
	if json.Unmarshal(given, &c.Origins) != nil {
		r.refuse(path+"[0]", string(given), "it must be a list of origins", originRule.example)
		return
	}
	seen := map[string]bool{}
	for i, origin := range c.Origins {
		where := fmt.Sprintf("%s[%d]", path, i)
		switch {
		case !originRule.holds(origin), origin == "*" && len(c.Origins) > 1:
			r.refuse(where, origin, originRule.text, originRule.example)
		case seen[origin]:
			r.remove(where, origin, "it is in the list already; remove one")
		}
		seen[origin] = true
	}
}
