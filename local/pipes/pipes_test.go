package pipes

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/controlplane"
)

// GW-161: an engine's record becomes what AWS has.
func TestRecordsAreTranslated(t *testing.T) {
	t.Parallel()
	var r record
	require.NoError(t, json.Unmarshal([]byte(`{"eventID":"1","eventName":"REMOVE","awsRegion":"dynoxide","dynamodb":{"Keys":{"n":{"S":"a"}},"OldImage":{"n":{"S":"a"}},"SequenceNumber":"7","SizeBytes":4,
		"StreamViewType":"NEW_AND_OLD_IMAGES","ApproximateCreationDateTime":1795970766.0}}`), &r))
	table := controlplane.Table{Region: "eu-west-1", StreamARN: "arn:aws:dynamodb:eu-west-1:000000000000:table/movies/stream/2026"}
	got, err := json.Marshal(translate(r, table, true))
	require.NoError(t, err)
	assert.JSONEq(t, `{"eventID":"`+translate(r, table, false).EventID+`","eventName":"REMOVE","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-west-1",
		"dynamodb":{"Keys":{"n":{"S":"a"}},"OldImage":{"n":{"S":"a"}},"SequenceNumber":"000000000000000000007","SizeBytes":4,"StreamViewType":"NEW_AND_OLD_IMAGES","ApproximateCreationDateTime":1795970766.0},
		"userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"eventSourceARN":"arn:aws:dynamodb:eu-west-1:000000000000:table/movies/stream/2026"}`, string(got))
	assert.Len(t, translate(r, table, false).EventID, 32)
	assert.Nil(t, translate(r, table, false).UserIdentity)
	r.Change.SequenceNumber = "8"
	assert.NotEqual(t, translate(r, table, false).EventID, translate(record{EventName: "REMOVE"}, table, false).EventID)
}

func TestWritesThatChangeNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		event, before, after string
		want                 bool
	}{
		"the same":                  {"MODIFY", `{"a":{"S":"x"},"b":{"N":"1"}}`, `{"b":{"N":"1"},"a":{"S":"x"}}`, true},
		"another value":             {"MODIFY", `{"a":{"S":"x"}}`, `{"a":{"S":"y"}}`, false},
		"a number of many digits":   {"MODIFY", `{"a":{"N":"12345678901234567890"}}`, `{"a":{"N":"12345678901234567891"}}`, false},
		"a view without old images": {"MODIFY", ``, `{"a":{"S":"x"}}`, false},
		"an item that comes":        {"INSERT", ``, `{"a":{"S":"x"}}`, false},
	} {
		r := record{EventName: test.event}
		if test.before != "" {
			r.Change.OldImage = json.RawMessage(test.before)
		}
		r.Change.NewImage = json.RawMessage(test.after)
		assert.Equal(t, test.want, r.changesNothing(), name)
	}
}

func TestPipesThatDoNotRun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		properties map[string]any
		want       string
	}{
		"a wrong filter":       {map[string]any{"sourceParameters": map[string]any{"filterCriteria": map[string]any{"filters": []any{map[string]any{"pattern": "{"}}}}}, "its filter: the pattern is not JSON"},
		"an enrichment":        {map[string]any{"enrichment": "arn:aws:lambda:us-east-1:000000000000:function:f"}, "its enrichment arn:aws:lambda:us-east-1:000000000000:function:f does not run locally"},
		"an input template":    {map[string]any{"targetParameters": map[string]any{"inputTemplate": "{}"}}, "its inputTemplate does not run locally"},
		"a property of a kind": {map[string]any{"source": 1}, "reading its properties"},
	} {
		_, err := readPipe(controlplane.Kept{Properties: test.properties})
		require.ErrorContains(t, err, test.want, name)
	}
	p, err := readPipe(controlplane.Kept{Region: "us-east-1", Properties: map[string]any{"source": "arn:aws:sqs:us-east-1:000000000000:q"}})
	require.NoError(t, err)
	assert.False(t, p.fromTable())
	assert.Equal(t, -1, p.retries(), "for as long as it takes")
}

func TestOneOfSeveralFiltersIsEnough(t *testing.T) {
	t.Parallel()
	filters := []any{map[string]any{"pattern": `{"eventName":["INSERT"]}`}, map[string]any{"pattern": `{"eventName":["REMOVE"]}`}}
	p, err := readPipe(controlplane.Kept{Properties: map[string]any{"sourceParameters": map[string]any{"filterCriteria": map[string]any{"filters": filters}}}})
	require.NoError(t, err)
	for event, want := range map[string]bool{"INSERT": true, "REMOVE": true, "MODIFY": false} {
		passes, err := p.passes([]byte(`{"eventName":"` + event + `"}`))
		require.NoError(t, err)
		assert.Equal(t, want, passes, event)
	}
}

func TestEventsAreReadAsTheyCome(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := Follow(dir)
	next := func() (targets []string) {
		all, err := f.Next()
		require.NoError(t, err)
		for _, d := range all {
			targets = append(targets, d.Target)
		}
		return targets
	}
	assert.Empty(t, next(), "there is no file yet")
	require.NoError(t, deliver(dir, Delivery{Target: "a", Event: json.RawMessage(`{}`)}))
	require.NoError(t, deliver(dir, Delivery{Target: "b", Event: json.RawMessage(`{}`)}))
	assert.Equal(t, []string{"a", "b"}, next())
	assert.Empty(t, next())

	file, err := os.OpenFile(EventsFile(dir), os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = file.WriteString(`{"target":"c",`)
	require.NoError(t, err)
	assert.Empty(t, next(), "half a line waits")
	_, err = file.WriteString("\"event\":{}}\n")
	require.NoError(t, err)
	require.NoError(t, file.Close())
	assert.Equal(t, []string{"c"}, next())

	require.NoError(t, os.Remove(EventsFile(dir)))
	require.NoError(t, deliver(dir, Delivery{Target: "d", Event: json.RawMessage(`{}`)}))
	assert.Equal(t, []string{"d"}, next(), "the file is another one")
	require.NoError(t, os.WriteFile(EventsFile(dir), []byte("nonsense\n"), 0o600))
	f = Follow(dir)
	_, err = f.Next()
	require.ErrorContains(t, err, "a line that is not an event")
}

func TestWhatPipesHaveDeliveredIsKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := readState(dir)
	require.NoError(t, err)
	s.Positions["p"], s.Problems["q"] = "7", "why"
	require.NoError(t, s.write(dir))
	again, err := readState(dir)
	require.NoError(t, err)
	assert.Equal(t, s, again)
	problems, err := Problems(dir)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"q": "why"}, problems)
	require.NoError(t, os.WriteFile(stateFile(dir), []byte("{"), 0o600))
	_, err = readState(dir)
	require.ErrorContains(t, err, "pipes.json, and they start again from the beginning")
}
