package facts

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// Assets are what the proof protects: the tables that methods use, the keys of these tables, the roles
// that API Gateway assumes, and the APIs.
type Assets struct {
	// Tables are ARNs, with those of a stream and an index, by the table's node. Keys and Roles are ARNs.
	Tables map[*graph.Node][]string
	Keys   []string
	Roles  []string
	// APIs are ARNs of the APIs, of their integrations, stages and deployments, as permissions on API Gateway name them.
	APIs []string
}

type assetsKey struct{}

// AssetsOf are the assets of the stack.
func AssetsOf(in *rule.Context) *Assets {
	return rule.Once(in, assetsKey{}, func() *Assets {
		a := &Assets{Tables: map[*graph.Node][]string{}}
		for _, i := range in.Integrations() {
			needs := NeedsOf(in, i)
			for _, use := range needs.Uses {
				if t := in.TableNamed(use.Table); t != nil && a.Tables[t.Node] == nil {
					arn := TableARN(in, i, t)
					a.Tables[t.Node] = []string{arn, arn + "/stream/s", arn + "/backup/b", arn + "/export/e"}
					for _, index := range t.Indexes {
						a.Tables[t.Node] = append(a.Tables[t.Node], iam.IndexARN(arn, index))
					}
				}
			}
			for _, key := range needs.Keys {
				a.Keys = append(a.Keys, key.ARN)
			}
		}
		for _, m := range in.Methods {
			if m.API != nil {
				arn := apiARN(m.API)
				a.APIs = append(a.APIs, arn, arn+"/resources/00000/methods/"+m.Verb+"/integration")
			}
		}
		for _, s := range in.Stages {
			if s.API != nil && len(a.APIs) > 0 { // who changes a stage, changes which deployment it serves
				arn := apiARN(s.API)
				a.APIs = append(a.APIs, arn+"/stages/"+s.Node.Either("stageName").TextOr("s"), arn+"/deployments")
			}
		}
		for _, r := range in.Roles {
			if len(r.Integrations) > 0 || ServiceRole(in, r) != "" {
				a.Roles = append(a.Roles, in.RoleARN(r, "aws"))
			}
		}
		a.Roles = slices.DeleteFunc(a.Roles, func(arn string) bool { return arn == "" })
		slices.Sort(a.Keys)
		a.Keys = slices.Compact(a.Keys)
		return a
	})
}

// apiARN is an API's ARN as permissions on API Gateway name it. An id that is not known yet can only be covered by a
// wildcard.
func apiARN(api *graph.Node) string {
	return "arn:aws:apigateway:" + model.PlaceOf(api).Region + "::/restapis/" + api.Either("id").TextOr("0000000000")
}

// TableARN is a table's ARN: the known one, or the one that it will have in the region where it is.
func TableARN(in *rule.Context, i *model.Integration, t *model.Table) string {
	if arn, ok := t.Node.Outputs.At("arn").Text(); ok {
		return arn
	}
	region := model.PlaceOf(t.Node).Region
	if region == "" {
		region = i.URI.Region
	}
	return iam.TableARN(i.URI.Partition, region, in.Account(), t.Name)
}

// CoversTable reports whether a resource pattern matches a table of the API, or a part of one.
func (a *Assets) CoversTable(pattern string) bool {
	for _, arns := range a.Tables {
		if covers(pattern, arns) {
			return true
		}
	}
	return false
}

// CoversKey reports whether a resource pattern matches a key of one of the API's tables. Keys are named by
// ids, so a pattern for any key does too where a table has a key.
func (a *Assets) CoversKey(pattern string) bool { return covers(pattern, a.Keys) }

// CoversRole reports whether a resource pattern matches a role that API Gateway assumes.
func (a *Assets) CoversRole(pattern string) bool { return covers(pattern, a.Roles) }

// CoversAPI reports whether a resource pattern matches an API with methods, or a part of one.
func (a *Assets) CoversAPI(pattern string) bool { return covers(pattern, a.APIs) }

func covers(pattern string, arns []string) bool {
	return slices.ContainsFunc(arns, func(arn string) bool { return iam.Matches(iam.ResourcePattern, pattern, arn) })
}

// Reach lists what a principal may do to the assets: at most one example for each statement and asset.
// Conditions are not relied on, and denies not counted.
func (a *Assets) Reach(p *model.Principal) []string {
	found := map[string]bool{}
	for _, attached := range p.Managed {
		if iam.ReachesItems(attached.ARN) {
			found["whatever "+attached.ARN+" allows"] = true
		}
	}
	for _, d := range p.Identity {
		if d.Policy == nil {
			continue
		}
		for _, s := range d.Policy.Statements {
			if s.Effect == iam.Allow {
				a.reach(s, found)
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func (a *Assets) reach(s iam.Statement, found map[string]bool) {
	// The actions do not depend on the asset: they are compared once for each statement.
	first := func(actions []string) string {
		if i := slices.IndexFunc(actions, func(action string) bool { return AllowsAction(s, action) }); i >= 0 {
			return actions[i]
		}
		return ""
	}
	look := func(action string, arns ...string) {
		if i := slices.IndexFunc(arns, func(arn string) bool { return AllowsResource(s, arn) }); i >= 0 {
			found[action+" on "+arns[i]] = true
		}
	}
	if action := first(dataActions()); action != "" {
		for _, arns := range a.Tables {
			look(action, arns...)
		}
	}
	if action := first([]string{"kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant", "kms:PutKeyPolicy"}); action != "" {
		for _, key := range a.Keys {
			look(action, key)
		}
	}
	if action := first([]string{"sts:AssumeRole", "iam:PassRole"}); action != "" {
		for _, role := range a.Roles {
			look(action, role)
		}
	}
}

// dataActions are DynamoDB's actions that read or write items or change the table, in a telling order. Actions
// that only describe a table, such as dynamodb:DescribeTable, give no data away.
var dataActions = sync.OnceValue(func() []string {
	var all []string
	for action := range iam.DynamoDBActions() {
		if name := strings.TrimPrefix(action, "dynamodb:"); !strings.HasPrefix(name, "Describe") && !strings.HasPrefix(name, "List") {
			all = append(all, action)
		}
	}
	slices.Sort(all)
	return append([]string{"dynamodb:Scan", "dynamodb:GetItem", "dynamodb:PutItem"}, all...)
})

// AllowsAction reports whether a statement's Action or NotAction covers an action.
func AllowsAction(s iam.Statement, action string) bool {
	matches := func(pattern string) bool { return iam.Matches(iam.ActionPattern, pattern, action) }
	if len(s.NotActions) > 0 {
		return !slices.ContainsFunc(s.NotActions, matches)
	}
	return slices.ContainsFunc(s.Actions, matches)
}

// AllowsResource reports whether a statement's Resource or NotResource covers an ARN.
func AllowsResource(s iam.Statement, arn string) bool {
	matches := func(pattern string) bool { return iam.Matches(iam.ResourcePattern, pattern, arn) }
	if len(s.NotResources) > 0 {
		return !slices.ContainsFunc(s.NotResources, matches)
	}
	return slices.ContainsFunc(s.Resources, matches)
}

// ServiceRole says for what API Gateway assumes a role besides an integration: "logs" or "authorizer", empty
// for neither.
func ServiceRole(in *rule.Context, r *model.Role) string {
	for _, n := range in.Graph.OfType(graph.GatewayAccount) {
		if in.Graph.Refer(n, "cloudwatchRoleArn", graph.Role).Node == r.Node {
			return "logs"
		}
	}
	for _, n := range in.Graph.OfType(graph.Authorizer) {
		if in.Graph.Refer(n, "authorizerCredentials", graph.Role).Node == r.Node {
			return "authorizer"
		}
	}
	return ""
}

// AccountOf is the account of an ARN, or the account id itself; empty when the text names none.
func AccountOf(principal string) string {
	if accountID.MatchString(principal) {
		return principal
	}
	parts := strings.SplitN(principal, ":", 6)
	if len(parts) == 6 && accountID.MatchString(parts[4]) {
		return parts[4]
	}
	return ""
}

// IsPrincipalID reports whether a text is the unique id of a user, a role or a group, which does not say in which account
// it is (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids).
func IsPrincipalID(principal string) bool { return principalID.MatchString(principal) }

var principalID = regexp.MustCompile(`^A(?:IDA|ROA|GPA)[A-Z0-9]{12,}$`)

var accountID = regexp.MustCompile(`^\d{12}$`)
