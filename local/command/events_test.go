package command

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/infra/item"
	"lambdaless/local/controlplane"
	"lambdaless/local/database"
	"lambdaless/local/pipes"
)

// changing is an API whose items are put, patched and deleted, and expire.
func changing(t *testing.T) infra.API {
	t.Helper()
	api, editable := fixture.Editable()
	files := fstest.MapFS{}
	for _, name := range []string{"movie/movie.schema.json", "error/4xx.response.vtl", "error/5xx.response.vtl"} {
		files[name] = editable[name]
	}
	api.Templates = files
	api.Tables = []infra.Table{{Name: "favorite_movies", PartitionKey: infra.Key{Name: "name", Type: infra.String}, Expires: "expires"}}
	movie := item.Type{Schema: "movie/movie.schema.json", Life: 30}
	api.Endpoints = []infra.Endpoint{
		{Method: "GET", Path: "/{name}", Call: item.Get{Of: movie}},
		{Method: "PUT", Path: "/{name}", Call: item.Put{Of: movie}},
		{Method: "PATCH", Path: "/{name}", Call: item.Patch{Of: movie, If: []item.Condition{item.Exists(404, "No movie")}}},
		{Method: "DELETE", Path: "/{name}", Call: item.Delete{Of: movie}},
	}
	texts, err := infra.GeneratedTemplates(api)
	require.NoError(t, err)
	for name, text := range texts {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return api
}

// image is an item of a record: its movie, or nothing without an item.
type image struct {
	Movie struct{ S string } `json:"favorite_movie"`
}

// happened are the events of the command `events`, one line for each: "INSERT bob: -> Alien".
func (l *harness) happened(arguments ...string) []string {
	l.Helper()
	var lines []string
	printed, _ := l.printed(append(arguments, "--json")...)
	for line := range strings.Lines(printed) {
		type record struct {
			EventName    string
			UserIdentity *struct{ PrincipalID string }
			DynamoDB     struct {
				Keys               map[string]struct{ S string }
				OldImage, NewImage image
			}
		}
		var event struct {
			record
			Detail *record
		}
		require.NoError(l, json.Unmarshal([]byte(line), &event))
		r := event.record
		if event.Detail != nil {
			r = *event.Detail
		}
		by := ""
		if r.UserIdentity != nil {
			by = " by " + r.UserIdentity.PrincipalID
		}
		lines = append(lines, fmt.Sprintf("%s %s: %s -> %s%s", r.EventName, r.DynamoDB.Keys["name"].S, r.DynamoDB.OldImage.Movie.S, r.DynamoDB.NewImage.Movie.S, by))
	}
	return lines
}

// printed is what the command `events` prints, and its notes.
func (l *harness) printed(arguments ...string) (printed, notes string) {
	l.Helper()
	var out, err bytes.Buffer
	root := newRoot(fixture.Movies)
	root.SetOut(&out)
	root.SetErr(&err)
	root.SetArgs(append([]string{"events", "--dir", l.dir}, arguments...))
	require.NoError(l, root.ExecuteContext(context.WithoutCancel(l.Context())))
	return out.String(), err.String()
}

// notes waits until the command `events` notes something.
func (l *harness) notes(want string) {
	l.Helper()
	require.EventuallyWithT(l, func(c *assert.CollectT) { _, notes := l.printed(); assert.Contains(c, notes, want) }, time.Minute, 50*time.Millisecond)
}

// permit replaces an action in the policy of the pipe's role, and returns the role's ARN.
func (l *harness) permit(before, after string) (roleARN string) {
	l.Helper()
	kept, err := l.cloud.Account.KeptOf("aws:pipes/pipe:Pipe")
	require.NoError(l, err)
	require.Len(l, kept, 1)
	roleARN = kept[0].Properties["roleArn"].(string)
	client := l.cloud.Account.In("us-east-1")
	policy, err := controlplane.RolePolicies.Get(client, controlplane.RolePolicy{Role: roleARN[strings.LastIndex(roleARN, "/")+1:], Name: "pipe"})
	require.NoError(l, err)
	require.Contains(l, policy.Policy, before)
	policy.Policy = strings.Replace(policy.Policy, before, after, 1)
	_, err = controlplane.RolePolicies.Create(client, policy)
	require.NoError(l, err)
	return roleARN
}

// eventually waits for what the pipes deliver.
func (l *harness) eventually(want []string) {
	l.Helper()
	require.EventuallyWithT(l, func(c *assert.CollectT) { assert.Equal(c, want, l.happened()) }, time.Minute, 100*time.Millisecond)
}

// client is a client of the harness's database.
func (l *harness) client() *database.Client {
	client := database.NewClient(l.cloud.DynamoDBEndpoint)
	l.Cleanup(client.Close)
	return client
}

func movieOf(title string) string { return `{"favorite_movie":"` + title + `"}` }

// needsStreams skips a test for whoever chose dynalite; CI may not.
func needsStreams(t *testing.T) {
	t.Helper()
	if os.Getenv(database.EngineVariable) != "dynalite" {
		return
	}
	require.NotEqual(t, "true", os.Getenv("CI"), "dynalite keeps no streams: run this test with another %s", database.EngineVariable)
	t.Skip("dynalite keeps no streams")
}

// TestChangesBecomeEvents: what requests and expiry change appears in order, with the item before and after; the
// filter, the target and the role are obeyed as they are deployed.
func TestChangesBecomeEvents(t *testing.T) {
	t.Parallel()
	needsStreams(t)
	l := newHarness(t)
	l.deploys(changing(t))
	l.configure(map[string]string{"stream": "eventBus"})
	_, err := l.deploy(t.Context())
	require.NoError(t, err)
	assert.Empty(t, l.happened())

	succeeds := func(method, path, body string) {
		t.Helper()
		answer := l.ask(method, path, body)
		require.Less(t, answer.status, 300, answer.body)
	}
	succeeds("PUT", "/bob", movieOf("Alien"))
	succeeds("PATCH", "/bob", movieOf("Brazil"))
	succeeds("DELETE", "/bob", "")
	require.Equal(t, 404, l.ask("PATCH", "/nobody", movieOf("Alien")).status, "a write that fails changes nothing")
	for i := range 20 {
		succeeds("PUT", fmt.Sprintf("/fan%d", i%2), movieOf(fmt.Sprint("Rocky ", i)))
	}
	want := []string{"INSERT bob:  -> Alien", "MODIFY bob: Alien -> Brazil", "REMOVE bob: Brazil -> "}
	for i := range 20 {
		before := ""
		if i > 1 {
			before = fmt.Sprint("Rocky ", i-2)
		}
		want = append(want, fmt.Sprintf("%s fan%d: %s -> Rocky %d", map[bool]string{true: "INSERT", false: "MODIFY"}[i < 2], i%2, before, i))
	}
	l.eventually(want)

	// The envelope is EventBridge's (GW-162).
	printed, _ := l.printed("--json")
	var event pipes.Envelope
	require.NoError(t, json.Unmarshal([]byte(strings.SplitN(printed, "\n", 2)[0]), &event))
	assert.Equal(t, "Event from aws:dynamodb", event.DetailType)
	assert.Equal(t, "Pipe "+event.Source[len("Pipe "):], event.Source)
	assert.Equal(t, "000000000000", event.Account)
	assert.Equal(t, "aws:dynamodb", event.Detail.EventSource)
	assert.Equal(t, "us-east-1", event.Detail.AWSRegion)
	assert.Contains(t, event.Detail.EventSourceARN, "arn:aws:dynamodb:us-east-1:000000000000:table/")
	assert.Equal(t, "NEW_AND_OLD_IMAGES", event.Detail.DynamoDB.StreamViewType)
	assert.Len(t, event.Detail.DynamoDB.SequenceNumber, 21)
	printed, _ = l.printed()
	assert.Contains(t, printed, `INSERT  `+l.output("tableName")+`  {"name":{"S":"bob"}}`)

	// An item that expires is removed by DynamoDB itself.
	past := fmt.Sprint(time.Now().Add(-time.Minute).Unix())
	update := `{"TableName":"` + l.output("tableName") + `","Key":{"name":{"S":"fan0"}},"UpdateExpression":"SET expires = :t","ExpressionAttributeValues":{":t":{"N":"` + past + `"}}}`
	answer, err := l.client().Call(t.Context(), "us-east-1", "UpdateItem", []byte(update))
	require.NoError(t, err)
	require.Equal(t, 200, answer.StatusCode, string(answer.Body))
	want = append(want, "MODIFY fan0: Rocky 18 -> Rocky 18", "REMOVE fan0: Rocky 18 ->  by dynamodb.amazonaws.com")
	l.eventually(want)
	printed, _ = l.printed()
	assert.Contains(t, printed, `{"name":{"S":"fan0"}}  (expired)`)

	// A filter counts from its deployment on; a write that changes nothing is no change.
	l.configure(map[string]string{"streamFilter": `{"eventName":["REMOVE"],"userIdentity":{"type":[{"exists":false}]}}`})
	_, err = l.deploy(t.Context())
	require.NoError(t, err)
	succeeds("PUT", "/eve", movieOf("Up"))
	succeeds("DELETE", "/eve", "")
	want = append(want, "REMOVE eve: Up -> ")
	l.eventually(want)

	// A role that may not send delivers nothing, and the command says so; what was written goes once it may.
	role := l.permit("events:PutEvents", "events:DescribeRule")
	succeeds("PUT", "/kim", movieOf("Heat"))
	succeeds("DELETE", "/kim", "")
	l.notes("delivers nothing: its role " + role + " may not do events:PutEvents on arn:aws:events:us-east-1:000000000000:event-bus/")
	assert.Equal(t, want, l.happened())
	l.permit("events:DescribeRule", "events:PutEvents")
	want = append(want, "REMOVE kim: Heat -> ")
	l.eventually(want)

	l.permit("dynamodb:GetRecords", "dynamodb:ListStreams")
	l.notes("may not do dynamodb:GetRecords on arn:aws:dynamodb:us-east-1:000000000000:table/")
	succeeds("PUT", "/kim", movieOf("Heat"))
	succeeds("DELETE", "/kim", "")
	time.Sleep(time.Second)
	assert.Equal(t, want, l.happened())
	l.permit("dynamodb:ListStreams", "dynamodb:GetRecords")
	want = append(want, "REMOVE kim: Heat -> ")
	l.eventually(want)

	// What cannot be sent for long leaves its place in the dead-letter queue, and the pipe goes on.
	l.permit("events:PutEvents", "events:DescribeRule")
	succeeds("PUT", "/lost", movieOf("Heat"))
	succeeds("DELETE", "/lost", "")
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		printed, _ := l.printed()
		assert.Contains(c, printed, "FAILED  the pipe ")
		assert.Contains(c, printed, `"condition":"RetryAttemptsExhausted"`)
		assert.NotContains(c, printed, "lost", "it holds no item")
	}, time.Minute, 200*time.Millisecond)
}

// TestEventsAreFollowed: events are printed as they come, until the context ends; a queue gets the records themselves.
func TestEventsAreFollowed(t *testing.T) {
	t.Parallel()
	needsStreams(t)
	dir := filepath.Join(t.TempDir(), "aws")
	l := newHarnessIn(t, dir)
	l.deploys(changing(t))
	l.configure(map[string]string{"stream": "queue"})
	_, err := l.deploy(t.Context())
	require.NoError(t, err)
	assert.Contains(t, l.output("streamQueueUrl"), ".fifo")

	ctx, cancel := context.WithCancel(t.Context())
	reader, writer, err := os.Pipe()
	require.NoError(t, err)
	root := newRoot(fixture.Movies)
	root.SetOut(writer)
	root.SetArgs([]string{"events", "--dir", l.dir, "--follow", "--json"})
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	require.Equal(t, 200, l.ask("PUT", "/bob", movieOf("Alien")).status)
	line := make([]byte, 1<<16)
	n, err := reader.Read(line)
	require.NoError(t, err)
	var record pipes.Record
	require.NoError(t, json.Unmarshal(line[:n], &record))
	assert.Equal(t, "INSERT", record.EventName)
	cancel()
	require.NoError(t, <-done)

	// What is written before the end is delivered, and not again by the next start.
	require.Equal(t, 200, l.ask("PUT", "/bob", movieOf("Brazil")).status)
	require.NoError(t, l.close())
	want := []string{"INSERT bob:  -> Alien", "MODIFY bob: Alien -> Brazil"}
	assert.Equal(t, want, l.happened())
	again := newHarnessIn(t, dir)
	require.Equal(t, 200, again.ask("PUT", "/bob", movieOf("Casablanca")).status)
	again.eventually(append(want, "MODIFY bob: Brazil -> Casablanca"))
	require.NoError(t, again.close())
}

func TestEventsNeedAStream(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	_, err := l.deploy(t.Context())
	require.NoError(t, err)
	root := newRoot(fixture.Movies)
	root.SetArgs([]string{"events", "--dir", l.dir})
	require.ErrorContains(t, root.ExecuteContext(t.Context()), "stack local sends no changes: set where to first, for example: pulumi config set stream eventBus --stack local")
}

// CP-099: dynalite keeps no streams. Not parallel: the variable is the process's.
func TestWithoutStreamsPipesSaySo(t *testing.T) {
	t.Setenv(database.EngineVariable, "dynalite")
	l := newHarness(t)
	l.configure(map[string]string{"stream": "eventBus"})
	_, err := l.deploy(t.Context())
	require.NoError(t, err)
	require.Equal(t, 200, l.ask("PUT", "/bob", movieOf("Alien")).status)
	l.notes("delivers nothing: the database keeps no streams: dynoxide does (DYNAMODB_ENGINE)")
	assert.Empty(t, l.happened())
}
