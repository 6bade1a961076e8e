package monitor

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	gateway  = "AWS/ApiGateway"
	dynamoDB = "AWS/DynamoDB"
	sqs      = "AWS/SQS"
	pipes    = "AWS/EventBridge/Pipes"
	// throttled counts the requests that the stage answered 429, which API Gateway itself has no metric of.
	throttled = "ThrottledRequests"
	// throttledPercent is how many of all requests may be answered 429, in percent.
	throttledPercent = 5
	// ceilingPercent is how much of a limit of capacity may be used, in percent.
	ceilingPercent = 80
)

// alarm is a threshold on the value of metrics, which is looked at each minute.
type alarm struct {
	name        string // after the API's name
	description string
	threshold   float64 // that is exceeded
	// expression computes the value from metrics, m1 the first of them; empty for the value of the only one.
	expression string
	metrics    []metric
}

type metric struct {
	namespace, name, statistic string
	dimensions                 map[string]string
}

// alarms are all that the API needs. Three of five minutes have to exceed the threshold, so that one
// failed request at night wakes up no one.
func (a Args) alarms() []alarm {
	stage := map[string]string{"ApiName": a.API, "Stage": a.Stage}
	all := []alarm{
		{
			name: "5xx", threshold: float64(a.ErrorPercent) / 100,
			description: fmt.Sprintf("More than %d %% of the requests are answered 5xx", a.ErrorPercent),
			metrics:     []metric{{gateway, "5XXError", "Average", stage}},
		},
		{
			name: "latency", threshold: float64(a.Latency),
			description: fmt.Sprintf("One request of a hundred takes longer than %d ms", a.Latency),
			metrics:     []metric{{gateway, "Latency", "p99", stage}},
		},
		{
			name: "throttled", threshold: throttledPercent, expression: "100 * m1 / m2",
			description: fmt.Sprintf("More than %d %% of the requests are answered 429", throttledPercent),
			metrics:     []metric{{a.API, throttled, "Sum", nil}, {gateway, "Count", "Sum", stage}},
		},
	}
	for _, t := range a.Tables {
		all = append(all, t.alarms()...)
	}
	for _, p := range a.Pipes {
		all = append(all, p.alarm())
	}
	if a.DeadLetters != "" {
		all = append(all, alarm{
			name: "dead-letters", description: "Changes that could not be sent are in the queue " + a.DeadLetters,
			metrics: []metric{{sqs, "ApproximateNumberOfMessagesVisible", "Maximum", map[string]string{"QueueName": a.DeadLetters}}},
		})
	}
	return all
}

// alarm reports a pipe that fails, times out or is throttled, long before its changes are given up. Pipes have no
// metric of how far they are behind
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-monitoring.html).
func (p Pipe) alarm() alarm {
	a := alarm{name: p.Label + "-pipe", expression: "SUM(METRICS())", description: "The pipe " + p.Name + " cannot send changes of its table"}
	for _, name := range []string{"ExecutionFailed", "ExecutionTimeout", "ExecutionThrottled"} {
		a.metrics = append(a.metrics, metric{pipes, name, "Sum", map[string]string{"PipeName": p.Name}})
	}
	return a
}

func (t Table) alarms() []alarm {
	all := []alarm{
		{
			name: t.Label + "-system-errors", expression: "SUM(METRICS())",
			description: "DynamoDB fails on table " + t.Name, metrics: t.eachOperation("SystemErrors"),
		},
		{
			name: t.Label + "-throttled", expression: "SUM(METRICS())",
			description: "DynamoDB throttles requests to table " + t.Name, metrics: t.eachOperation("ThrottledRequests"),
		},
	}
	for _, direction := range []struct {
		name  string
		limit int
	}{{"Read", t.Read}, {"Write", t.Write}} {
		if direction.limit == 0 {
			continue
		}
		consumed := func(subject, name string, dimensions map[string]string) alarm {
			return alarm{
				name: name + "-" + strings.ToLower(direction.name) + "-capacity", threshold: float64(direction.limit) * ceilingPercent / 100,
				expression:  "m1 / PERIOD(m1)",
				description: fmt.Sprintf("%s uses more than %d %% of the %d %s capacity units that it may use in a second", subject, ceilingPercent, direction.limit, strings.ToLower(direction.name)),
				metrics:     []metric{{dynamoDB, "Consumed" + direction.name + "CapacityUnits", "Sum", dimensions}},
			}
		}
		all = append(all, consumed("Table "+t.Name, t.Label, map[string]string{"TableName": t.Name}))
		for _, index := range t.Indexes {
			all = append(all, consumed("Index "+index+" of table "+t.Name, t.Label+"-"+index,
				map[string]string{"TableName": t.Name, "GlobalSecondaryIndexName": index}))
		}
	}
	return all
}

// eachOperation is a metric that DynamoDB reports for each operation on a table
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html).
func (t Table) eachOperation(name string) []metric {
	var all []metric
	for _, operation := range t.Operations {
		all = append(all, metric{dynamoDB, name, "Sum", map[string]string{"TableName": t.Name, "Operation": operation}})
	}
	return all
}

func newAlarms(ctx *pulumi.Context, name string, args Args, topic pulumi.StringInput) error {
	if _, err := cloudwatch.NewLogMetricFilter(ctx, name+"-throttled", &cloudwatch.LogMetricFilterArgs{
		Name: pulumi.String("throttled"), LogGroupName: args.AccessLog.Name, Pattern: pulumi.String(`{ $.status = "429" }`),
		MetricTransformation: cloudwatch.LogMetricFilterMetricTransformationArgs{
			Namespace: pulumi.String(args.API), Name: pulumi.String(throttled),
			Value: pulumi.String("1"), DefaultValue: pulumi.String("0"), Unit: pulumi.String("Count"),
		},
	}, pulumi.Parent(args.Parent)); err != nil {
		return err
	}
	for _, a := range args.alarms() {
		alarm := &cloudwatch.MetricAlarmArgs{
			Name: pulumi.String(args.API + "-" + a.name), AlarmDescription: pulumi.String(a.description),
			ComparisonOperator: pulumi.String("GreaterThanThreshold"), Threshold: pulumi.Float64(a.threshold),
			EvaluationPeriods: pulumi.Int(5), DatapointsToAlarm: pulumi.Int(3),
			// No requests, no data: that is not a reason for an alarm.
			TreatMissingData: pulumi.String("notBreaching"),
			AlarmActions:     pulumi.Array{topic}, OkActions: pulumi.Array{topic},
			Tags: args.Tags,
		}
		a.watch(alarm)
		if _, err := cloudwatch.NewMetricAlarm(ctx, name+"-"+a.name, alarm, pulumi.Parent(args.Parent)); err != nil {
			return err
		}
	}
	return nil
}

// watch sets what the alarm's value is: a metric, or an expression of several.
func (a alarm) watch(args *cloudwatch.MetricAlarmArgs) {
	if a.expression == "" {
		m := a.metrics[0]
		args.Namespace, args.MetricName, args.Period = pulumi.String(m.namespace), pulumi.String(m.name), pulumi.Int(60)
		args.Dimensions = pulumi.ToStringMap(m.dimensions)
		if strings.HasPrefix(m.statistic, "p") {
			// A percentile of a handful of requests says nothing.
			args.ExtendedStatistic, args.EvaluateLowSampleCountPercentiles = pulumi.String(m.statistic), pulumi.String("ignore")
		} else {
			args.Statistic = pulumi.String(m.statistic)
		}
		return
	}
	queries := cloudwatch.MetricAlarmMetricQueryArray{cloudwatch.MetricAlarmMetricQueryArgs{
		Id: pulumi.String("value"), Expression: pulumi.String(a.expression), Label: pulumi.String(a.name), ReturnData: pulumi.Bool(true),
	}}
	for i, m := range a.metrics {
		queries = append(queries, cloudwatch.MetricAlarmMetricQueryArgs{
			Id: pulumi.String(fmt.Sprintf("m%d", i+1)),
			Metric: cloudwatch.MetricAlarmMetricQueryMetricArgs{
				Namespace: pulumi.String(m.namespace), MetricName: pulumi.String(m.name), Stat: pulumi.String(m.statistic),
				Period: pulumi.Int(60), Dimensions: pulumi.ToStringMap(m.dimensions),
			},
		})
	}
	args.MetricQueries = queries
}
