package infra

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/document"
	"lambdaless/infra/route"
	"lambdaless/infra/settings"
)

// maxResourcePolicy is how many bytes an API's policy may have
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html).
const maxResourcePolicy = 8192

// resourcePolicy is the API's policy, empty where requests may come from everywhere. Its ARNs have an
// asterisk in place of the API's id, which is not known at preview; API Gateway evaluates the policy for
// requests to this API alone (GW-134).
func (p *plan) resourcePolicy(endpoints []resolvedEndpoint, c settings.Config, account Account) (string, error) {
	if len(c.Callers.All) == 0 && len(c.Callers.Writes) == 0 {
		return "", nil
	}
	arns := func(patterns []string) document.Texts {
		var all document.Texts
		for _, pattern := range patterns {
			all = append(all, fmt.Sprintf("arn:%s:execute-api:%s:%s:*/%s/%s", account.Partition, account.Region, account.ID, c.StageName, pattern))
		}
		return all
	}
	anyone := map[string]document.Texts{"AWS": {"*"}}
	refuse := func(patterns []string, cidrs []string) document.Statement {
		return document.Statement{
			Effect: "Deny", Principal: anyone, Action: document.Texts{"execute-api:Invoke"}, Resource: arns(patterns),
			Condition: map[string]map[string]document.Texts{"NotIpAddress": {"aws:SourceIp": cidrs}},
		}
	}
	// What the policy allows to a signed request needs no permission of the caller's own: methods with
	// AWS_IAM are left to the callers' policies
	// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html).
	unsigned, err := p.patterns(c.StageName, func(i int) bool { return p.Methods[i].Authorization != "AWS_IAM" })
	if err != nil {
		return "", err
	}
	var statements []document.Statement
	if len(unsigned) > 0 {
		statements = append(statements, document.Statement{Effect: "Allow", Principal: anyone, Action: document.Texts{"execute-api:Invoke"}, Resource: arns(unsigned)})
	}
	if len(c.Callers.All) > 0 {
		everything := refuse([]string{"*"}, c.Callers.All)
		if c.Regions.Several() {
			// Route 53 checks the API's health from addresses of its own (GW-202).
			everything.Resource, everything.NotResource = nil, arns([]string{"GET" + healthPath})
			if route := p.likeHealth(c.StageName); route != "" {
				return "", fmt.Errorf("%s: allowedCidrs cannot tell it from GET %s, which Route 53 asks for from everywhere; give it a shorter path", route, healthPath)
			}
		}
		statements = append(statements, everything)
	}
	if len(c.Callers.Writes) > 0 {
		writes, err := p.patterns(c.StageName, func(i int) bool { return endpoints[i].scope() == Writes })
		if err != nil {
			return "", err
		}
		if len(writes) > 0 {
			statements = append(statements, refuse(writes, c.Callers.Writes))
		}
	}
	policy := document.New(statements...)
	if len(policy) > maxResourcePolicy {
		return "", fmt.Errorf("allowedCidrs and allowedWriteCidrs make a policy of %d bytes, of which API Gateway takes %d; use fewer and larger CIDR blocks", len(policy), maxResourcePolicy)
	}
	return policy, nil
}

// likeHealth is the route of a method other than GET /health that the exception for GET /health would let through as
// well: an asterisk matches slashes too, so a longer path may end like it. A parameter in health's place does not
// count: a request for that path reaches GET /health. Empty for none.
func (p *plan) likeHealth(stage string) string {
	for _, m := range p.Methods {
		at := m.route()
		inItsPlace := len(at.Path) == 1 && !at.Path[0].Greedy
		if !inItsPlace && route.Covers("*/"+stage+"/GET"+healthPath, "id/"+stage+"/"+at.Request()) {
			return m.Route
		}
	}
	return ""
}

// patterns match the chosen methods, given by their index, and no others: "*", "PUT/*" where all methods
// of a verb are chosen, "POST/*/movies" otherwise. An asterisk takes slashes too, so that not every
// choice has patterns.
func (p *plan) patterns(stage string, chosen func(i int) bool) ([]string, error) {
	total := map[string]int{}
	picked := map[string][]int{}
	var others []methodPlan
	for i, m := range p.Methods {
		total[m.HTTPMethod]++
		if chosen(i) {
			picked[m.HTTPMethod] = append(picked[m.HTTPMethod], i)
		} else {
			others = append(others, m)
		}
	}
	if len(others) == 0 {
		return []string{"*"}, nil
	}
	var all []string
	for verb, methods := range picked {
		for _, i := range methods {
			m := p.Methods[i]
			pattern := m.route().Pattern()
			if len(methods) == total[verb] {
				pattern = verb + "/*"
			}
			for _, other := range others {
				if other.HTTPMethod == verb && m.route().Reaches(other.route()) || route.Covers("*/"+stage+"/"+pattern, other.route().Request()) {
					return nil, fmt.Errorf("%s: allowedCidrs and allowedWriteCidrs cannot tell it from %s, whose access differs: in the API's policy "+
						"*/%s/%s matches both; give one of the two another path", m.Route, other.Route, stage, pattern)
				}
			}
			all = append(all, pattern)
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// resourcePolicy attaches the API's policy. The switch is there with and without a policy: it is replaced
// when a policy comes or goes, and takes the old policy along before the new deployment is made, which
// would otherwise have a copy of it (see removal).
func (b *builder) resourcePolicy() error {
	state := "none"
	if b.plan.ResourcePolicy != "" {
		state = "attached"
	}
	attached, err := pulumi.NewStash(b.ctx, b.name+"-policy-switch", &pulumi.StashArgs{
		Input: pulumi.String("a resource policy that comes or goes replaces this value"),
	}, pulumi.Parent(b.component), pulumi.DeleteBeforeReplace(true), pulumi.ReplacementTrigger(pulumi.String(state)))
	if err != nil {
		return err
	}
	b.frozen = append(b.frozen, attached)
	if b.plan.ResourcePolicy == "" {
		return nil
	}
	id := pulumi.All(b.api.ID(), attached.Output).ApplyT(func(all []any) string { return string(all[0].(pulumi.ID)) }).(pulumi.StringOutput)
	policy, err := apigateway.NewRestApiPolicy(b.ctx, b.name+"-policy", &apigateway.RestApiPolicyArgs{
		RestApiId: id, Policy: pulumi.String(b.plan.ResourcePolicy),
	}, pulumi.Parent(b.component), pulumi.ReplaceOnChanges([]string{"restApiId"}))
	if err != nil {
		return err
	}
	b.frozen = append(b.frozen, policy)
	return nil
}
