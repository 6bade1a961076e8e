package dataplane

import (
	"context"
	"testing"
	"time"

	"lambdaless/local/apigateway"
	"lambdaless/local/database"
	"lambdaless/local/dataplane/wire"
)

// BenchmarkInvoke is what the pipeline adds to a GetItem, without the network on either side.
func BenchmarkInvoke(b *testing.B) {
	m := dynamo("GET", `{"TableName":"movies","Key":{"name":{"S":"$util.escapeJavaScript($util.urlDecode($input.params('name'))).replaceAll("\\'","'")"}}}`)
	m.Integration.IntegrationResponses[0].ResponseTemplates = map[string]string{
		"application/json": `#set($item = $input.path('$.Item'))#if($item == "")#set($context.responseOverride.status = 404){"message":"Not found"}#else{"name":$input.json('$.Item.name.S'),"favorite_movie":$input.json('$.Item.favorite_movie.S')}#end`,
	}
	r := newHarness(b, oneMethod("/{name}", m))
	answer := dynamoAnswer(200, `{"Item":{"name":{"S":"bob"},"favorite_movie":{"S":"Interstellar"}}}`)
	r.gateway.dynamodb.Database = constantDB(answer)
	r.stage(func(s *apigateway.Stage) {
		s.AccessLogSettings = &apigateway.AccessLogSettings{DestinationARN: "g", Format: `{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","status":"$context.status"}`}
	})
	r.gateway.Cloud = quiet{r.cloud}
	request := &Request{
		Method: "GET", Path: "/dev/bob", Host: "127.0.0.1:8080", SourceIP: "127.0.0.1", Scheme: "http", Protocol: "HTTP/1.1",
		Header: wire.Headers{{Name: "User-Agent", Value: "bench"}, {Name: "Accept-Encoding", Value: "gzip"}},
	}
	b.ReportAllocs()
	for b.Loop() {
		if response := r.gateway.Invoke(context.Background(), request, nil); response.StatusCode != 200 {
			b.Fatalf("%d %s %s", response.StatusCode, response.Body, r.log.String())
		}
	}
}

type constantDB database.Answer

func (c constantDB) Call(context.Context, string, string, []byte) (database.Answer, error) {
	return database.Answer(c), nil
}

// quiet keeps no log lines.
type quiet struct{ *memoryCloud }

func (quiet) PutLogEvent(string, time.Time, string) {}
