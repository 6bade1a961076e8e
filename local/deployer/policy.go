// Package deployer works out the IAM policy of the role that deploys a stack, from the types of the resources that the
// program registers.
package deployer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Stack is what a policy is for.
type Stack struct {
	Project, Name string
	Region        string
	Table         string // what tableName says, empty for a computed name
	// PrimaryStack and PrimaryRegion are where the tables are whose replicas the stack has, empty for tables of its own.
	PrimaryStack, PrimaryRegion string
	Key                         string   // the ARN of the tables' KMS key, if they have one that the stack does not make
	Existing                    []string // the names of tables that are made elsewhere
	Types                       []string // of its resources and components: "aws:iam/role:Role"
}

type statement struct {
	Sid       string
	Effect    string
	Action    []string
	Resource  []string
	Condition map[string]map[string]string `json:",omitempty"`
}

// Policy is the document, JSON that is indented. It names no account: attached to a role, it is of the role's own.
// It fails for a type whose rights are not known.
func Policy(s Stack) (string, error) {
	needed := slices.Clone(lookUps)
	if s.Key != "" {
		needed = append(needed, right{sid: "TableKey", resources: []string{s.Key}, actions: []string{"kms:DescribeKey", "kms:CreateGrant"}})
	}
	for _, table := range s.Existing {
		needed = append(needed, right{sid: "ExistingTables", resources: []string{"arn:{partition}:dynamodb:{region}:*:table/" + table}, actions: []string{
			"dynamodb:DescribeTable", "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource",
		}})
	}
	for _, kind := range slices.Compact(slices.Sorted(slices.Values(s.Types))) {
		short, ours := strings.CutPrefix(kind, "aws:")
		if !ours {
			needed = append(needed, componentRights[kind]...)
			continue
		}
		known := slices.Concat(rights[short], dataRights[short])
		if known == nil {
			return "", fmt.Errorf("what it takes to deploy a resource of type %s is not known: add it to the rights in local/deployer", kind)
		}
		needed = append(needed, known...)
	}
	bySid := map[string]*statement{}
	for _, r := range needed {
		st := bySid[r.sid]
		if st == nil {
			st = &statement{Sid: r.sid, Effect: "Allow"}
			bySid[r.sid] = st
		}
		st.Action = append(st.Action, r.actions...)
		for _, resource := range r.resources {
			if filled := s.fill(resource); filled != "" {
				st.Resource = append(st.Resource, filled)
			}
		}
		if r.passed != "" {
			st.Condition = map[string]map[string]string{"StringEquals": {"iam:PassedToService": r.passed}}
		}
	}
	document := struct {
		Version   string
		Statement []statement
	}{Version: "2012-10-17"}
	for _, sid := range slices.Sorted(maps.Keys(bySid)) {
		st := bySid[sid]
		st.Action = slices.Compact(slices.Sorted(slices.Values(st.Action)))
		st.Resource = slices.Compact(slices.Sorted(slices.Values(st.Resource)))
		document.Statement = append(document.Statement, *st)
	}
	text, err := json.MarshalIndent(document, "", "  ")
	return string(text) + "\n", err
}

// fill puts names in place of the marks. It is empty for a table that has no other name, and for one in the primary
// region of a stack that has none.
func (s Stack) fill(resource string) string {
	if s.Table == "" && strings.Contains(resource, "{table}") || s.PrimaryRegion == "" && strings.Contains(resource, "{primary}") {
		return ""
	}
	return strings.NewReplacer(
		"{partition}", partition(s.Region), "{region}", s.Region, "{primary}", s.PrimaryRegion, "{prefix}", s.Project+"-"+s.Name,
		"{tables}", s.Project+"-"+cmp.Or(s.PrimaryStack, s.Name), "{table}", s.Table,
	).Replace(resource)
}

// partition is the partition of a region.
func partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	default:
		return "aws"
	}
}

// word makes a service's name a part of a statement's.
func word(service string) string {
	name, _, _ := strings.Cut(service, ".")
	return strings.ToUpper(name[:1]) + name[1:]
}

// Types are the types whose rights are known, sorted.
func Types() []string {
	var types []string
	for _, known := range []map[string][]right{rights, dataRights} {
		for kind := range known {
			types = append(types, "aws:"+kind)
		}
	}
	slices.Sort(types)
	return types
}
