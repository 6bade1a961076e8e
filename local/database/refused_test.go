package database

import (
	"encoding/json"
	"flag"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/policy/checks/checktest"
	"lambdaless/policy/checks/template"
	"lambdaless/policy/rule"
)

var requests = flag.Int("requests", 3000, "how many requests TestWhatThePackCallsRefusedIsRefused draws")

// stored are the tables of the requests: one with a partition key and indexes of keys, and one with a sort key.
var stored = []string{
	`{"TableName":"books","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
	  "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"era","AttributeType":"N"}],
	  "GlobalSecondaryIndexes":[{"IndexName":"by-era","KeySchema":[{"AttributeName":"era","KeyType":"HASH"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}]}`,
	`{"TableName":"notes","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"made","KeyType":"RANGE"}],
	  "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"made","AttributeType":"N"}]}`,
}

// shelf is the stack with these tables, and a method for each operation.
func shelf() *checktest.Fixture {
	f := checktest.Passing()
	attribute := func(name, kind string) checktest.Properties { return checktest.Properties{"name": name, "type": kind} }
	f.Set("table", []any{attribute("id", "S"), attribute("era", "N")}, "attributes")
	f.Set("table", []any{checktest.Properties{"name": "by-era", "hashKey": "era", "projectionType": "KEYS_ONLY"}}, "globalSecondaryIndexes")
	f.Add("aws:dynamodb/table:Table", "notes", checktest.Properties{
		"name": "notes", "hashKey": "id", "rangeKey": "made", "attributes": []any{attribute("id", "S"), attribute("made", "N")},
	})
	for _, operation := range []string{"UpdateItem", "DeleteItem", "Scan"} {
		f.Method(operation, strings.ToUpper(operation), "@book", operation, checktest.TableARN, `{}`)
	}
	return f
}

var methodOf = map[string]string{
	"GetItem": "get", "PutItem": "put", "Query": "query", "UpdateItem": "UpdateItem", "DeleteItem": "DeleteItem", "Scan": "Scan",
}

// What LP-TMPL-005 says of a request, a database says too: dynoxide, or dynalite where dynoxide judges an
// expression only as far as an item needs it. Neither refuses attributes that a global index does not hold, as
// DynamoDB does
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html#DDB-Query-request-Select). The other direction is counted: what dynoxide refuses without
// a finding.
func TestWhatThePackCallsRefusedIsRefused(t *testing.T) {
	t.Parallel()
	var databases []*Process
	for _, engine := range engines(t) {
		p := start(t, engine, "")
		for _, table := range stored {
			create(t, p, table)
		}
		databases = append(databases, p)
	}
	slices.SortFunc(databases, func(a, b *Process) int { return strings.Compare(b.Name(), a.Name()) }) // dynoxide first
	succeed := rule.Find(template.Rules.All(), "LP-TMPL-005")
	require.NotNil(t, succeed)
	f := shelf()
	refused, found, missed := 0, 0, map[string]int{}
	for seed := range *requests {
		g := requestGrammar{rand.New(rand.NewPCG(uint64(seed), 5))}
		operation := g.one(slices.Sorted(maps.Keys(methodOf))...)
		request := g.request(operation)
		text, err := json.Marshal(request)
		require.NoError(t, err)
		f.Template(methodOf[operation], string(text))
		var findings []rule.Finding
		for _, finding := range succeed.Run(f.Context(), succeed.Judge) {
			if finding.Node.Name == methodOf[operation]+"-integration" {
				findings = append(findings, finding)
			}
		}
		f.Template(methodOf[operation], `{}`)
		refusal := ""
		for _, db := range databases {
			status, answer := call(t, db, operation, string(text))
			if status == 400 && !strings.Contains(answer, "ConditionalCheckFailed") {
				refusal = answer
			}
			if refusal != "" || len(findings) == 0 {
				break
			}
		}
		findings = slices.DeleteFunc(findings, func(f rule.Finding) bool { return strings.Contains(f.Message, "does not hold") && refusal == "" })
		if len(findings) > 0 {
			found++
			assert.NotEmpty(t, refusal, "seed %d: %s\n%s\nwas accepted, but %v", seed, operation, text, checktest.Shown(findings))
		}
		if refusal != "" {
			refused++
			if len(findings) == 0 {
				missed[operation+": "+generic(refusal)]++
			}
		}
	}
	t.Logf("%d requests, %d refused, %d of them foretold", *requests, refused, found)
	for _, message := range slices.Sorted(maps.Keys(missed)) {
		t.Logf("not foretold: %5d %s", missed[message], message)
	}
	assert.Greater(t, found, *requests/4)
	assert.Greater(t, found, refused*9/10)
}

var quoted = regexp.MustCompile(`"message":"([^"\\]{0,90})`)

func generic(answer string) string {
	if m := quoted.FindStringSubmatch(answer); m != nil {
		return m[1]
	}
	return answer
}

// requestGrammar draws requests of which about half have a mistake.
type requestGrammar struct{ *rand.Rand }

func (g requestGrammar) one(texts ...string) string { return texts[g.IntN(len(texts))] }

func (g requestGrammar) chance(percent int) bool { return g.IntN(100) < percent }

// value draws an attribute value, seldom a wrong one.
func (g requestGrammar) value() any {
	if g.chance(4) {
		return []any{
			map[string]any{"N": 5}, map[string]any{"N": "five"}, map[string]any{"S": 5}, map[string]any{"BOOL": "maybe"}, map[string]any{"SS": []string{}},
			map[string]any{"X": "a"}, map[string]any{}, "a", map[string]any{"S": "a", "N": "1"}, map[string]any{"L": map[string]any{}}, map[string]any{"M": []any{}},
			map[string]any{"N": "1e200"}, map[string]any{"N": ""}, map[string]any{"NS": []any{1}}, map[string]any{"S": true}, map[string]any{"L": []any{"a"}},
			map[string]any{"N": "NaN"}, map[string]any{"N": strings.Repeat("9", 39)}, map[string]any{"SS": "a"}, map[string]any{"BOOL": 1}, map[string]any{"S": []string{"a"}},
		}[g.IntN(21)]
	}
	return []any{
		map[string]any{"S": "a"}, map[string]any{"N": "1"}, map[string]any{"N": "-1.5e3"}, map[string]any{"BOOL": true}, map[string]any{"NULL": true}, map[string]any{"SS": []string{"a", "b"}},
		map[string]any{"NS": []string{"1"}}, map[string]any{"L": []any{map[string]any{"S": "a"}}}, map[string]any{"M": map[string]any{"a": map[string]any{"N": "1"}}}, map[string]any{"S": ""}, map[string]any{"B": "YWJj"},
	}[g.IntN(11)]
}

// key draws a key of a table, seldom a wrong one.
func (g requestGrammar) key(table string) map[string]any {
	key := map[string]any{"id": map[string]any{"S": "a"}}
	if table == "notes" {
		key["made"] = map[string]any{"N": "1"}
	}
	switch g.IntN(25) {
	case 0:
		key["id"] = map[string]any{"N": "1"}
	case 1:
		delete(key, "id")
	case 2:
		key["extra"] = map[string]any{"S": "a"}
	case 3:
		key["id"] = map[string]any{"S": ""}
	case 4:
		key["made"] = map[string]any{"S": "1"}
	}
	return key
}

func (g requestGrammar) request(operation string) map[string]any {
	table := g.one("books", "notes")
	request := map[string]any{"TableName": table}
	e := expressionGrammar{g, table, map[string]string{}, map[string]any{}}
	switch operation {
	case "PutItem":
		item := g.key(table)
		if _, wrong := item["extra"]; !wrong {
			item["title"] = g.value()
		}
		if g.chance(20) {
			item["era"] = g.value()
		}
		request["Item"] = item
	case "Query", "Scan":
		if table == "books" && g.chance(40) {
			request["IndexName"] = "by-era"
		}
		if g.chance(20) {
			request["Select"] = g.one("COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "ALL")
		}
		if g.chance(20) {
			request["Limit"] = []any{1, 10, 0, "10"}[g.IntN(4)]
		}
		if g.chance(8) {
			request["ExclusiveStartKey"] = g.key(table)
		}
	default:
		request["Key"] = g.key(table)
	}
	if operation != "PutItem" && g.chance(10) {
		request["ConsistentRead"] = []any{true, false, 1}[g.IntN(3)]
	}
	if g.chance(6) {
		request["ReturnConsumedCapacity"] = g.one("TOTAL", "NONE", "INDEXES", "ALL")
	}
	switch operation {
	case "Query":
		if g.chance(95) {
			request["KeyConditionExpression"] = e.keyCondition(request["IndexName"] != nil)
		}
		e.some(request, "FilterExpression", 30, e.condition)
		e.some(request, "ProjectionExpression", 30, e.projection)
	case "Scan":
		e.some(request, "FilterExpression", 60, e.condition)
		e.some(request, "ProjectionExpression", 30, e.projection)
	case "GetItem":
		e.some(request, "ProjectionExpression", 70, e.projection)
	case "UpdateItem":
		e.some(request, "UpdateExpression", 95, e.update)
		e.some(request, "ConditionExpression", 20, e.condition)
		e.returns(request, "ALL_NEW")
	default:
		e.some(request, "ConditionExpression", 60, e.condition)
		e.returns(request, "ALL_OLD")
	}
	e.define(request)
	return request
}
