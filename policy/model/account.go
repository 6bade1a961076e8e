package model

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"lambdaless/policy/graph"
)

// Account is the twelve digits of the account that the stack deploys to. It is empty when nothing in
// the stack says so. Where some resource exists already, its ARN says it; before the first deployment
// the account is the one that most of the tables' ARNs in the roles' documents name, since a key may
// well be another account's; without any, most of all their ARNs; and where the roles' documents are not
// known yet, the account of the tables in the policies of tables.
func (m *Model) Account() string { return m.account }

var (
	accountInARN   = regexp.MustCompile(`arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):`)
	accountOfTable = regexp.MustCompile(`arn:[a-z-]+:dynamodb:[a-z0-9-]*:(\d{12}):table/`)
)

func (m *Model) findAccount() string {
	count := map[string]int{}
	for _, n := range m.Graph.Nodes {
		if !strings.HasPrefix(n.Type, "aws:") {
			continue
		}
		if arn, ok := n.Outputs.At("arn").Text(); ok && n.Inputs.At("arn").Absent() {
			countAccounts(count, accountInARN, arn)
		}
	}
	for _, kind := range []*regexp.Regexp{accountOfTable, accountInARN} {
		if len(count) > 0 {
			break
		}
		for _, r := range m.Roles {
			for _, d := range r.Identity {
				countAccounts(count, kind, d.Text)
			}
		}
	}
	if len(count) == 0 {
		for _, d := range m.ResourcePolicies {
			if d.Of != nil && d.Of.Type == graph.Table {
				countAccounts(count, accountOfTable, d.Text)
			}
		}
	}
	return most(count)
}

func countAccounts(count map[string]int, kind *regexp.Regexp, text string) {
	for _, match := range kind.FindAllStringSubmatch(text, -1) {
		count[match[1]]++
	}
}

// most is what was counted most often, the smaller one of equals.
func most(count map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
}

// RoleARN is the role's ARN, computed from its name while it is not known. It is empty when that
// cannot be determined.
func (m *Model) RoleARN(r *Role, partition string) string {
	if arn, ok := r.Node.Outputs.At("arn").Text(); ok {
		return arn
	}
	name, ok := r.Node.Either("name").Text()
	if !ok || m.account == "" || partition == "" {
		return ""
	}
	return "arn:" + partition + ":iam::" + m.account + ":role" + pathOf(r.Node) + name
}

func pathOf(n *graph.Node) string { return n.In("path").TextOr("/") }
