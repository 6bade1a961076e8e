package stage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

// Digest is the SHA-256, in hex, of what a deployment freezes of a method and rules read: docs/policy.md says how a
// program computes it. It is empty while some of it is unknown.
func Digest(m *model.Method) string {
	i := m.Integration
	frozen := properties(m.Node, "authorization", "authorizationScopes", "apiKeyRequired", "requestParameters", "requestModels")
	frozen["integration"] = graph.MapOf(properties(i.Node, "type", "uri", "passthroughBehavior", "requestTemplates", "requestParameters", "cacheKeyParameters"))
	if i.Role != nil {
		frozen["role"] = i.Role.Node.Either("name")
	}
	responses := map[string]graph.Value{}
	for _, r := range i.Responses {
		status, known := r.Either("statusCode").Text()
		if !known {
			return ""
		}
		responses[status] = graph.MapOf(properties(r, "selectionPattern", "responseTemplates", "responseParameters"))
	}
	frozen["responses"] = graph.MapOf(responses)
	return digest(frozen)
}

// frozenOf are the properties of other resources that a deployment freezes and rules read, by their type.
var frozenOf = map[string][]string{
	graph.Model:            {"name", "contentType", "schema"},
	graph.RequestValidator: {"validateRequestBody", "validateRequestParameters"},
	graph.RestAPI:          {"policy"},
	graph.RestAPIPolicy:    {"policy"},
	graph.GatewayResponse:  {"statusCode", "responseParameters", "responseTemplates"},
}

// DigestOf is the digest of a model, a validator, the policy of an API or a gateway response.
func DigestOf(n *graph.Node) string { return digest(properties(n, frozenOf[n.Type]...)) }

func properties(n *graph.Node, names ...string) map[string]graph.Value {
	all := map[string]graph.Value{}
	for _, name := range names {
		all[name] = n.In(name)
	}
	return all
}

func digest(frozen map[string]graph.Value) string {
	if graph.MapOf(frozen).HasUnknown() {
		return ""
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(said(graph.MapOf(frozen))) != nil {
		return ""
	}
	sum := sha256.Sum256(bytes.TrimRight(out.Bytes(), "\n"))
	return hex.EncodeToString(sum[:])
}

// said is a value as JSON has it, nil for what says no more than its absence: an empty text, list or object, and false.
func said(v graph.Value) any {
	if text, ok := v.Text(); ok && text != "" {
		return text
	}
	if v.IsTrue() {
		return true
	}
	if items := v.Items(); len(items) > 0 {
		var texts []string
		for _, item := range items {
			texts = append(texts, item.TextOr(item.Show()))
		}
		slices.Sort(texts) // the lists that are frozen are sets
		return texts
	}
	all := map[string]any{}
	for name, member := range v.Members() {
		if said := said(member); said != nil {
			all[name] = said
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}
