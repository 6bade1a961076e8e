package template

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var ownKey = Rules.Add(&rule.Rule{
	ID: "LP-TMPL-004", Slug: "own-key",
	Title: "With authentication, the partition key comes from the caller's identity",
	Why: "API Gateway calls DynamoDB with one role for all callers, so IAM cannot tell them apart. " +
		"With a key that the client sends, it reaches any user's items.",
	Fix: "Take the partition key from $context.authorizer.claims.sub. If the table's items belong to nobody in particular, " +
		"name the table in the setting sharedTables.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		personal := personalTables(in)
		for _, i := range in.Integrations() {
			kind, known := i.Method.Authorization()
			login := kind == "COGNITO_USER_POOLS" || kind == "CUSTOM"
			for _, k := range keysOf(in, i) {
				if slices.Contains(in.Settings.SharedTables, k.table) || known && !login && !personal[k.table] {
					continue
				}
				for _, f := range k.judge(i) {
					if !known && !personal[k.table] {
						f = rule.Undecided(i.Node, in.Graph.WhyUnknown(i.Method.Node, "authorization")+"; behind a login this would be wrong: "+f.Message)
					}
					findings = append(findings, f)
				}
			}
			if (login || !known) && templatesUnclear(in, i) {
				findings = append(findings, rule.Undecided(i.Node, "whose records "+i.Method.Route()+" reaches cannot be told, because its request template is unknown or cannot be followed"))
			}
		}
		return findings
	},
})

// templatesUnclear reports whether some request of an integration is not known in full.
func templatesUnclear(in *rule.Context, i *model.Integration) bool {
	templates, unknown := i.RequestTemplates()
	return unknown || slices.ContainsFunc(templates, func(t model.Template) bool {
		a := in.Flow(t)
		return a == nil || len(a.Problems) > 0
	})
}

// usedKey is the value of a partition key in one request.
type usedKey struct {
	table, attribute string
	value            *flow.Value // nil when the request has none
	a                *flow.Analysis
	line             int
}

// personalTables are the tables of which some method takes the key from the caller's claims: then all
// methods must.
func personalTables(in *rule.Context) map[string]bool {
	personal := map[string]bool{}
	for _, i := range in.Integrations() {
		for _, k := range keysOf(in, i) {
			for _, h := range k.holes() {
				personal[k.table] = personal[k.table] || h.From(flow.Claims)
			}
		}
	}
	return personal
}

func (k usedKey) holes() []*flow.Hole {
	switch {
	case k.value == nil:
		return nil
	case k.value.Kind == flow.Gap:
		return []*flow.Hole{k.value.Hole}
	}
	return k.value.Text.Holes()
}

func (k usedKey) judge(i *model.Integration) []rule.Finding {
	route := i.Method.Route()
	if k.value == nil {
		f := rule.Violated(i.Node, "%s reaches items of every user of %s: it names no key %q", route, k.table, k.attribute)
		return []rule.Finding{f.At(k.a.Source, k.line)}
	}
	mine := false
	for _, h := range k.holes() {
		if h.From(flow.Client) || h.From(flow.Backend) {
			f := rule.Violated(i.Node, "%s takes the key %q of a user's record from the client", route, k.attribute)
			return []rule.Finding{f.Counter("‹%s› with another user's key", h.Expr).At(k.a.Source, h.Line)}
		}
		mine = mine || h.From(flow.Claims)
	}
	if !mine {
		f := rule.Violated(i.Node, "%s uses one key for all users", route)
		return []rule.Finding{f.Counter("%q is %s", k.attribute, facts.Describe(k.value)).At(k.a.Source, k.line)}
	}
	return nil
}

// keysOf are the partition keys that an integration's requests use.
func keysOf(in *rule.Context, i *model.Integration) []usedKey {
	var keys []usedKey
	templates, _ := i.RequestTemplates()
	for _, t := range templates {
		a := in.Flow(t)
		if a == nil {
			continue
		}
		for _, document := range a.Documents {
			for _, part := range facts.RequestParts(i.URI.Operation, document) {
				if part.Problem == "" {
					keys = append(keys, keysOfPart(in, a, part)...)
				}
			}
		}
	}
	return keys
}

func keysOfPart(in *rule.Context, a *flow.Analysis, part facts.Part) []usedKey {
	attribute := partitionKey(in, part)
	if attribute == "" {
		return nil
	}
	key := func(values *flow.Value) usedKey {
		return usedKey{part.Table, attribute, scalar(values.Get(attribute)), a, part.Line}
	}
	switch {
	case part.Body.Kind == flow.Array: // BatchWriteItem
		var keys []usedKey
		for _, item := range part.Body.Items {
			if request := item.Get("PutRequest"); request != nil {
				keys = append(keys, key(request.Get("Item")))
			} else {
				keys = append(keys, key(item.Get("DeleteRequest").Get("Key")))
			}
		}
		return keys
	case part.Body.Get("Keys") != nil: // BatchGetItem
		var keys []usedKey
		for _, item := range part.Body.Get("Keys").Items {
			keys = append(keys, key(item))
		}
		return keys
	case part.Body.Get("Key") != nil:
		return []usedKey{key(part.Body.Get("Key"))}
	case part.Body.Get("Item") != nil:
		return []usedKey{key(part.Body.Get("Item"))}
	case part.Body.Get("KeyConditionExpression") != nil:
		return []usedKey{{part.Table, attribute, conditionValue(part, attribute), a, part.Line}}
	}
	return []usedKey{{table: part.Table, attribute: attribute, a: a, line: part.Line}} // a Scan
}

// partitionKey is the attribute that the request's table or index is partitioned by, empty when it is
// unknown.
func partitionKey(in *rule.Context, part facts.Part) string {
	t := in.TableNamed(part.Table)
	if t == nil || len(t.Keys) == 0 {
		return ""
	}
	if part.Index == "" {
		return t.Keys[0]
	}
	for _, index := range t.Node.In("globalSecondaryIndexes").Items() {
		if index.At("name").TextOr("") == part.Index {
			return index.At("hashKey").TextOr("")
		}
	}
	return t.Keys[0] // a local index has the table's
}

// scalar is what an attribute value {"S": x} holds.
func scalar(attribute *flow.Value) *flow.Value {
	if attribute == nil || len(attribute.Members) != 1 {
		return attribute
	}
	return attribute.Members[0].Value
}

// conditionValue finds the value that a KeyConditionExpression compares an attribute with by "=".
func conditionValue(part facts.Part, attribute string) *flow.Value {
	expression, ok := facts.LiteralText(part.Body.Get("KeyConditionExpression"))
	if !ok {
		return nil
	}
	called := []string{regexp.QuoteMeta(attribute)}
	for _, m := range membersOf(part.Body.Get("ExpressionAttributeNames")) {
		if name, _ := facts.LiteralText(m.Value); name == attribute {
			placeholder, _ := m.Key.Literal()
			called = append(called, regexp.QuoteMeta(placeholder))
		}
	}
	equals := regexp.MustCompile(fmt.Sprintf(`(?:^|[\s(])(?:%s)\s*=\s*(:[A-Za-z0-9_]+)`, strings.Join(called, "|")))
	match := equals.FindStringSubmatch(expression)
	if match == nil {
		return nil
	}
	return scalar(part.Body.Get("ExpressionAttributeValues").Get(match[1]))
}

func membersOf(v *flow.Value) []flow.Member {
	if v == nil {
		return nil
	}
	return v.Members
}
