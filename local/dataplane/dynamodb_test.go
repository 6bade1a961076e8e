package dataplane

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/database"
)

func TestDynamoDBIntegration(t *testing.T) {
	t.Parallel()
	path := "arn:aws:apigateway:us-east-1:dynamodb:path//"
	for _, test := range []struct {
		name   string
		change func(*apigateway.Integration)
		status int
		body   string
		calls  []string
	}{
		{"GW-077 the action of the uri", nil, 200, `{"Item":{}}`, []string{"us-east-1 GetItem " + getItem}},
		{"GW-077 path style with a mapped target", func(i *apigateway.Integration) {
			i.URI = path
			i.RequestParameters = map[string]string{"integration.request.header.x-amz-target": "'DynamoDB_20120810.GetItem'"}
		}, 200, `{"Item":{}}`, []string{"us-east-1 GetItem " + getItem}},
		{"GW-077 a mapped target does not change the action", func(i *apigateway.Integration) {
			i.RequestParameters = map[string]string{"integration.request.header.X-Amz-Target": "'DynamoDB_20120810.DeleteTable'"}
		}, 200, `{"Item":{}}`, []string{"us-east-1 GetItem " + getItem}},
		{"the region of the uri", func(i *apigateway.Integration) {
			i.URI = "arn:aws:apigateway:eu-west-1:dynamodb:action/GetItem"
		}, 200, `eu-west-1`, nil},
		{"stage variables in uri and credentials", func(i *apigateway.Integration) {
			i.URI = "arn:aws:apigateway:us-east-1:dynamodb:action/${stageVariables.action}"
			i.Credentials = "arn:aws:iam::000000000000:role/${stageVariables.role}"
		}, 200, `{"Item":{}}`, []string{"us-east-1 GetItem " + getItem}},
		{"GW-130 a role that cannot be assumed", func(i *apigateway.Integration) { i.Credentials = "arn:aws:iam::000000000000:role/other" }, 500, internalError, nil},
		{"GW-131 no credentials", func(i *apigateway.Integration) { i.Credentials = "" }, 500, internalError, nil},
		{"GW-131 credentials that are no role", func(i *apigateway.Integration) { i.Credentials = "arn:aws:iam::000000000000:user/me" }, 500, internalError, nil},
		{"GW-131 the caller's credentials", func(i *apigateway.Integration) { i.Credentials = "arn:aws:iam::*:user/*" }, 500, internalError, nil},
		{"a uri that is none", func(i *apigateway.Integration) { i.URI = "https://dynamodb.us-east-1.amazonaws.com" }, 500, internalError, nil},
		{"another service", func(i *apigateway.Integration) { i.URI = "arn:aws:apigateway:us-east-1:sqs:action/SendMessage" }, 500, internalError, nil},
		{"another type", func(i *apigateway.Integration) { i.Type = "HTTP" }, 500, internalError, nil},
		{"GW-132 GET towards DynamoDB", func(i *apigateway.Integration) { i.IntegrationHTTPMethod = "GET" }, 200, "healthy: dynamodb.us-east-1.amazonaws.com ", nil},
		{"GW-132 PUT towards DynamoDB", func(i *apigateway.Integration) { i.IntegrationHTTPMethod = "PUT" }, 200, "<UnknownOperationException/>\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("GET", getItem)
			if test.change != nil {
				test.change(m.Integration)
			}
			r := newHarness(t, oneMethod("/x", m))
			r.stage(func(s *apigateway.Stage) { s.Variables = map[string]string{"action": "GetItem", "role": "movies-get"} })
			r.db.script = func(context.Context, string, string) (database.Answer, error) {
				return dynamoAnswer(200, `{"Item":{}}`), nil
			}
			got := r.send("GET /dev/x")
			assert.Equal(t, test.status, got.StatusCode, r.log.String())
			if test.body == "eu-west-1" {
				assert.Contains(t, got.body, "arn:aws:dynamodb:eu-west-1:000000000000:table/movies")
			} else {
				assert.Equal(t, test.body, got.body)
			}
			assert.Equal(t, test.calls, r.db.calls)
			if test.status == 500 {
				assert.Contains(t, r.log.String(), "API_CONFIGURATION_ERROR")
			}
		})
	}
}

const internalError = `{"message": "Internal server error"}`

func TestForbiddenIntegrationHeaders(t *testing.T) {
	t.Parallel()
	for _, header := range []string{"Authorization", "Connection", "Content-Length", "Transfer-Encoding", "Expect", "Proxy-Authenticate", "TE", "X-Amzn-Trace-Id"} {
		t.Run("GW-071 "+header, func(t *testing.T) {
			t.Parallel()
			m := dynamo("GET", getItem)
			m.Integration.RequestParameters = map[string]string{"integration.request.header." + header: "method.request.querystring.v"}
			r := newHarness(t, oneMethod("/x", m))
			assert.Equal(t, 200, r.send("GET /dev/x").StatusCode, "GW-070 a missing source is not sent")
			assert.Equal(t, 500, r.send("GET /dev/x?v=1").StatusCode)
			assert.Len(t, r.db.calls, 1)
		})
	}
}

func TestAuthorizationOfTheRenderedRequest(t *testing.T) {
	t.Parallel()
	table := func(name string) string { return "arn:aws:dynamodb:us-east-1:000000000000:table/" + name }
	for _, test := range []struct {
		name, operation, body string
		asks                  []string // action and resource, in order
	}{
		{"a table by name", "GetItem", `{"TableName":"movies"}`, []string{"GetItem " + table("movies")}},
		{"a table by ARN", "PutItem", `{"TableName":"arn:aws:dynamodb:us-west-2:111111111111:table/far"}`, []string{"PutItem arn:aws:dynamodb:us-west-2:111111111111:table/far"}},
		{"an index", "Query", `{"TableName":"movies","IndexName":"by-year"}`, []string{"Query " + table("movies") + "/index/by-year"}},
		{"a scan of a table", "Scan", `{"TableName":"movies"}`, []string{"Scan " + table("movies")}},
		{"an IndexName where it has no meaning", "GetItem", `{"TableName":"movies","IndexName":"i"}`, []string{"GetItem " + table("movies")}},
		{"a batch of gets", "BatchGetItem", `{"RequestItems":{"b":{"Keys":[{}]},"a":{}}}`, []string{"BatchGetItem " + table("a"), "BatchGetItem " + table("b")}},
		{"a batch of writes", "BatchWriteItem", `{"RequestItems":{"a":[{"PutRequest":{"Item":{}}}],"b":5}}`, []string{"BatchWriteItem " + table("a"), "BatchWriteItem " + table("b")}},
		{"a transaction of gets", "TransactGetItems", `{"TransactItems":[{"Get":{"TableName":"a"}},{"Get":{"TableName":"b"}}]}`, []string{"GetItem " + table("a"), "GetItem " + table("b")}},
		{"a transaction of writes", "TransactWriteItems", `{"TransactItems":[{"Put":{"TableName":"a"}},{"Update":{"TableName":"b"}},{"Delete":{"TableName":"c"}},{"ConditionCheck":{"TableName":"d"}}]}`,
			[]string{"PutItem " + table("a"), "UpdateItem " + table("b"), "DeleteItem " + table("c"), "ConditionCheckItem " + table("d")}},
		{"a transaction with members that we do not know", "TransactWriteItems", `{"TransactItems":[{"Put":{"TableName":"a"},"Foo":5},7,null]}`, []string{"PutItem " + table("a")}},
		{"two members in one element", "TransactWriteItems", `{"TransactItems":[{"Put":{"TableName":"a"},"Delete":{"TableName":"b"}}]}`, []string{"DeleteItem " + table("b"), "PutItem " + table("a")}},
		{"member names are exact", "GetItem", `{"TableName":"movies","tablename":"secret","TABLENAME":"secret"}`, []string{"GetItem " + table("movies")}},
		{"an escaped name", "GetItem", `{"TableName":"secret"}`, []string{"GetItem " + table("secret")}},
		{"of duplicate members the last counts", "GetItem", `{"TableName":"movies","TableName":"secret"}`, []string{"GetItem " + table("secret")}},
		{"a table to describe", "DescribeTable", `{"TableName":"movies"}`, []string{"DescribeTable " + table("movies")}},
		{"a resource by ARN", "TagResource", `{"ResourceArn":"` + table("t") + `"}`, []string{"TagResource " + table("t")}},
		{"a global table", "DescribeGlobalTable", `{"GlobalTableName":"g"}`, []string{"DescribeGlobalTable arn:aws:dynamodb::000000000000:global-table/g"}},
		{"the whole account", "ListTables", `{}`, []string{"ListTables *"}},
		{"an operation that we do not know", "DropEverything", `{}`, []string{"DropEverything *"}},
		{"no table: DynamoDB refuses it itself", "GetItem", `{}`, nil},
		{"a table of the wrong type: DynamoDB refuses it itself", "GetItem", `{"TableName":["movies"]}`, nil},
		{"no object: DynamoDB refuses it itself", "GetItem", `["movies"]`, nil},
	} {
		t.Run("GW-078 "+test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("POST", test.body)
			m.Integration.URI = "arn:aws:apigateway:us-east-1:dynamodb:action/" + test.operation
			r := newHarness(t, oneMethod("/x", m))
			var questions []asked
			role := memoryRole{allow: map[string]bool{}, asked: &questions}
			for _, ask := range test.asks {
				role.allow["dynamodb:"+ask] = true
			}
			r.cloud.roles[testRole] = role
			got := r.send("POST /dev/x")
			assert.Equal(t, 200, got.StatusCode)
			var asks []string
			for _, q := range questions {
				asks = append(asks, strings.TrimPrefix(q.action, "dynamodb:")+" "+q.resource)
			}
			assert.Equal(t, test.asks, asks)
			require.Len(t, r.db.calls, 1, got.body)

			if len(test.asks) == 0 {
				return
			}
			// Without the last of the permissions the database is not reached.
			last := test.asks[len(test.asks)-1]
			action, resource, _ := strings.Cut(last, " ")
			delete(role.allow, "dynamodb:"+last)
			denied := r.send("POST /dev/x")
			assert.Len(t, r.db.calls, 1)
			assert.Contains(t, denied.body, "com.amazon.coral.service#AccessDeniedException")
			assert.Contains(t, denied.body, "is not authorized to perform: dynamodb:"+action+" on resource: "+resource+" because")
		})
	}
}

func TestAccessDeniedTravelsThroughTheIntegrationResponses(t *testing.T) {
	t.Parallel()
	m := dynamo("GET", `{"TableName":"secret"}`)
	m.Integration.IntegrationResponses = append(m.Integration.IntegrationResponses, apigateway.IntegrationResponse{
		StatusCode: "400", SelectionPattern: `4\d{2}`, ResponseTemplates: map[string]string{"application/json": `[$input.path('$.__type')] $input.path('$.Message')`},
	})
	r := newHarness(t, oneMethod("/x", m))
	got := r.send("GET /dev/x")
	assert.Equal(t, 400, got.StatusCode)
	assert.Equal(t, "[com.amazon.coral.service#AccessDeniedException] User: arn:aws:sts::000000000000:assumed-role/movies-get/BackplaneAssumeRoleSession is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/secret because no identity-based policy allows the dynamodb:GetItem action", got.body)
	assert.Empty(t, r.db.calls)
	assert.NotEmpty(t, got.Header.Get("X-Amzn-Trace-Id"), "it is an answer of the back end")

	role := r.cloud.roles[testRole]
	role.deny = set("dynamodb:GetItem arn:aws:dynamodb:us-east-1:000000000000:table/secret")
	r.cloud.roles[testRole] = role
	assert.Contains(t, r.send("GET /dev/x").body, "on resource: arn:aws:dynamodb:us-east-1:000000000000:table/secret with an explicit deny in an identity-based policy")
}

func TestWhatNeverReachesTheDatabase(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, operation, body, want string }{
		{"GW-078 an unreadable body", "GetItem", `{"TableName":"movies"`, "SerializationException"},
		{"GW-078 an empty body", "GetItem", " ", "SerializationException"},
		{"GW-078 deeper than we can read", "GetItem", `{"TableName":"secret","x":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`, "SerializationException"},
		{"GW-133 PartiQL", "ExecuteStatement", `{"Statement":"SELECT * FROM movies"}`, "AccessDeniedException"},
		{"GW-133 PartiQL in a batch", "BatchExecuteStatement", `{}`, "AccessDeniedException"},
		{"GW-133 PartiQL in a transaction", "ExecuteTransaction", `{}`, "AccessDeniedException"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("POST", test.body)
			m.Integration.URI = "arn:aws:apigateway:us-east-1:dynamodb:action/" + test.operation
			r := newHarness(t, oneMethod("/x", m))
			got := r.send("POST /dev/x")
			assert.Contains(t, got.body, test.want)
			assert.Empty(t, r.db.calls)
		})
	}
}

func TestTheDatabaseFails(t *testing.T) {
	t.Parallel()
	m := dynamo("GET", getItem)
	m.Integration.TimeoutMilliseconds = 1 // 50 ms at least
	r := newHarness(t, oneMethod("/x", m))
	r.db.script = func(context.Context, string, string) (database.Answer, error) {
		return database.Answer{}, errors.New("connection refused")
	}
	got := r.send("GET /dev/x")
	assert.Equal(t, 504, got.StatusCode)
	assert.Equal(t, `{"message": "Network error communicating with endpoint"}`, got.body)
	assert.NotContains(t, got.body, "refused")

	r.db.script = func(ctx context.Context, _, _ string) (database.Answer, error) {
		<-ctx.Done()
		return database.Answer{}, ctx.Err()
	}
	start := time.Now()
	got = r.send("GET /dev/x")
	assert.Equal(t, 504, got.StatusCode, "GW-076")
	assert.Equal(t, `{"message": "Endpoint request timed out"}`, got.body)
	assert.GreaterOrEqual(t, time.Since(start), 50*time.Millisecond)
}

func TestAClientThatGoesAwayIsNoFaultOfTheAPI(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", dynamo("GET", getItem)))
	ctx, goAway := context.WithCancel(context.Background())
	r.db.script = func(ctx context.Context, _, _ string) (database.Answer, error) {
		goAway()
		<-ctx.Done()
		return database.Answer{}, ctx.Err()
	}
	assert.Equal(t, 504, r.gateway.Invoke(ctx, newRequest("GET", "/dev/x", nil), nil).StatusCode)
	assert.Empty(t, r.log.String())

	r.db.script = func(context.Context, string, string) (database.Answer, error) {
		return database.Answer{}, errors.New("connection refused")
	}
	assert.Equal(t, 504, r.gateway.Invoke(context.Background(), newRequest("GET", "/dev/x", nil), nil).StatusCode)
	assert.Contains(t, r.log.String(), "connection refused", "what the database does is")
}

func TestConditionKeys(t *testing.T) {
	t.Parallel()
	keys := `{"Table":{"KeySchema":[{"AttributeName":"sk","KeyType":"RANGE"},{"AttributeName":"pk","KeyType":"HASH"}],
		"GlobalSecondaryIndexes":[{"IndexName":"by-year","KeySchema":[{"AttributeName":"year","KeyType":"HASH"}]}]}}`
	for _, test := range []struct {
		name, operation, body string
		want                  map[string][]string
	}{
		{"GetItem", "GetItem", `{"TableName":"movies","Key":{"sk":{"S":"s"},"pk":{"S":"p"}},"ProjectionExpression":"a.b, #c, d[0]","ExpressionAttributeNames":{"#c":"c c"},"ReturnConsumedCapacity":"TOTAL"}`,
			map[string][]string{"LeadingKeys": {"p"}, "Attributes": {"pk", "sk", "a", "c c", "d"}, "ReturnConsumedCapacity": {"TOTAL"}}},
		{"PutItem", "PutItem", `{"TableName":"movies","Item":{"pk":{"N":"5"},"v":{"S":"x"}},"ReturnValues":"ALL_OLD","ConditionExpression":"attribute_not_exists(pk) AND size(w) > :n"}`,
			map[string][]string{"LeadingKeys": {"5"}, "Attributes": {"pk", "v", "w"}, "ReturnValues": {"ALL_OLD"}}},
		{"Query", "Query", `{"TableName":"movies","KeyConditionExpression":"#p = :p and begins_with(sk, :s)","ExpressionAttributeNames":{"#p":"pk"},"ExpressionAttributeValues":{":p":{"S":"USER#1"},":s":{"S":"x"}},"Select":"COUNT"}`,
			map[string][]string{"LeadingKeys": {"USER#1"}, "Attributes": {"pk", "sk"}, "Select": {"COUNT"}}},
		{"Query of an index", "Query", `{"TableName":"movies","IndexName":"by-year","KeyConditionExpression":":y = year","ExpressionAttributeValues":{":y":{"N":"1999"}}}`,
			map[string][]string{"LeadingKeys": {"1999"}, "Attributes": {"year"}}},
		{"Query with the old conditions", "Query", `{"TableName":"movies","KeyConditions":{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"p"}]}}}`,
			map[string][]string{"LeadingKeys": {"p"}, "Attributes": {"pk"}}},
		{"GW-079 a Query whose key cannot be determined", "Query", `{"TableName":"movies","KeyConditionExpression":"x = :p"}`,
			map[string][]string{"LeadingKeys": {unknownKey}, "Attributes": {"x"}}},
		{"GW-079 a key that is none", "GetItem", `{"TableName":"movies","Key":{"sk":{"S":"s"}}}`,
			map[string][]string{"LeadingKeys": {unknownKey}, "Attributes": {"sk"}}},
		{"Scan has no leading keys", "Scan", `{"TableName":"movies","FilterExpression":"a = :a"}`, map[string][]string{"Attributes": {"a"}}},
		{"BatchGetItem", "BatchGetItem", `{"RequestItems":{"movies":{"Keys":[{"pk":{"S":"1"}},{"pk":{"S":"2"}}],"AttributesToGet":["z"]}},"ReturnConsumedCapacity":"INDEXES"}`,
			map[string][]string{"LeadingKeys": {"1", "2"}, "Attributes": {"pk", "z"}, "ReturnConsumedCapacity": {"INDEXES"}}},
		{"BatchWriteItem", "BatchWriteItem", `{"RequestItems":{"movies":[{"PutRequest":{"Item":{"pk":{"S":"1"}}}},{"DeleteRequest":{"Key":{"pk":{"S":"2"}}}},7]}}`,
			map[string][]string{"LeadingKeys": {"1", "2", unknownKey}, "Attributes": {"pk"}}},
		{"TransactGetItems", "TransactGetItems", `{"TransactItems":[{"Get":{"TableName":"movies","Key":{"pk":{"S":"1"}}}}]}`,
			map[string][]string{"LeadingKeys": {"1"}, "Attributes": {"pk"}, "EnclosingOperation": {"TransactGetItems"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("POST", test.body)
			m.Integration.URI = "arn:aws:apigateway:us-east-1:dynamodb:action/" + test.operation
			r := newHarness(t, oneMethod("/x", m))
			r.db.script = func(_ context.Context, operation, _ string) (database.Answer, error) {
				if operation == "DescribeTable" {
					return dynamoAnswer(200, keys), nil
				}
				return dynamoAnswer(200, `{}`), nil
			}
			var questions []asked
			r.cloud.roles[testRole] = memoryRole{asked: &questions, mentions: []string{"DYNAMODB:leadingkeys"}}
			r.send("POST /dev/x")
			r.send("POST /dev/x")
			require.Len(t, questions, 2)
			got := map[string][]string{}
			for key, values := range questions[0].conditions {
				if name, ok := strings.CutPrefix(key, "dynamodb:"); ok {
					got[name] = values
				}
			}
			assert.Equal(t, test.want, got)
			assert.Equal(t, []string{"true"}, questions[0].conditions["aws:SecureTransport"])
			assert.Equal(t, []string{"2026-11-22T10:20:30Z"}, questions[0].conditions["aws:CurrentTime"])
			assert.LessOrEqual(t, len(r.db.calls), 1, "the key schema is asked for once")
		})
	}
	t.Run("GW-079 a table that cannot be described", func(t *testing.T) {
		t.Parallel()
		r := newHarness(t, oneMethod("/x", dynamo("GET", getItem)))
		r.db.script = func(context.Context, string, string) (database.Answer, error) {
			return database.Answer{StatusCode: http.StatusBadRequest}, nil
		}
		var questions []asked
		r.cloud.roles[testRole] = memoryRole{asked: &questions, mentions: []string{"dynamodb:LeadingKeys"}}
		r.send("GET /dev/x")
		assert.Equal(t, []string{unknownKey}, questions[0].conditions["dynamodb:LeadingKeys"])
	})
	t.Run("a role without conditions costs nothing", func(t *testing.T) {
		t.Parallel()
		r := newHarness(t, oneMethod("/x", dynamo("GET", getItem)))
		r.send("GET /dev/x")
		assert.Equal(t, []string{"us-east-1 GetItem " + getItem}, r.db.calls)
	})
}

// TestATableUnderAKeyNeedsTheKey holds that DynamoDB decrypts for the role (GW-180).
func TestATableUnderAKeyNeedsTheKey(t *testing.T) {
	t.Parallel()
	const movies, key = "arn:aws:dynamodb:us-east-1:000000000000:table/movies", "arn:aws:kms:us-east-1:000000000000:key/k"
	m := dynamo("GET", `{"TableName":"movies"}`)
	m.Integration.IntegrationResponses = append(m.Integration.IntegrationResponses, apigateway.IntegrationResponse{
		StatusCode: "400", SelectionPattern: `4\d{2}`, ResponseTemplates: map[string]string{"application/json": `[$input.path('$.__type')] $input.path('$.Message')`},
	})
	r := newHarness(t, oneMethod("/x", m))
	role := r.cloud.roles[testRole]
	role.allow, role.keys = set("dynamodb:GetItem "+movies), map[string]string{movies: key}
	r.cloud.roles[testRole] = role
	denied := r.send("GET /dev/x")
	assert.Equal(t, 400, denied.StatusCode)
	assert.Regexp(t, `^\[com\.amazon\.coral\.service#AccessDeniedException\] KMS key access denied error: .* you are not allowed to access\. .*Error Code: AccessDeniedException`, denied.body)
	assert.Empty(t, r.db.calls, "the database is not asked")

	role.allow["kms:Decrypt "+key] = true
	r.send("GET /dev/x")
	assert.Len(t, r.db.calls, 1)
}
