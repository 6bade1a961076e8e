package dynamodb

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
)

// Scope says in which partition, region and account a table's name is looked up.
type Scope struct{ Partition, Region, Account string }

// globalTable marks the resource of a global table until its ARN is made.
const globalTable = "global-table/"

// ARN is the resource that IAM evaluates the part's action on. DynamoDB takes a table's ARN in place of its name.
func (s Scope) ARN(p Part) string {
	switch {
	case strings.HasPrefix(p.Resource, globalTable): // has no region
		return arn.ARN{Partition: s.Partition, Service: "dynamodb", AccountID: s.Account, Resource: p.Resource}.String()
	case p.Resource != "":
		return p.Resource
	}
	return s.Table(p.Table, p.Index)
}

// Table is the ARN of a table, or of its index when that is not empty. A table that is named by its ARN
// keeps it.
func (s Scope) Table(table, index string) string {
	name := table
	if !strings.HasPrefix(table, "arn:") {
		name = arn.ARN{Partition: s.Partition, Service: "dynamodb", Region: s.Region, AccountID: s.Account, Resource: "table/" + table}.String()
	}
	if index != "" {
		name += "/index/" + index
	}
	return name
}

// TableName is the name in a table's ARN; a name is returned as it is.
func TableName(table string) string {
	parsed, err := arn.Parse(table)
	if err != nil {
		return table
	}
	name, ok := strings.CutPrefix(parsed.Resource, "table/")
	if !ok {
		return table
	}
	name, _, _ = strings.Cut(name, "/")
	return name
}
