package infra

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAlarmsWatchTheStageAndEveryTable(t *testing.T) {
	t.Parallel()
	r := deployShop(t, map[string]string{
		"lambdaless:alarms": "true", "lambdaless:alarmEmails": `["a@example.com","b@example.com"]`,
		"lambdaless:onDemandThroughput": `{"maxReadRequestUnits":100}`, "lambdaless:alarmLatency": "500", "lambdaless:alarmErrorPercent": "2",
	})
	thresholds := map[string]float64{}
	for _, alarm := range r.OfType("metricAlarm:MetricAlarm") {
		name := strings.TrimPrefix(alarm.Text("name"), "lambdaless-test-shop-")
		thresholds[name] = alarm.Inputs["threshold"].NumberValue()
		assert.Equal(t, "notBreaching", alarm.Text("treatMissingData"), name)
		assert.Len(t, alarm.Inputs["alarmActions"].ArrayValue(), 1, name)
		assert.Equal(t, alarm.Inputs["alarmActions"], alarm.Inputs["okActions"], name)
		hasMetric, hasQueries := alarm.Inputs["metricName"].HasValue(), alarm.Inputs["metricQueries"].HasValue()
		assert.NotEqual(t, hasMetric, hasQueries, "%s: an alarm has a metric or queries", name)
	}
	assert.Equal(t, map[string]float64{
		"5xx": 0.02, "latency": 500, "throttled": 5,
		"orders-system-errors": 0, "orders-throttled": 0,
		"orders-read-capacity": 80, "orders-by-customer-read-capacity": 80,
		"customers-system-errors": 0, "customers-throttled": 0,
		"customers-read-capacity": 80,
	}, thresholds)
	assert.Len(t, r.OfType("topicSubscription:TopicSubscription"), 2)
	filter := r.One(t, "logMetricFilter:LogMetricFilter", "shop-monitoring-throttled")
	assert.Equal(t, `{ $.status = "429" }`, filter.Text("pattern"))
	assert.Empty(t, r.OfType("dashboard:Dashboard"))
}

// TestEveryAlarmIsDocumented holds the table of docs/configuration.md to the alarms of a stack that has all of them.
func TestEveryAlarmIsDocumented(t *testing.T) {
	t.Parallel()
	r := deployShop(t, map[string]string{
		"lambdaless:alarms": "true", "lambdaless:stream": "queue", "lambdaless:onDemandThroughput": `{"maxReadRequestUnits":100,"maxWriteRequestUnits":100}`,
	})
	text, err := os.ReadFile("../docs/configuration.md")
	require.NoError(t, err)
	_, section, _ := strings.Cut(string(text), "\n## Alarms and dashboard\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var missing []string
	for _, alarm := range r.OfType("metricAlarm:MetricAlarm") {
		name := strings.TrimPrefix(alarm.Text("name"), "lambdaless-test-shop-")
		for _, table := range []string{"orders-by-customer-", "orders-", "customers-"} {
			if rest, ok := strings.CutPrefix(name, table); ok {
				name = "<table>-" + rest
				break
			}
		}
		short := strings.TrimPrefix(name, "<table>") // a second one in a row, as `-write-capacity` behind `<table>-read-capacity`
		if !strings.Contains(section, "`"+name+"`") && !strings.Contains(section, "`"+short+"`") {
			missing = append(missing, name)
		}
	}
	assert.Empty(t, missing, "a row for each under \"Alarms and dashboard\" in docs/configuration.md")
}

func TestAlarmsWatchWhatSendsChanges(t *testing.T) {
	t.Parallel()
	r := deployShop(t, map[string]string{"lambdaless:alarms": "true", "lambdaless:stream": "queue", "lambdaless:streamTables": `["orders"]`})
	dead := r.One(t, "metricAlarm:MetricAlarm", "shop-monitoring-dead-letters")
	assert.Equal(t, "AWS/SQS", dead.Text("namespace"))
	assert.Equal(t, "ApproximateNumberOfMessagesVisible", dead.Text("metricName"))
	assert.Equal(t, "Maximum", dead.Text("statistic"))
	assert.Zero(t, dead.Inputs["threshold"].NumberValue())
	queue := r.One(t, "queue:Queue", "shop-stream-dead-letters")
	assert.Equal(t, map[string]any{"QueueName": queue.Text("name")}, dead.Inputs["dimensions"].Mappable())
	var failures []string
	for _, q := range r.One(t, "metricAlarm:MetricAlarm", "shop-monitoring-orders-pipe").Inputs["metricQueries"].ArrayValue()[1:] {
		m := q.ObjectValue()["metric"].ObjectValue()
		assert.Equal(t, r.OfType("pipe:Pipe")[0].Text("name"), m["dimensions"].ObjectValue()["PipeName"].StringValue())
		failures = append(failures, m["namespace"].StringValue()+" "+m["metricName"].StringValue())
	}
	assert.Equal(t, []string{"AWS/EventBridge/Pipes ExecutionFailed", "AWS/EventBridge/Pipes ExecutionTimeout", "AWS/EventBridge/Pipes ExecutionThrottled"}, failures)
	for _, alarm := range r.OfType("metricAlarm:MetricAlarm") {
		assert.NotContains(t, alarm.Name, "customers-pipe", "its changes are not sent")
	}
}

func TestAlarmsTellATopicThatExists(t *testing.T) {
	t.Parallel()
	const topic = "arn:aws:sns:us-east-1:111122223333:pager"
	r := deployShop(t, map[string]string{"lambdaless:alarms": "true", "lambdaless:alarmTopicArn": topic})
	assert.Empty(t, r.OfType("sns/topic:Topic"))
	assert.Equal(t, topic, r.One(t, "metricAlarm:MetricAlarm", "shop-monitoring-5xx").Inputs["alarmActions"].ArrayValue()[0].StringValue())
}

func TestNothingIsWatchedByDefault(t *testing.T) {
	t.Parallel()
	r := deployShop(t, nil)
	for _, kind := range []string{"metricAlarm", "dashboard:", "sns/", "logMetricFilter"} {
		assert.Empty(t, r.OfType(kind), kind)
	}
}

func TestDashboardHasARowForEachMethod(t *testing.T) {
	t.Parallel()
	r := deployShop(t, map[string]string{"lambdaless:dashboard": "true"})
	board := r.One(t, "dashboard:Dashboard", "shop-monitoring-dashboard")
	assert.Equal(t, "lambdaless-test-shop", board.Text("dashboardName"))
	titles, widgets := widgetsOf(t, board.Text("dashboardBody"))
	for _, e := range shop().Endpoints {
		assert.Contains(t, titles, e.Method+" "+e.Path+": latency in ms")
	}
	assert.Contains(t, titles, "Table lambdaless-test-orders: throttled requests and system errors")
	places := map[string]bool{}
	for _, w := range widgets {
		place := fmt.Sprint(w["x"], w["y"])
		assert.False(t, places[place], "two widgets at %s", place)
		places[place] = true
	}

	without := deployShop(t, map[string]string{"lambdaless:dashboard": "true", "lambdaless:metrics": "false"})
	titles, _ = widgetsOf(t, without.One(t, "dashboard:Dashboard", "shop-monitoring-dashboard").Text("dashboardBody"))
	assert.Contains(t, titles, "All methods: requests")
	assert.False(t, slices.ContainsFunc(titles, func(s string) bool { return strings.HasPrefix(s, "GET ") }), "methods report no metrics")
}

func widgetsOf(t *testing.T, body string) (titles []string, widgets []map[string]any) {
	t.Helper()
	var board struct{ Widgets []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(body), &board))
	for _, w := range board.Widgets {
		titles = append(titles, w["properties"].(map[string]any)["title"].(string))
	}
	return titles, board.Widgets
}
