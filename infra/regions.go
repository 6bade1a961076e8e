package infra

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Regions are where an API is deployed, by one stack in each region. Its tables are one DynamoDB global table each
// (docs/regions.md).
type Regions struct {
	// All are the regions, the primary one first: its stack makes the tables, the others' make replicas of them.
	// None for an API in one region.
	All []string
	// PrimaryStack is the stack in the primary region, empty in that stack itself.
	PrimaryStack string
	// Writes is the one region whose stack has the methods that write, empty for every region.
	Writes string
}

// Several reports whether the API is in more than one region.
func (r Regions) Several() bool { return len(r.All) > 0 }

// Primary is the region whose stack makes the tables, empty for an API in one region.
func (r Regions) Primary() string {
	if !r.Several() {
		return ""
	}
	return r.All[0]
}

// replica reports whether this stack's tables are replicas of another's.
func (r Regions) replica() bool { return r.PrimaryStack != "" }

// writable reports whether the stack in a region has the methods that write.
func (r Regions) writable(region string) bool { return r.Writes == "" || r.Writes == region }

var (
	regionRule = rule[string]{text: "it must be the name of a region", example: "eu-west-1", holds: regionName.MatchString}
	stackRule  = matching(`[A-Za-z0-9_.-]{1,100}`, "it must be the name of a stack of this project", "prod")
)

// regions reads in which regions the API is.
func (r *reader) regions() Regions {
	c := Regions{
		All:          r.texts("regions", regionRule),
		PrimaryStack: r.text("primaryStack", "", optional(stackRule)),
		Writes:       r.text("writeRegion", "", optional(regionRule)),
	}
	for i, region := range c.All {
		if slices.Contains(c.All[:i], region) {
			r.remove(fmt.Sprintf("regions[%d]", i), region, "it is in the list already")
		}
	}
	switch {
	case len(c.All) == 1:
		r.refuse("regions[1]", "empty", "regions lists all regions that the API is in, the primary one first; an API in one region has no list", regionRule.example)
	case !c.Several() && c.PrimaryStack != "":
		r.refuse("regions[0]", "empty", "primaryStack is for an API in several regions: list them, the primary one first", "us-east-1")
	case !c.Several() && c.Writes != "":
		r.remove("writeRegion", c.Writes, "regions lists none")
	case c.Writes != "" && !slices.Contains(c.All, c.Writes):
		r.refuse("writeRegion", c.Writes, "it must be one of regions, which are "+strings.Join(c.All, ", "), c.All[0])
	}
	if c.PrimaryStack == r.stack {
		r.remove("primaryStack", c.PrimaryStack, "it names the stack in the primary region, for the stacks in the others")
	}
	return c
}

// checkRegions refuses settings that do not go together in several regions, or not in this one.
func (r *reader) checkRegions(c Config) {
	if !c.Regions.Several() {
		if c.Cognito.PoolARN != "" {
			r.remove("cognitoUserPoolArn", c.Cognito.PoolARN, "it is for stacks with a primaryStack, whose users it lets in; this stack makes a user pool of its own")
		}
		return
	}
	if most := c.Table.Capacity.Write; c.Table.provisioned() && !most.scales() {
		r.refuse("maxWriteCapacity", fmt.Sprint(most.Most), "the writes of a table in several regions must scale, or be paid for by request: it must be more than writeCapacity", fmt.Sprint(most.Least+100))
	}
	uses := func(kind string) bool {
		return slices.ContainsFunc(accessClasses, func(class AccessClass) bool { return c.Access[class] == kind })
	}
	switch login := uses("cognito"); {
	case !c.Regions.replica() && c.Cognito.PoolARN != "":
		r.remove("cognitoUserPoolArn", c.Cognito.PoolARN, "it is for stacks with a primaryStack; the stack in the primary region makes the user pool")
	case c.Regions.replica() && login && c.Cognito.PoolARN == "":
		r.refuse("cognitoUserPoolArn", "empty", "users sign in to one user pool for all regions, which is the one of the stack "+c.Regions.PrimaryStack+" (its output userPoolArn)", poolRule.example)
	}
	if c.Domain.Name != "" && uses("api-key") && c.APIKey == "" {
		r.problems = append(r.problems, ConfigProblem{
			Key: r.project + ":apiKeyValue", Value: "empty", Rule: "domainName leads to any of the regions, so that all of them must take the same API key",
			Fix: fmt.Sprintf("pulumi config set --secret apiKeyValue %s --stack %s", apiKeyRule.example, r.stack),
		})
	}
}

// checkRegion refuses a stack that is not in the region that its settings say. A region that is not known is left to
// the deployment.
func (r Regions) checkRegion(region string) error {
	i := slices.Index(r.All, region)
	switch all := strings.Join(r.All, ", "); {
	case !r.Several() || region == "":
		return nil
	case i < 0:
		return fmt.Errorf("the stack is in %s, but regions lists %s: add it to the list in every stack, or set aws:region", region, all)
	case i == 0 && r.replica():
		return fmt.Errorf("the stack is in %s, which is the first of regions (%s) and so the primary region, but primaryStack is %s: remove primaryStack, or set aws:region", region, all, r.PrimaryStack)
	case i > 0 && !r.replica():
		return fmt.Errorf("the stack is in %s, but the primary region is the first of regions (%s): set primaryStack to the name of the stack there, whose tables this one replicates", region, all)
	}
	return nil
}

// names are those of the stack in the primary region: a replica has its table's name, and users' tokens have its
// API's scopes.
func (r Regions) names(names Names) Names {
	if r.replica() {
		names.prefix = names.project + "-" + r.PrimaryStack
	}
	return names
}

// inRegion are the endpoints that the stack in a region has. Where writes are pinned to another region, those that
// write are left out.
func (r Regions) inRegion(endpoints []resolvedEndpoint, region string) []resolvedEndpoint {
	if r.writable(region) {
		return endpoints
	}
	return slices.DeleteFunc(slices.Clone(endpoints), func(e resolvedEndpoint) bool { return e.writes() })
}

func (e Endpoint) writes() bool { return !e.Action.Reads() && e.Action != Mock }

// checkPreconditions refuses endpoints with If-Match or If-None-Match that write in every region: each region would
// compare with what it has, and where two of them accept a write, the last one wins without anybody being told
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html).
func (r Regions) checkPreconditions(endpoints []resolvedEndpoint) error {
	if !r.Several() || r.Writes != "" {
		return nil
	}
	var problems []error
	for _, e := range endpoints {
		if header := e.precondition(); header != "" {
			problems = append(problems, fmt.Errorf("%s writes under the precondition %s, which each region would check against its own replica, so that of two writers who both have the item's last version, in two regions, "+
				"one would lose his change unknowingly: set writeRegion to the one region that takes writes (one of %s), or leave the version out of the item's type", e.Route(), header, strings.Join(r.All, ", ")))
		}
	}
	return errors.Join(problems...)
}

// precondition is the header whose version a write's condition compares, empty for none.
func (e resolvedEndpoint) precondition() string {
	for _, header := range []string{"If-Match", "If-None-Match"} {
		if _, reads := e.Headers[header]; reads && e.writes() && strings.Contains(e.request.text, "ConditionExpression") {
			return header
		}
	}
	return ""
}

// relies finds in a request template what depends on the item that is stored.
var relies = regexp.MustCompile(`"ConditionExpression"|\bADD |\bDELETE #|if_not_exists|list_append`)

// notes warn of what is only sure within one region, where every region writes.
func (r Regions) notes(endpoints []resolvedEndpoint) []string {
	if !r.Several() || r.Writes != "" {
		return nil
	}
	var routes []string
	for _, e := range endpoints {
		if e.writes() && (e.Action == TransactWriteItems || relies.MatchString(e.request.text)) {
			routes = append(routes, e.Route())
		}
	}
	if len(routes) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s: conditions, transactions and what is added to an item hold within one region; of changes that two regions make to one item within about a second the later one wins whole. "+
		"Where that loses something, set writeRegion to the one region that takes writes", strings.Join(routes, ", "))}
}
