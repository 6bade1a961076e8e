package infra

import (
	"fmt"

	"lambdaless/infra/cache"
	"lambdaless/infra/stage"
)

// keep caches the answers of every GET whose request says what they depend on. A user's own items are never cached:
// with each user's token in the key nothing would be shared, and the cache would fill with every user's items. A
// mock's answer costs nothing, and a GET that counts has to reach DynamoDB.
func (p *plan) keep(endpoints []resolvedEndpoint, c cache.Config) {
	if c.On() && !c.Keeps() {
		p.Notes = append(p.Notes, "cacheTtl is 0: the cache keeps nothing and costs money by the hour")
	}
	for i, e := range endpoints {
		m := &p.Methods[i]
		if !c.Keeps() || m.HTTPMethod != "GET" || m.Mock || !e.Action.Reads() || e.Uncached || e.access() == Users {
			continue
		}
		var responses []string
		for _, r := range m.Responses {
			responses = append(responses, r.Templates[jsonType])
		}
		key, why := cache.Key(e.route.Path.Parameters(), m.RequestTemplates[jsonType], responses...)
		if why != "" {
			p.Notes = append(p.Notes, fmt.Sprintf("%s is not cached: %s; set Uncached if that is meant", m.Route, why))
			continue
		}
		m.Cached, m.CacheKey = true, key
		for _, parameter := range key { // a key's parameters have to be declared
			if _, ok := m.RequestParameters[parameter]; !ok {
				m.RequestParameters[parameter] = false
			}
		}
	}
}

// cached are the methods whose answers are cached.
func (p *plan) cached() []stage.Method {
	var all []stage.Method
	for _, m := range p.Methods {
		if m.Cached {
			all = append(all, stage.Method{Name: m.Name, Verb: m.HTTPMethod, Path: m.Path})
		}
	}
	return all
}
