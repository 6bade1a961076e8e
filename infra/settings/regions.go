package settings

import (
	"fmt"
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

// Replica reports whether this stack's tables are replicas of another's.
func (r Regions) Replica() bool { return r.PrimaryStack != "" }

// Writable reports whether the stack in a region has the methods that write.
func (r Regions) Writable(region string) bool { return r.Writes == "" || r.Writes == region }

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
		r.refuse("regions[1]", "", "regions lists all regions that the API is in, the primary one first; an API in one region has no list", regionRule.example)
	case !c.Several() && c.PrimaryStack != "":
		r.refuse("regions[0]", "", "primaryStack is for an API in several regions: list them, the primary one first", "us-east-1")
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
	if most := c.Table.Capacity.Write; c.Table.Provisioned() && !most.Scales() {
		r.refuse("maxWriteCapacity", fmt.Sprint(most.Most), "the writes of a table in several regions must scale, or be paid for by request: it must be more than writeCapacity", fmt.Sprint(most.Least+100))
	}
	switch login := c.Access.Uses("cognito"); {
	case !c.Regions.Replica() && c.Cognito.PoolARN != "":
		r.remove("cognitoUserPoolArn", c.Cognito.PoolARN, "it is for stacks with a primaryStack; the stack in the primary region makes the user pool")
	case c.Regions.Replica() && login && c.Cognito.PoolARN == "":
		r.refuse("cognitoUserPoolArn", "", "users sign in to one user pool for all regions, which is the one of the stack "+c.Regions.PrimaryStack+" (its output userPoolArn)", poolRule.example)
	}
	if c.Domain.Name != "" && c.Access.Uses("api-key") && c.APIKey == "" {
		r.problems = append(r.problems, Problem{
			Key: r.project + ":apiKeyValue", State: notSet, Rule: "domainName leads to any of the regions, so that all of them must take the same API key",
			Fix: fmt.Sprintf("pulumi config set --secret apiKeyValue %s --stack %s", apiKeyRule.example, r.stack),
		})
	}
}

// CheckRegion refuses a stack that is not in the region that its settings say. A region that is not known is left to
// the deployment.
func (r Regions) CheckRegion(region string) error {
	i := slices.Index(r.All, region)
	switch all := strings.Join(r.All, ", "); {
	case !r.Several() || region == "":
		return nil
	case i < 0:
		return fmt.Errorf("the stack is in %s, but regions lists %s: add it to the list in every stack, or set aws:region", region, all)
	case i == 0 && r.Replica():
		return fmt.Errorf("the stack is in %s, which is the first of regions (%s) and so the primary region, but primaryStack is %s: remove primaryStack, or set aws:region", region, all, r.PrimaryStack)
	case i > 0 && !r.Replica():
		return fmt.Errorf("the stack is in %s, but the primary region is the first of regions (%s): set primaryStack to the name of the stack there, whose tables this one replicates", region, all)
	}
	return nil
}
