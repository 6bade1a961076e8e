package monitor

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// rowsOfDashboard keeps a dashboard below the 500 widgets that CloudWatch allows
// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html).
const rowsOfDashboard = 150

// newDashboards registers a dashboard, and further ones where the API has more methods than one can show.
func newDashboards(ctx *pulumi.Context, name string, args Args) error {
	for i, body := range args.dashboards() {
		suffix := ""
		if i > 0 {
			suffix = fmt.Sprintf("-%d", i+1)
		}
		if _, err := cloudwatch.NewDashboard(ctx, name+"-dashboard"+suffix, &cloudwatch.DashboardArgs{
			DashboardName: pulumi.String(plain(args.API) + suffix), DashboardBody: pulumi.String(body),
		}, pulumi.Parent(args.Parent)); err != nil {
			return err
		}
	}
	return nil
}

// dashboards are the bodies: a row for the stage, one for each table and one for each method.
func (a Args) dashboards() []string {
	stage := []any{"ApiName", a.API, "Stage", a.Stage}
	rows := [][]widget{a.requests("All methods", stage)}
	for _, t := range a.Tables {
		rows = append(rows, a.table(t))
	}
	for _, m := range a.Methods {
		if m.Metrics {
			rows = append(rows, a.requests(m.Verb+" "+m.Path, []any{"ApiName", a.API, "Method", m.Verb, "Resource", m.Path, "Stage", a.Stage}))
		}
	}
	var bodies []string
	for page := range slices.Chunk(rows, rowsOfDashboard) {
		var widgets []widget
		for y, row := range page {
			for x, w := range row {
				w.X, w.Y, w.Width, w.Height = x*width, y*height, width, height
				widgets = append(widgets, w)
			}
		}
		body, err := json.Marshal(map[string]any{"widgets": widgets})
		if err != nil {
			panic(err) // texts and numbers alone
		}
		bodies = append(bodies, string(body))
	}
	return bodies
}

// A dashboard is 24 units wide: three widgets in a row.
const width, height = 8, 6

// widget is a graph
// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html).
type widget struct {
	Type       string         `json:"type"`
	X          int            `json:"x"`
	Y          int            `json:"y"`
	Width      int            `json:"width"`
	Height     int            `json:"height"`
	Properties map[string]any `json:"properties"`
}

func (a Args) graph(title string, metrics ...[]any) widget {
	return widget{Type: "metric", Properties: map[string]any{
		"title": title, "region": a.Region, "view": "timeSeries", "period": 60, "metrics": metrics,
	}}
}

// series is one line of a graph.
func series(namespace, name, statistic string, dimensions []any) []any {
	return append(append([]any{namespace, name}, dimensions...), map[string]any{"stat": statistic})
}

func (a Args) requests(subject string, dimensions []any) []widget {
	return []widget{
		a.graph(subject+": requests", series(gateway, "Count", "Sum", dimensions)),
		a.graph(subject+": errors", series(gateway, "4XXError", "Sum", dimensions), series(gateway, "5XXError", "Sum", dimensions)),
		a.graph(subject+": latency in ms", series(gateway, "Latency", "p50", dimensions), series(gateway, "Latency", "p99", dimensions),
			series(gateway, "IntegrationLatency", "p99", dimensions)),
	}
}

func (a Args) table(t Table) []widget {
	of := []any{"TableName", t.Name}
	capacity := func(direction string) [][]any {
		lines := [][]any{series(dynamoDB, "Consumed"+direction+"CapacityUnits", "Sum", of)}
		for _, index := range t.Indexes {
			lines = append(lines, series(dynamoDB, "Consumed"+direction+"CapacityUnits", "Sum", []any{"TableName", t.Name, "GlobalSecondaryIndexName", index}))
		}
		return lines
	}
	var trouble [][]any
	for _, operation := range t.Operations {
		each := []any{"TableName", t.Name, "Operation", operation}
		trouble = append(trouble, series(dynamoDB, "ThrottledRequests", "Sum", each), series(dynamoDB, "SystemErrors", "Sum", each))
	}
	return []widget{
		a.graph("Table "+t.Name+": read capacity units per minute", capacity("Read")...),
		a.graph("Table "+t.Name+": write capacity units per minute", capacity("Write")...),
		a.graph("Table "+t.Name+": throttled requests and system errors", trouble...),
	}
}
