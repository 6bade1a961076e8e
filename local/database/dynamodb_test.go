package database

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// deviations are the cases in which an engine answers otherwise than DynamoDB, by the number in
// docs/assumptions.md. A case that an engine gets right is a failure too: take it off the list.
var deviations = map[string]map[string][]string{
	"dynoxide": {
		"CP-085": {"unused value, delete"},
	},
	"dynalite": {
		"CP-083 conditions":   {"put with the old item", "update with the old item", "delete with the old item"},
		"CP-083 expiry":       {"time to live is set", "time to live is described", "time to live again", "time to live of another attribute"},
		"CP-083 transactions": {"transaction", "transaction read", "transaction with a failed condition", "transaction with two operations on an item", "transaction by ARN"},
		"CP-083 texts": {
			"a table that exists", "empty key", "33 levels", "33 levels of lists", "count of a projection", "count of a projection, scan", "chosen attributes without a choice",
		},
		"CP-051": {"index built from items"},
	},
}

const tableARN = "arn:aws:dynamodb:us-east-1:000000000000:table/movies"

type dynamoDBCase struct {
	name, action, request string
	status                int
	answer                string // JSON to compare, or the beginning of the message
}

// dynamoDBCases are requests and DynamoDB's answers, in order, against a table "movies" with the key
// "name" that holds bob with the year 2014.
var dynamoDBCases = []dynamoDBCase{
	{"put with the old item", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"bob"}},"ConditionExpression":"attribute_not_exists(#n)","ExpressionAttributeNames":{"#n":"name"},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}`,
		400, `{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed","Item":{"name":{"S":"bob"},"year":{"N":"2014"}}}`},
	{"update with the old item", "UpdateItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}},"UpdateExpression":"SET #y = :y","ConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"2000"}},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}`,
		400, `{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed","Item":{"name":{"S":"bob"},"year":{"N":"2014"}}}`},
	{"delete with the old item", "DeleteItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}},"ConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"2000"}},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}`,
		400, `{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed","Item":{"name":{"S":"bob"},"year":{"N":"2014"}}}`},
	{"no old item to return", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"eve"}},"ConditionExpression":"attribute_exists(#n)","ExpressionAttributeNames":{"#n":"name"},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}`,
		400, `{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"}`},
	{"failed condition alone", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"bob"}},"ConditionExpression":"attribute_not_exists(#n)","ExpressionAttributeNames":{"#n":"name"}}`,
		400, `{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"}`},

	{"time to live is set", "UpdateTimeToLive", `{"TableName":"movies","TimeToLiveSpecification":{"AttributeName":"expires","Enabled":true}}`,
		200, `{"TimeToLiveSpecification":{"AttributeName":"expires","Enabled":true}}`},
	{"time to live is described", "DescribeTimeToLive", `{"TableName":"movies"}`,
		200, `{"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"expires"}}`},
	{"time to live again", "UpdateTimeToLive", `{"TableName":"movies","TimeToLiveSpecification":{"AttributeName":"expires","Enabled":true}}`,
		400, `TimeToLive is already enabled`},
	{"time to live of another attribute", "UpdateTimeToLive", `{"TableName":"` + tableARN + `","TimeToLiveSpecification":{"AttributeName":"other","Enabled":true}}`,
		400, `TimeToLive is active on a different AttributeName: current AttributeName is expires`},
	{"time to live without its end", "UpdateTimeToLive", `{"TableName":"movies","TimeToLiveSpecification":{"AttributeName":"expires"}}`, 400, ``},
	{"time to live of no table", "UpdateTimeToLive", `{"TableName":"none","TimeToLiveSpecification":{"AttributeName":"expires","Enabled":true}}`, 400, ``},
	{"an unknown return value, put", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"bob"}},"ConditionExpression":"attribute_not_exists(#n)","ExpressionAttributeNames":{"#n":"name"},"ReturnValuesOnConditionCheckFailure":"UPDATED_OLD"}`,
		400, `1 validation error detected: Value 'UPDATED_OLD' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`},
	{"an unknown return value of a transaction", "TransactWriteItems", `{"TransactItems":[{"Put":{"TableName":"movies","Item":{"name":{"S":"new"}}}},{"Delete":{"TableName":"movies","Key":{"name":{"S":"bob"}},"ReturnValuesOnConditionCheckFailure":"ALL_NEW"}}]}`,
		400, `1 validation error detected: Value 'ALL_NEW' at 'transactItems.2.member.delete.returnValuesOnConditionCheckFailure' failed to satisfy constraint`},
	{"a transaction that updates a key", "TransactWriteItems", `{"TransactItems":[{"Update":{"TableName":"movies","Key":{"name":{"S":"bob"}},"UpdateExpression":"SET a = :a REMOVE #n","ExpressionAttributeNames":{"#n":"name"},"ExpressionAttributeValues":{":a":{"N":"1"}}}}]}`,
		400, `One or more parameter values were invalid: Cannot update attribute name. This attribute is part of the key`},
	{"nothing of that transaction", "GetItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}}}`, 200, `{"Item":{"name":{"S":"bob"},"year":{"N":"2014"}}}`},

	{"transaction", "TransactWriteItems", `{"TransactItems":[{"Put":{"TableName":"movies","Item":{"name":{"S":"tom"}}}},{"ConditionCheck":{"TableName":"movies","Key":{"name":{"S":"bob"}},"ConditionExpression":"attribute_exists(#n)","ExpressionAttributeNames":{"#n":"name"}}}]}`,
		200, `{}`},
	{"transaction read", "TransactGetItems", `{"TransactItems":[{"Get":{"TableName":"movies","Key":{"name":{"S":"tom"}}}},{"Get":{"TableName":"movies","Key":{"name":{"S":"nobody"}}}}]}`,
		200, `{"Responses":[{"Item":{"name":{"S":"tom"}}},{}]}`},
	{"transaction with a failed condition", "TransactWriteItems", `{"TransactItems":[{"Put":{"TableName":"movies","Item":{"name":{"S":"new"}}}},{"ConditionCheck":{"TableName":"movies","Key":{"name":{"S":"bob"}},"ConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"1"}},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}]}`,
		400, `{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]","CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"The conditional request failed","Item":{"name":{"S":"bob"},"year":{"N":"2014"}}}]}`},
	{"nothing of a cancelled transaction", "GetItem", `{"TableName":"movies","Key":{"name":{"S":"new"}}}`, 200, `{}`},
	{"transaction with two operations on an item", "TransactWriteItems", `{"TransactItems":[{"Put":{"TableName":"movies","Item":{"name":{"S":"new"}}}},{"Delete":{"TableName":"movies","Key":{"name":{"S":"new"}}}}]}`,
		400, `{"__type":"com.amazon.coral.validate#ValidationException","message":"Transaction request cannot include multiple operations on one item"}`},

	{"get by ARN", "GetItem", `{"TableName":"` + tableARN + `","Key":{"name":{"S":"bob"}}}`, 200, `{"Item":{"name":{"S":"bob"},"year":{"N":"2014"}}}`},
	{"put by ARN", "PutItem", `{"TableName":"` + tableARN + `","Item":{"name":{"S":"arn"}}}`, 200, `{}`},
	{"query by ARN", "Query", `{"TableName":"` + tableARN + `","KeyConditionExpression":"#n = :n","ExpressionAttributeNames":{"#n":"name"},"ExpressionAttributeValues":{":n":{"S":"arn"}}}`,
		200, `{"Count":1,"ScannedCount":1,"Items":[{"name":{"S":"arn"}}]}`},
	{"batch read by ARN", "BatchGetItem", `{"RequestItems":{"` + tableARN + `":{"Keys":[{"name":{"S":"bob"}}]}}}`,
		200, `{"Responses":{"` + tableARN + `":[{"name":{"S":"bob"},"year":{"N":"2014"}}]},"UnprocessedKeys":{}}`},
	{"batch write by ARN", "BatchWriteItem", `{"RequestItems":{"` + tableARN + `":[{"DeleteRequest":{"Key":{"name":{"S":"arn"}}}}]}}`, 200, `{"UnprocessedItems":{}}`},
	{"transaction by ARN", "TransactWriteItems", `{"TransactItems":[{"Delete":{"TableName":"` + tableARN + `","Key":{"name":{"S":"tom"}}}}]}`, 200, `{}`},
	{"no such table, by ARN", "GetItem", `{"TableName":"arn:aws:dynamodb:us-east-1:000000000000:table/none","Key":{"name":{"S":"bob"}}}`,
		400, `{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}`},

	{"count of a projection", "Query", `{"TableName":"movies","KeyConditionExpression":"#n = :n","ProjectionExpression":"#n","ExpressionAttributeNames":{"#n":"name"},"ExpressionAttributeValues":{":n":{"S":"bob"}},"Select":"COUNT"}`,
		400, `Cannot specify the ProjectionExpression when choosing to get only the Count`},
	{"count of a projection, scan", "Scan", `{"TableName":"movies","ProjectionExpression":"#n","ExpressionAttributeNames":{"#n":"name"},"Select":"COUNT"}`,
		400, `Cannot specify the ProjectionExpression when choosing to get only the Count`},
	{"chosen attributes without a choice", "Query", `{"TableName":"movies","KeyConditionExpression":"#n = :n","ExpressionAttributeNames":{"#n":"name"},"ExpressionAttributeValues":{":n":{"S":"bob"}},"Select":"SPECIFIC_ATTRIBUTES"}`,
		400, `1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES`},
	{"count", "Query", `{"TableName":"movies","KeyConditionExpression":"#n = :n","ExpressionAttributeNames":{"#n":"name"},"ExpressionAttributeValues":{":n":{"S":"bob"}},"Select":"COUNT"}`,
		200, `{"Count":1,"ScannedCount":1}`},

	{"32 levels", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"deep"},"d":` + nested(31, `{"M":{"m":`, `}}`) + `}}`, 200, `{}`},
	{"33 levels", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"deep"},"d":` + nested(32, `{"M":{"m":`, `}}`) + `}}`, 400, `Nesting Levels have exceeded supported limits`},
	{"33 levels of lists", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"deep"},"d":` + nested(32, `{"L":[`, `]}`) + `}}`, 400, `Nesting Levels have exceeded supported limits`},

	{"unused name, put", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"bob"}},"ConditionExpression":"attribute_exists(#n)","ExpressionAttributeNames":{"#n":"name","#x":"x"}}`,
		400, `1 validation error detected: Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}`},
	{"unused value, update", "UpdateItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}},"UpdateExpression":"SET a = :a","ExpressionAttributeValues":{":a":{"N":"1"},":b":{"N":"1"}}}`,
		400, `1 validation error detected: Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}`},
	{"unused value, delete", "DeleteItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}},"ConditionExpression":"attribute_exists(a)","ExpressionAttributeValues":{":b":{"N":"1"}}}`,
		400, `1 validation error detected: Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}`},
	{"names without an expression", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"bob"}},"ExpressionAttributeNames":{"#x":"x"}}`,
		400, `1 validation error detected: ExpressionAttributeNames can only be specified when using expressions`},
	{"empty string set", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"bob"},"s":{"SS":[]}}}`, 400, `1 validation error detected: One or more parameter values were invalid: An string set  may not be empty`},
	{"empty number set", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"bob"},"s":{"NS":[]}}}`, 400, `1 validation error detected: One or more parameter values were invalid: An number set  may not be empty`},
	{"set with duplicates", "PutItem", `{"TableName":"movies","Item":{"name":{"S":"bob"},"s":{"SS":["a","a"]}}}`, 400, `1 validation error detected: One or more parameter values were invalid: Input collection [a, a] contains duplicates.`},
	{"empty set of an update", "UpdateItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}},"UpdateExpression":"SET a = :a","ExpressionAttributeValues":{":a":{"SS":[]}}}`,
		400, `1 validation error detected: ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An string set  may not be empty for key :a`},
	{"empty update", "UpdateItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}},"UpdateExpression":""}`, 400, `1 validation error detected: Invalid UpdateExpression: The expression can not be empty;`},
	{"undefined value", "UpdateItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}},"UpdateExpression":"SET a = :a"}`,
		400, `1 validation error detected: Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :a`},
	{"unused name, get", "GetItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}},"ProjectionExpression":"#n","ExpressionAttributeNames":{"#n":"name","#x":"x"}}`,
		400, `Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}`},
	{"update of a key", "UpdateItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}},"UpdateExpression":"SET #n = :n","ExpressionAttributeNames":{"#n":"name"},"ExpressionAttributeValues":{":n":{"S":"x"}}}`,
		400, `One or more parameter values were invalid: Cannot update attribute name. This attribute is part of the key`},

	{"empty key", "GetItem", `{"TableName":"movies","Key":{"name":{"S":""}}}`,
		400, `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: name`},
	{"empty key of a write", "PutItem", `{"TableName":"movies","Item":{"name":{"S":""}}}`,
		400, `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: name`},
	{"a table that exists", "CreateTable", createMovies, 400, `Table already exists: movies`},

	{"index is added", "UpdateTable", `{"TableName":"movies","AttributeDefinitions":[{"AttributeName":"name","AttributeType":"S"},{"AttributeName":"year","AttributeType":"N"}],"GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"by-year","KeySchema":[{"AttributeName":"year","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"},"ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}}]}`,
		200, ``},
	{"index built from items", "Query", `{"TableName":"movies","IndexName":"by-year","KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"2014"}}}`,
		200, `{"Count":1,"ScannedCount":1,"Items":[{"name":{"S":"bob"},"year":{"N":"2014"}}]}`},
}

const createMovies = `{"TableName":"movies","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"name","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"name","AttributeType":"S"}]}`

func nested(levels int, begin, end string) string {
	return strings.Repeat(begin, levels) + `{"S":"x"}` + strings.Repeat(end, levels)
}

// TestDynamoDB tries every case against every engine.
func TestDynamoDB(t *testing.T) {
	t.Parallel()
	for name, engine := range engines(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			deviates := slices.Concat(slices.Collect(maps.Values(deviations[name]))...)
			for _, known := range deviates {
				assert.True(t, slices.ContainsFunc(dynamoDBCases, func(c dynamoDBCase) bool { return c.name == known }), "no case is called %q", known)
			}
			p := start(t, engine, "")
			defer func() { require.NoError(t, p.Close()) }()
			client := NewClient(p.Endpoint())
			defer client.Close()
			db := &DynamoDB{Database: client, Account: "000000000000"}
			ask := func(action, request string) (int, []byte) {
				answer, err := db.Call(t.Context(), "us-east-1", action, []byte(request))
				require.NoError(t, err)
				assert.Equal(t, strconv.Itoa(len(answer.Body)), answer.Header.Get("Content-Length"))
				if sum := answer.Header.Get("X-Amz-Crc32"); sum != "" {
					assert.Equal(t, fmt.Sprint(crc32.ChecksumIEEE(answer.Body)), sum)
				}
				return answer.StatusCode, answer.Body
			}
			create(t, p, createMovies)
			ask("PutItem", `{"TableName":"movies","Item":{"name":{"S":"bob"},"year":{"N":"2014"}}}`)
			for _, test := range dynamoDBCases {
				status, body := ask(test.action, test.request)
				difference := differs(status, body, test.status, test.answer)
				if known := slices.Contains(deviates, test.name); known != (difference != "") {
					t.Errorf("%s: known deviation: %t; %s", test.name, known, difference)
				}
			}
		})
	}
}

// differs compares an answer with the right one; "" when they agree.
func differs(status int, body []byte, wantStatus int, want string) string {
	var got struct{ Message string }
	_ = json.Unmarshal(body, &got) // what is not JSON has no message
	agree := status == wantStatus
	if strings.HasPrefix(want, "{") {
		agree = agree && sameJSON(body, []byte(want))
	} else {
		agree = agree && strings.HasPrefix(got.Message, want)
	}
	if agree {
		return ""
	}
	return fmt.Sprintf("answered %d %s\n want %d %s", status, body, wantStatus, want)
}

func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && bytes.Equal(marshal(x), marshal(y))
}

// TestExpiredItemsGo holds that an item goes once its time has passed, and no other item does.
func TestExpiredItemsGo(t *testing.T) {
	t.Parallel()
	engine, ok := engines(t)["dynoxide"]
	if !ok {
		engine = engines(t)["dynalite"]
	}
	p := start(t, engine, "")
	defer func() { require.NoError(t, p.Close()) }()
	client := NewClient(p.Endpoint())
	defer client.Close()
	create(t, p, strings.Replace(strings.Replace(createMovies, `{"AttributeName":"name","KeyType":"HASH"}`, `{"AttributeName":"name","KeyType":"HASH"},{"AttributeName":"date","KeyType":"RANGE"}`, 1),
		`{"AttributeName":"name","AttributeType":"S"}`, `{"AttributeName":"name","AttributeType":"S"},{"AttributeName":"date","AttributeType":"N"}`, 1))
	create(t, p, strings.Replace(createMovies, "movies", "untouched", 1))
	call(t, p, "UpdateTimeToLive", `{"TableName":"movies","TimeToLiveSpecification":{"AttributeName":"expires","Enabled":true}}`)
	now := time.Now()
	put := func(name, expires string) {
		status, body := call(t, p, "PutItem", fmt.Sprintf(`{"TableName":"movies","Item":{"name":{"S":%q},"date":{"N":"1"}%s}}`, name, expires))
		require.Equal(t, 200, status, body)
	}
	at := func(after time.Duration) string { return fmt.Sprintf(`,"expires":{"N":"%d"}`, now.Add(after).Unix()) }
	put("a minute ago", at(-time.Minute))
	put("four years ago", at(-4*365*24*time.Hour))
	put("six years ago", at(-6*365*24*time.Hour))
	put("in an hour", at(time.Hour))
	put("no time", "")
	put("a text", `,"expires":{"S":"1"}`)
	for i := range 300 { // more than a page
		put(fmt.Sprintf("long %d", i), at(-time.Minute)+`,"text":{"S":"`+strings.Repeat("x", 8000)+`"}`)
	}
	call(t, p, "PutItem", `{"TableName":"untouched","Item":{"name":{"S":"x"},"expires":{"N":"1700000000"}}}`)
	require.NoError(t, expiry{db: client}.round(t.Context(), now))

	var left struct {
		Items []struct{ Name struct{ S string } }
	}
	_, body := call(t, p, "Scan", `{"TableName":"movies"}`)
	require.NoError(t, json.Unmarshal([]byte(body), &left))
	var names []string
	for _, item := range left.Items {
		names = append(names, item.Name.S)
	}
	assert.ElementsMatch(t, []string{"six years ago", "in an hour", "no time", "a text"}, names)
	_, body = call(t, p, "Scan", `{"TableName":"untouched","Select":"COUNT"}`)
	assert.JSONEq(t, `{"Count":1,"ScannedCount":1}`, body)
}
