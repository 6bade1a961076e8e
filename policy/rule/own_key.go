package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lambdaless/policy/flow"
	"lambdaless/policy/model"
)

var ownKey = &Rule{
	ID: "LP-TMPL-004", Slug: "own-key",
	Title: "Behind a login, the partition key comes from who the caller is",
	Why: "API Gateway calls DynamoDB with one role for all callers, so that IAM cannot tell them apart. " +
		"A key that the client sends is any user's record.",
	Fix: "Take the partition key from $context.authorizer.claims.sub. If the table's items belong to nobody in particular, " +
		"name the table in the setting sharedTables.",
	Severity: Critical, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		personal := in.personalTables()
		for _, i := range in.integrations() {
			kind, known := i.Method.Authorization()
			login := kind == "COGNITO_USER_POOLS" || kind == "CUSTOM"
			for _, k := range in.keysOf(i) {
				if contains(in.Settings.SharedTables, k.table) || known && !login && !personal[k.table] {
					continue
				}
				for _, f := range k.judge(i) {
					if !known && !personal[k.table] {
						f = undecided(i.Node, in.Graph.WhyUnknown(i.Method.Node, "authorization")+"; behind a login this would be wrong: "+f.Message)
					}
					findings = append(findings, f)
				}
			}
			if (login || !known) && in.templatesUnclear(i) {
				findings = append(findings, undecided(i.Node, "whose records "+i.Method.Route()+" reaches cannot be told, because its request template is unknown or cannot be followed"))
			}
		}
		return findings
	},
}

// templatesUnclear reports whether some request of an integration is not known in full.
func (in *Input) templatesUnclear(i *model.Integration) bool {
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
func (in *Input) personalTables() map[string]bool {
	personal := map[string]bool{}
	for _, i := range in.integrations() {
		for _, k := range in.keysOf(i) {
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

func (k usedKey) judge(i *model.Integration) []Finding {
	route := i.Method.Route()
	if k.value == nil {
		f := violated(i.Node, "%s reaches items of every user of %s: it names no key %q", route, k.table, k.attribute)
		return []Finding{f.at(k.a.Source, k.line)}
	}
	mine := false
	for _, h := range k.holes() {
		if h.From(flow.Client) || h.From(flow.Backend) {
			f := violated(i.Node, "%s takes the key %q of a user's record from the client", route, k.attribute)
			return []Finding{f.counterexample("‹%s› with another user's key", h.Expr).at(k.a.Source, h.Line)}
		}
		mine = mine || h.From(flow.Claims)
	}
	if !mine {
		f := violated(i.Node, "%s uses one key for all users", route)
		return []Finding{f.counterexample("%q is %s", k.attribute, describe(k.value)).at(k.a.Source, k.line)}
	}
	return nil
}

// keysOf are the partition keys that an integration's requests use.
func (in *Input) keysOf(i *model.Integration) []usedKey {
	var keys []usedKey
	templates, _ := i.RequestTemplates()
	for _, t := range templates {
		a := in.Flow(t)
		if a == nil {
			continue
		}
		for _, document := range a.Documents {
			for _, part := range requestParts(i.URI.Operation, document) {
				if part.problem == "" {
					keys = append(keys, in.keysOfPart(a, part)...)
				}
			}
		}
	}
	return keys
}

func (in *Input) keysOfPart(a *flow.Analysis, part requestPart) []usedKey {
	attribute := in.partitionKey(part)
	if attribute == "" {
		return nil
	}
	key := func(values *flow.Value) usedKey {
		return usedKey{part.table, attribute, scalar(values.Get(attribute)), a, part.line}
	}
	switch {
	case part.body.Kind == flow.Array: // BatchWriteItem
		var keys []usedKey
		for _, item := range part.body.Items {
			if request := item.Get("PutRequest"); request != nil {
				keys = append(keys, key(request.Get("Item")))
			} else {
				keys = append(keys, key(item.Get("DeleteRequest").Get("Key")))
			}
		}
		return keys
	case part.body.Get("Keys") != nil: // BatchGetItem
		var keys []usedKey
		for _, item := range part.body.Get("Keys").Items {
			keys = append(keys, key(item))
		}
		return keys
	case part.body.Get("Key") != nil:
		return []usedKey{key(part.body.Get("Key"))}
	case part.body.Get("Item") != nil:
		return []usedKey{key(part.body.Get("Item"))}
	case part.body.Get("KeyConditionExpression") != nil:
		return []usedKey{{part.table, attribute, part.conditionValue(attribute), a, part.line}}
	}
	return []usedKey{{table: part.table, attribute: attribute, a: a, line: part.line}} // a Scan
}

// partitionKey is the attribute that the request's table or index is partitioned by, empty when it is
// unknown.
func (in *Input) partitionKey(part requestPart) string {
	t := in.TableNamed(part.table)
	if t == nil || len(t.Keys) == 0 {
		return ""
	}
	if part.index == "" {
		return t.Keys[0]
	}
	for _, index := range t.Node.In("globalSecondaryIndexes").Items() {
		if index.At("name").TextOr("") == part.index {
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
func (part requestPart) conditionValue(attribute string) *flow.Value {
	expression, ok := literalText(part.body.Get("KeyConditionExpression"))
	if !ok {
		return nil
	}
	called := []string{regexp.QuoteMeta(attribute)}
	for _, m := range membersOf(part.body.Get("ExpressionAttributeNames")) {
		if name, _ := literalText(m.Value); name == attribute {
			placeholder, _ := m.Key.Literal()
			called = append(called, regexp.QuoteMeta(placeholder))
		}
	}
	equals := regexp.MustCompile(fmt.Sprintf(`(?:^|[\s(])(?:%s)\s*=\s*(:[A-Za-z0-9_]+)`, strings.Join(called, "|")))
	match := equals.FindStringSubmatch(expression)
	if match == nil {
		return nil
	}
	return scalar(part.body.Get("ExpressionAttributeValues").Get(match[1]))
}

func membersOf(v *flow.Value) []flow.Member {
	if v == nil {
		return nil
	}
	return v.Members
}
