package main

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"lambdaless/internal/capability"
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// A program that puts table.arn or another output into a policy document, by apply, jsonStringify or
// aws.iam.GetPolicyDocument, makes the whole document unknown at a first preview.
func TestUnknownDocumentsAreReportedOnceEach(t *testing.T) {
	t.Parallel()
	const tableARN = "arn:aws:dynamodb:REGION:ACCOUNT:table/NAME"
	prod := underAWSKey(t)
	table := attacked{t, prod}.of(graph.Table, "").URN
	added := func(kind string) func(a attacked) []string {
		return func(a attacked) []string { return []string{a.add(kind, "more", map[string]any{}).URN} }
	}
	onTable := func(attacked) []string { return []string{table} }
	for name, c := range map[string]struct {
		documents string // part of the names of the inline policies that are unknown
		of        func(a attacked) []string
		change    func(a attacked)
		fix       string
	}{
		"every document, of the table":                      {"", onTable, nil, tableARN},
		"every document, of the table, which has no policy": {"", onTable, func(a attacked) { a.drop(graph.TableResourcePolicy, "") }, tableARN},
		"one document, of the table":                        {"movies-get", onTable, nil, tableARN},
		"one document, of a queue":                          {"movies-get", added("aws:sqs/queue:Queue"), nil, "arn:aws:sqs:REGION:ACCOUNT:NAME"},
		"one document, of a bucket":                         {"movies-get", added("aws:s3/bucketV2:BucketV2"), nil, "arn:aws:s3:::NAME"},
		"one document, of a log group":                      {"movies-get", added(graph.LogGroup), nil, "arn:aws:logs:REGION:ACCOUNT:log-group:NAME"},
		"one document, of a key, whose id cannot be known":  {"movies-get", added(graph.Key), nil, "make the value known at preview"},
		"one document, of the table and a bucket": {"movies-get", func(a attacked) []string {
			return append(added("aws:s3/bucketV2:BucketV2")(a), table)
		}, nil, "make the value known at preview"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := prod.Clone()
			a := attacked{t, stack}
			if c.change != nil {
				c.change(a)
			}
			because, unknown := c.of(a), 0
			for _, n := range a.Resources {
				if n.Type == graph.RolePolicy && strings.Contains(n.Name, c.documents) {
					unknown++
					n.Inputs["policy"] = resource.MakeComputed(resource.NewProperty(""))
					n.Outputs["policy"], n.PropertyDependencies["policy"] = n.Inputs["policy"], because
				}
			}
			findings, matrix := judged(stack)
			reported := map[string]bool{}
			for _, f := range findings {
				if f.Level == rule.Advisory {
					continue // such as the tags of a resource that was added
				}
				assert.Equal(t, capability.Undecided, f.Verdict, f.Text())
				assert.Contains(t, f.Text(), "fix: ")
				assert.Contains(t, f.Fix, c.fix)
				assert.False(t, reported[f.URN()], "a second finding: %s", f.Text())
				reported[f.URN()] = true
			}
			assert.Len(t, reported, unknown)
			assert.False(t, matrix.Proven())
		})
	}
}
