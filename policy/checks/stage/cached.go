package stage

import (
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

// reading are the verbs that the settings for all methods cache. What is unknown may be one of them.
var reading = []string{"GET", "ANY", "?"}

// cached reports whether a stage may cache a method's answers: whether nothing known says that it does not.
func cached(s *model.Stage, m *model.Method) bool {
	var own, all []*graph.Node
	for _, n := range s.Settings {
		switch path := n.In("methodPath").TextOr(""); {
		case isPathOf(path, m):
			own = append(own, n)
		case path == "*/*":
			all = append(all, n)
		}
	}
	caches := func(n *graph.Node) bool {
		setting := n.In("settings", "cachingEnabled")
		if setting.Absent() { // where the settings do not say, the cluster's cache is used if there is one
			setting = s.Node.In("cacheClusterEnabled")
		}
		return setting.IsTrue() || setting.IsUnknown()
	}
	switch {
	case len(own) > 0: // they take precedence over those for all
		return slices.ContainsFunc(own, caches)
	case !slices.Contains(reading, m.Verb):
		return false
	case len(all) > 0:
		return slices.ContainsFunc(all, caches)
	}
	clustered := s.Node.In("cacheClusterEnabled")
	return clustered.IsTrue() || clustered.IsUnknown()
}

// isPathOf reports whether the path of some settings means the method: "~1books~1{id}/GET". AWS takes it without
// the first slash, too.
func isPathOf(path string, m *model.Method) bool {
	at := strings.LastIndex(path, "/")
	if at < 0 {
		return false
	}
	resource, verb := strings.ReplaceAll(path[:at], "~1", "/"), path[at+1:]
	return "/"+strings.Trim(resource, "/") == m.Path && (verb == m.Verb || m.Verb == "ANY" || verb == "*")
}
