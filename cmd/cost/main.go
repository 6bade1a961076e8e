// Command cost writes docs/cost.md: what a million requests cost, beside the same API with a Lambda
// function in between.
//
//	go run ./cmd/cost >docs/cost.md
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// pricesOf is the month of the list prices below.
const pricesOf = "November 2025"

// List prices in US dollars, us-east-1, first tier, without the free tier.
// https://aws.amazon.com/api-gateway/pricing/, https://aws.amazon.com/dynamodb/pricing/on-demand/,
// https://aws.amazon.com/lambda/pricing/, https://aws.amazon.com/cloudwatch/pricing/, https://aws.amazon.com/route53/pricing/.
// Replicated writes cost what writes cost, and writes of indexes cost it in each region
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/global-tables-billing.html). betweenRegions is
// not from AWS's pages but from tables that others have made of its price list.
const (
	restRequests   = 3.50         // a million REST API requests
	readUnits      = 0.125        // a million on-demand read request units
	writeUnits     = 0.625        // a million on-demand write request units
	replicaUnits   = 0.625        // a million replicated write request units of a global table, in each region
	lambdaRequests = 0.20         // a million invocations
	lambdaSecond   = 0.0000133334 // a GB-second on arm64
	logGigabyte    = 0.50         // a gigabyte ingested by CloudWatch Logs
	smallestCache  = 0.02         // an hour of a stage's cache of 0.5 GB
	largestCache   = 3.80         // and of 237 GB
	healthCheck    = 0.50         // a month of a health check of an endpoint on AWS; an account's first 50 are free
	healthCheckTLS = 1.00         // a month of the option HTTPS, never free
	betweenRegions = 0.02         // a gigabyte from us-east-1 to most regions; to us-east-2 half of it
)

// workload describes a million requests. The defaults are those of the shipped API.
type workload struct {
	Reads         float64 // share of requests that read
	ItemKilobytes float64 // size of an item, rounded up to whole units
	LogBytes      float64 // of an access log line
	LambdaMemory  float64 // gigabytes
	LambdaTime    float64 // seconds per invocation
	LambdaLog     float64 // bytes that an invocation logs: START, END and REPORT lines at least
}

var shipped = workload{Reads: 0.8, ItemKilobytes: 1, LogBytes: 400, LambdaMemory: 0.128, LambdaTime: 0.015, LambdaLog: 350}

// line is a row of the comparison, in dollars per million requests.
type line struct {
	What           string
	Direct, Lambda float64
}

func compare(w workload) []line {
	const million = 1e6
	// An eventually consistent read costs half a unit for each 4 KB, a write one unit for each KB.
	database := w.Reads*readUnits*0.5*ceil(w.ItemKilobytes/4) + (1-w.Reads)*writeUnits*ceil(w.ItemKilobytes)
	gigabytes := func(bytes float64) float64 { return bytes * million / 1e9 }
	access := gigabytes(w.LogBytes) * logGigabyte
	return []line{
		{"API Gateway requests", restRequests, restRequests},
		{"DynamoDB on demand", database, database},
		{"access log", access, access},
		{"Lambda invocations", 0, lambdaRequests},
		{"Lambda compute", 0, million * w.LambdaMemory * w.LambdaTime * lambdaSecond},
		{"Lambda log", 0, gigabytes(w.LambdaLog) * logGigabyte},
	}
}

// furtherRegion is what a million requests cost more where their writes are replicated to a region.
func furtherRegion(w workload) float64 { return (1 - w.Reads) * replicaUnits * ceil(w.ItemKilobytes) }

func ceil(units float64) float64 {
	whole := float64(int(units))
	if whole < units {
		whole++
	}
	return whole
}

func write(out io.Writer, w workload) error {
	var text strings.Builder
	fmt.Fprintf(&text, `# Cost

What a million requests cost, in US dollars, at the list prices of %s in us-east-1 (first tier, without the free tier), beside the same API
with a Lambda function between API Gateway and DynamoDB. Written by `+"`go run ./cmd/cost >docs/cost.md`"+`; the prices and their sources stand
in [cmd/cost/main.go](../cmd/cost/main.go).

Assumed: %.0f %% eventually consistent reads, items of up to %.0f KB, %.0f bytes of access log per request; for Lambda %.0f MB on arm64, %.0f ms per
invocation and %.0f bytes of its own log.

| per million requests | direct | with Lambda |
| --- | ---: | ---: |
`, pricesOf, w.Reads*100, w.ItemKilobytes, w.LogBytes, w.LambdaMemory*1000, w.LambdaTime*1000, w.LambdaLog)
	var direct, lambda float64
	for _, l := range compare(w) {
		direct, lambda = direct+l.Direct, lambda+l.Lambda
		fmt.Fprintf(&text, "| %s | %.2f | %.2f |\n", l.What, l.Direct, l.Lambda)
	}
	fmt.Fprintf(&text, "| **total** | **%.2f** | **%.2f** |\n", direct, lambda)
	fmt.Fprintf(&text, `
The API Gateway request is most of it either way: without Lambda a million requests cost %.0f %% less. What is saved beyond the bill is the cold
start and a function to maintain. A REST API costs more per request than an HTTP API, which has no direct integration with DynamoDB's data plane
and no mapping templates.

A cache of the stage (`+"`cacheSize`"+`) costs by the hour, used or not, and is not part of the free tier: %.2f for 0.5 GB, %.2f a month, to %.2f for 237 GB. An
answer from it saves the DynamoDB request; the API Gateway request costs the same.

In several [regions](regions.md) every write is charged in each of them, as a replicated write unit for each KB at the price of a write unit: %.3f more for a
million requests and each further region. So is every write of an index. The items travel once to each region, for about %.2f a GB from us-east-1 to most others (AWS has
a price for each pair of regions; this one was taken from others' tables). A region's health check is %.2f a month, and %.2f more once the account has over 50 of them.

Not counted: storage, data transfer, WAF, detailed metrics (one set per method), X-Ray traces.
`, (lambda-direct)/lambda*100, smallestCache, smallestCache*730, largestCache, furtherRegion(w), betweenRegions, healthCheckTLS, healthCheck)
	_, err := io.WriteString(out, text.String())
	return err
}

func main() {
	if err := write(os.Stdout, shipped); err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(1)
	}
}
