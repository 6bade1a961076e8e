package mutation

import (
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// cacheMutants have the stage's cache give a client what is not for it. Each begins with a cache that finds the
// answers of GET by all that they depend on.
func cacheMutants() []Mutant {
	caching := func(name, rule string, change func(*Stack)) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) {
			set(s.any(graph.Stage), true, "cacheClusterEnabled")
			for _, n := range s.Resources {
				if n.Type == graph.MethodSettings {
					for _, setting := range []string{"cachingEnabled", "cacheDataEncrypted", "requireAuthorizationForCacheControl"} {
						set(n, true, "settings", setting)
					}
				}
			}
			set(s.integration("GET"), []any{"method.request.path." + s.keyParameter("GET")}, "cacheKeyParameters")
			change(s)
		}}
	}
	reads := func(name, condition string, keys ...any) Mutant {
		return caching(name, "LP-STAGE-006", func(s *Stack) {
			s.template("GET", "#set($name ", "#if("+condition+" == \"x\")#end\n#set($name ")
			set(s.integration("GET"), append([]any{"method.request.path." + s.keyParameter("GET")}, keys...), "cacheKeyParameters")
		})
	}
	setting := func(name, setting string, value any) Mutant {
		return caching(name, "LP-STAGE-005", func(s *Stack) { set(s.settings(), value, "settings", setting) })
	}
	return []Mutant{
		setting("the stage caches in plain text", "cacheDataEncrypted", false),
		setting("the stage does not say whether the cache is encrypted", "cacheDataEncrypted", nil),
		setting("clients may empty the cache", "requireAuthorizationForCacheControl", false),
		caching("the cache takes one name for another", "LP-STAGE-006", func(s *Stack) { set(s.integration("GET"), nil, "cacheKeyParameters") }),
		reads("the cache takes one caller for another", "$context.authorizer.claims.sub"),
		reads("the cache takes one signature for another", "$context.identity.userArn", "method.request.header.X-Api-Key"),
		reads("the cache takes one page for another", `$input.params().querystring.get("cursor")`, "method.request.querystring.limit"),
		reads("the cache takes an HTTP/2 client's header for none", `$input.params().header.get("if-none-match")`, "method.request.header.If-None-Match"),
		caching("the cache gives one origin's answer to another", "LP-STAGE-006", func(s *Stack) {
			edit(s.response("GET", ""), "#set($item ", "#if($input.params().header.get('Origin') == \"x\")#end\n#set($item ", "responseTemplates", "application/json")
		}),
		caching("the cache gives one client's address to another", "LP-STAGE-006", func(s *Stack) {
			set(s.response("GET", ""), "context.identity.sourceIp", "responseParameters", "method.response.header.x")
		}),
		caching("a second PUT is answered from the cache", "LP-STAGE-006", func(s *Stack) {
			s.add(graph.MethodSettings, "put-settings", map[string]any{
				"stageName": text(s.any(graph.Stage), "stageName"), "methodPath": strings.ReplaceAll(s.path("PUT"), "/", "~1") + "/PUT",
				"settings": map[string]any{"cachingEnabled": true, "cacheDataEncrypted": true, "requireAuthorizationForCacheControl": true},
			}, map[string]*wire.Resource{"restApi": s.any(graph.RestAPI)})
		}),
		caching("methods share cached answers", "LP-STAGE-006", func(s *Stack) {
			for _, verb := range []string{"GET", "PUT"} {
				set(s.integration(verb), "all", "cacheNamespace")
			}
		}),
	}
}
