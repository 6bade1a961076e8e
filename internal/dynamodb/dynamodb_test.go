package dynamodb

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func parse(t testing.TB, body string) Value {
	t.Helper()
	v, err := Parse([]byte(body))
	require.NoError(t, err)
	return v
}

var scope = Scope{"aws", "us-east-1", "000000000000"}

func TestParts(t *testing.T) {
	t.Parallel()
	table := func(name string) string { return "arn:aws:dynamodb:us-east-1:000000000000:table/" + name }
	for _, test := range []struct {
		name, operation, body string
		want                  []string // action and resource of each part, or "problem: ..."
	}{
		{"a table by name", "GetItem", `{"TableName":"movies"}`, []string{"GetItem " + table("movies")}},
		{"a table by ARN", "PutItem", `{"TableName":"arn:aws:dynamodb:us-west-2:111111111111:table/far"}`, []string{"PutItem arn:aws:dynamodb:us-west-2:111111111111:table/far"}},
		{"an index", "Query", `{"TableName":"movies","IndexName":"by-year"}`, []string{"Query " + table("movies") + "/index/by-year"}},
		{"an index of a table by ARN", "Scan", `{"TableName":"` + table("movies") + `","IndexName":"i"}`, []string{"Scan " + table("movies") + "/index/i"}},
		{"an IndexName where it has no meaning", "GetItem", `{"TableName":"movies","IndexName":"i"}`, []string{"GetItem " + table("movies")}},
		{"a batch of gets", "BatchGetItem", `{"RequestItems":{"b":{"Keys":[{}]},"a":{}}}`, []string{"BatchGetItem " + table("a"), "BatchGetItem " + table("b")}},
		{"a batch of writes", "BatchWriteItem", `{"RequestItems":{"a":[{"PutRequest":{"Item":{}}}],"b":5}}`, []string{"BatchWriteItem " + table("a"), "BatchWriteItem " + table("b")}},
		{"a transaction of gets", "TransactGetItems", `{"TransactItems":[{"Get":{"TableName":"a"}},{"Get":{"TableName":"b"}}]}`, []string{"GetItem " + table("a"), "GetItem " + table("b")}},
		{"a put in a transaction of gets", "TransactGetItems", `{"TransactItems":[{"Put":{"TableName":"a"}}]}`, []string{"problem: Put is not a kind of action that TransactGetItems has"}},
		{
			"a transaction of writes", "TransactWriteItems",
			`{"TransactItems":[{"Put":{"TableName":"a"}},{"Update":{"TableName":"b"}},{"Delete":{"TableName":"c"}},{"ConditionCheck":{"TableName":"d"}}]}`,
			[]string{"PutItem " + table("a"), "UpdateItem " + table("b"), "DeleteItem " + table("c"), "ConditionCheckItem " + table("d")},
		},
		{"an index in a transaction has no meaning", "TransactGetItems", `{"TransactItems":[{"Get":{"TableName":"a","IndexName":"i"}}]}`, []string{"GetItem " + table("a")}},
		{
			"two members in one element", "TransactWriteItems", `{"TransactItems":[{"Put":{"TableName":"a"},"Delete":{"TableName":"b"}}]}`,
			[]string{"problem: a part of TransactItems is not an object with one kind of action", "DeleteItem " + table("b"), "PutItem " + table("a")},
		},
		{"member names are exact", "GetItem", `{"TableName":"movies","tablename":"secret","TABLENAME":"secret"}`, []string{"GetItem " + table("movies")}},
		{"an escaped name", "GetItem", `{"\u0054ableName":"secret"}`, []string{"GetItem " + table("secret")}},
		{"of duplicate members the last counts", "GetItem", `{"TableName":"movies","TableName":"secret"}`, []string{"GetItem " + table("secret")}},
		{"a table to describe", "DescribeTable", `{"TableName":"movies"}`, []string{"DescribeTable " + table("movies")}},
		{"a resource by ARN", "TagResource", `{"ResourceArn":"` + table("t") + `"}`, []string{"TagResource " + table("t")}},
		{"a global table", "DescribeGlobalTable", `{"GlobalTableName":"g"}`, []string{"DescribeGlobalTable arn:aws:dynamodb::000000000000:global-table/g"}},
		{"a table to restore to", "RestoreTableFromBackup", `{"TargetTableName":"t"}`, []string{"RestoreTableFromBackup " + table("t")}},
		{"the whole account", "ListTables", `{"TableName":"t"}`, []string{"ListTables *"}},
		{"an operation that is not known", "DropEverything", `{}`, []string{"DropEverything *"}},
		{"no table", "GetItem", `{}`, []string{"problem: the request names no table (TableName)"}},
		{"a table of the wrong type", "GetItem", `{"TableName":["movies"]}`, []string{`problem: TableName is ["movies"] and not a literal`}},
		{"an index of the wrong type", "Query", `{"TableName":"t","IndexName":5}`, []string{`problem: IndexName is 5 and not a literal`}},
		{"not an object", "GetItem", `["movies"]`, []string{`problem: the request is not an object but ["movies"]`}},
		{"not an object, for another operation", "DescribeTable", `5`, []string{`problem: the request is not an object but 5`}},
		{"no RequestItems", "BatchGetItem", `{}`, []string{"problem: the request has no RequestItems"}},
		{"RequestItems of the wrong type", "BatchGetItem", `{"RequestItems":[]}`, []string{"problem: RequestItems is not an object with the tables' names"}},
		{"no TransactItems", "TransactGetItems", `{}`, []string{"problem: the request has no TransactItems"}},
		{"TransactItems of the wrong type", "TransactGetItems", `{"TransactItems":{}}`, []string{"problem: TransactItems is not a list of elements that are known"}},
		{"PartiQL", "ExecuteStatement", `{"Statement":"SELECT * FROM movies"}`, []string{"problem: which tables a PartiQL statement touches is not read"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, part := range Parts(test.operation, parse(t, test.body)) {
				if part.Problem != "" {
					got = append(got, "problem: "+part.Problem)
					require.NotNil(t, part.At)
					continue
				}
				got = append(got, strings.TrimPrefix(part.Action, "dynamodb:")+" "+scope.ARN(part))
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestParseRefusesWhatIsNotJSON(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, ` `, `{"TableName":"movies"`, `{} {}`, `{}x`, `nul`, strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)} {
		_, err := Parse([]byte(body))
		assert.ErrorContains(t, err, "the request is not JSON", body[:min(len(body), 20)])
	}
	_, err := Parse([]byte(" {\"n\": 1e99999} \n"))
	assert.NoError(t, err, "a number is not converted")
}

func TestKeyValues(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, operation, body string
		want                  []string // the value of pk in each element
	}{
		{"a key", "GetItem", `{"TableName":"t","Key":{"sk":{"S":"s"},"pk":{"S":"p"}}}`, []string{`"p"`}},
		{"an item", "PutItem", `{"TableName":"t","Item":{"pk":{"N":"5"}}}`, []string{`"5"`}},
		{"a key without the attribute", "GetItem", `{"TableName":"t","Key":{"sk":{"S":"s"}}}`, []string{"none"}},
		{"a key of another type", "GetItem", `{"TableName":"t","Key":{"pk":{"BOOL":true}}}`, []string{"none"}},
		{"a key with two types", "GetItem", `{"TableName":"t","Key":{"pk":{"S":"a","N":"1"}}}`, []string{"none"}},
		{"a query", "Query", `{"TableName":"t","KeyConditionExpression":"pk = :p","ExpressionAttributeValues":{":p":{"S":"x"}}}`, []string{`"x"`}},
		{"a query the other way round", "Query", `{"TableName":"t","KeyConditionExpression":"begins_with(sk,:s)AND(:p=pk)","ExpressionAttributeValues":{":p":{"S":"x"},":s":{"S":"pk"}}}`, []string{`"x"`}},
		{"a query by placeholder", "Query", `{"TableName":"t","KeyConditionExpression":"#p=:p","ExpressionAttributeNames":{"#p":"pk"},"ExpressionAttributeValues":{":p":{"S":"x"}}}`, []string{`"x"`}},
		{"a query by a placeholder for another", "Query", `{"TableName":"t","KeyConditionExpression":"#pk=:p","ExpressionAttributeNames":{"#pk":"other"},"ExpressionAttributeValues":{":p":{"S":"x"}}}`, []string{"none"}},
		{"a query of the sort key alone", "Query", `{"TableName":"t","KeyConditionExpression":"sk = :p","ExpressionAttributeValues":{":p":{"S":"x"}}}`, []string{"none"}},
		{"a query by a range", "Query", `{"TableName":"t","KeyConditionExpression":"pk >= :p","ExpressionAttributeValues":{":p":{"S":"x"}}}`, []string{"none"}},
		{"an inner attribute of that name", "Query", `{"TableName":"t","KeyConditionExpression":"a.pk = :p","ExpressionAttributeValues":{":p":{"S":"x"}}}`, []string{"none"}},
		{"an attribute inside it", "Query", `{"TableName":"t","KeyConditionExpression":":p = pk.a","ExpressionAttributeValues":{":p":{"S":"x"}}}`, []string{"none"}},
		{"a name that contains it", "Query", `{"TableName":"t","KeyConditionExpression":"xpk = :p","ExpressionAttributeValues":{":p":{"S":"x"}}}`, []string{"none"}},
		{"two equalities", "Query", `{"TableName":"t","KeyConditionExpression":"pk = :p AND pk = :q","ExpressionAttributeValues":{":p":{"S":"x"},":q":{"S":"y"}}}`, []string{"none"}},
		{"the old conditions", "Query", `{"TableName":"t","KeyConditions":{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"p"}]}}}`, []string{`"p"`}},
		{"the old conditions with a range", "Query", `{"TableName":"t","KeyConditions":{"pk":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"S":"a"},{"S":"b"}]}}}`, []string{"none"}},
		{"a scan", "Scan", `{"TableName":"t"}`, []string{"none"}},
		{"a batch of gets", "BatchGetItem", `{"RequestItems":{"t":{"Keys":[{"pk":{"S":"1"}},{"pk":{"B":"Mg=="}}]}}}`, []string{`"1"`, `"Mg=="`}},
		{"a batch of gets without keys", "BatchGetItem", `{"RequestItems":{"t":{}}}`, []string{"none"}},
		{"a batch of writes", "BatchWriteItem", `{"RequestItems":{"t":[{"PutRequest":{"Item":{"pk":{"S":"1"}}}},{"DeleteRequest":{"Key":{"pk":{"S":"2"}}}},7]}}`, []string{`"1"`, `"2"`, "none"}},
		{"a transaction", "TransactWriteItems", `{"TransactItems":[{"Update":{"TableName":"t","Key":{"pk":{"S":"1"}}}},{"ConditionCheck":{"TableName":"t","Key":{"pk":{"S":"2"}}}}]}`, []string{`"1"`, `"2"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, part := range Parts(test.operation, parse(t, test.body)) {
				for _, element := range part.Elements() {
					value := "none"
					if v := Scalar(element.KeyValue("pk")); v != nil {
						value = v.String()
					}
					got = append(got, value)
				}
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestAttributes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, operation, body string
		want                  []string
	}{
		{"a projection", "GetItem", `{"TableName":"t","Key":{"pk":{}},"ProjectionExpression":"a.b, #c, d[0].e","ExpressionAttributeNames":{"#c":"c c"}}`, []string{"pk", "a", "c c", "d"}},
		{"a condition", "PutItem", `{"TableName":"t","Item":{"pk":{}},"ConditionExpression":"attribute_not_exists(pk) AND size (w) > :n"}`, []string{"pk", "w"}},
		{"an update", "UpdateItem", `{"TableName":"t","Key":{"pk":{}},"UpdateExpression":"set a = if_not_exists(b, :x) + :y, #l.m = :z remove c add d :one delete e :two","ExpressionAttributeNames":{"#l":"l"}}`, []string{"pk", "a", "b", "l", "c", "d", "e"}},
		{"a keyword as a placeholder's name", "Scan", `{"TableName":"t","FilterExpression":"#in IN (:a, :b) and not x between :a and :b or y <> :c","ExpressionAttributeNames":{"#in":"in"}}`, []string{"in", "x", "y"}},
		{"the old parameters", "UpdateItem", `{"TableName":"t","Key":{"pk":{}},"AttributeUpdates":{"a":{}},"Expected":{"b":{}},"AttributesToGet":["c",5]}`, []string{"pk", "a", "b", "c"}},
		{"a batch of gets", "BatchGetItem", `{"RequestItems":{"t":{"Keys":[{"pk":{}},{"pk":{}}],"ProjectionExpression":"z"}}}`, []string{"pk", "z"}},
		{"a batch of writes", "BatchWriteItem", `{"RequestItems":{"t":[{"PutRequest":{"Item":{"pk":{},"v":{}}}},{"DeleteRequest":{"Key":{"pk":{}}}}]}}`, []string{"pk", "v"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			parts := Parts(test.operation, parse(t, test.body))
			require.Len(t, parts, 1)
			assert.Equal(t, test.want, parts[0].Attributes())
		})
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	part := Parts("TransactWriteItems", parse(t, `{"ReturnConsumedCapacity":"TOTAL","TransactItems":[{"Put":{"TableName":"t"}}]}`))[0]
	assert.Equal(t, []string{"TOTAL"}, part.Option("ReturnConsumedCapacity"))
	assert.Equal(t, "TransactWriteItems", part.Enclosing)
	assert.Empty(t, part.Option("Select"))
}

func TestTableName(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"movies": "movies", "arn:aws:dynamodb:us-east-1:1:table/movies": "movies", "arn:aws:dynamodb:us-east-1:1:table/movies/index/i": "movies",
		"arn:aws:s3:::bucket": "arn:aws:s3:::bucket", "arn:": "arn:",
	} {
		assert.Equal(t, want, TableName(given))
	}
}

// TestEveryTableOfATransactionIsSeen builds transactions from known parts and asks for exactly those.
func TestEveryTableOfATransactionIsSeen(t *testing.T) {
	t.Parallel()
	kinds := []string{"Put", "Update", "Delete", "ConditionCheck"}
	rapid.Check(t, func(t *rapid.T) {
		var items, want []string
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			kind := rapid.SampledFrom(kinds).Draw(t, "kind")
			table := rapid.StringMatching(`[a-zA-Z0-9_.-]{3,12}`).Draw(t, "table")
			key := rapid.String().Draw(t, "key")
			spaces := rapid.StringMatching(`[ \n\t]{0,2}`).Draw(t, "spaces")
			items = append(items, fmt.Sprintf(`{%s%q:{"Key":{"pk":{"S":%s}},%s"TableName":%q}}`, spaces, kind, parsed{key}, spaces, table))
			want = append(want, transactWriteActions[kind]+" "+scope.Table(table, "")+" "+parsed{key}.String())
		}
		body := `{"TransactItems":[` + strings.Join(items, ",") + `],"Ignored":"` + strings.Repeat("x", len(items)) + `"}`
		v, err := Parse([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, part := range Parts("TransactWriteItems", v) {
			if part.Problem != "" {
				t.Fatalf("%s: %s", part.Problem, body)
			}
			got = append(got, strings.TrimPrefix(part.Action, "dynamodb:")+" "+scope.ARN(part)+" "+Scalar(part.Elements()[0].KeyValue("pk")).String())
		}
		if !slices.Equal(want, got) {
			t.Fatalf("want %q, got %q", want, got)
		}
	})
}

func FuzzParts(f *testing.F) {
	operations := []string{
		"GetItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems",
		"ExecuteStatement", "DescribeTable", "Other",
	}
	for i := range operations {
		f.Add(i, []byte(`{"TableName":"t","KeyConditionExpression":"a=:b","RequestItems":{"t":{"Keys":[{}]}},"TransactItems":[{"Put":{"TableName":"t"}}]}`))
	}
	f.Fuzz(func(t *testing.T, i int, body []byte) {
		v, err := Parse(body)
		if err != nil {
			return
		}
		for _, part := range Parts(operations[uint(i)%uint(len(operations))], v) {
			if part.Problem == "" && scope.ARN(part) == "" {
				t.Fatalf("%s: %+v has neither a problem nor a resource", body, part)
			}
			part.Attributes()
			part.Option("Select")
			for _, element := range part.Elements() {
				Scalar(element.KeyValue("pk"))
			}
		}
	})
}
