// Package edge makes what stands between clients and an API: a web ACL of AWS WAF, and a domain name of the
// API's own.
package edge

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Firewall is what the web ACL refuses.
type Firewall struct {
	On bool
	// RateLimit is how many requests one address may send in five minutes, 10 or more.
	RateLimit int
}

// FirewallArgs are what a web ACL protects.
type FirewallArgs struct {
	Firewall
	API      string             // the API's physical name
	StageARN pulumi.StringInput //
	LogDays  int                // how long the log of refused requests is kept
	// Secrets are the headers with secrets, whose values are not logged.
	Secrets []string
	Tags    pulumi.StringMap
	Parent  pulumi.Resource
}

// managedRules are the groups of rules that AWS keeps, in their order
// (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html). The names are
// short for metrics.
var managedRules = []struct{ name, group string }{
	{"reputation", "AWSManagedRulesAmazonIpReputationList"},
	{"common", "AWSManagedRulesCommonRuleSet"},
	{"known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet"},
}

// NewFirewall protects a stage by a web ACL that logs what it refuses.
func NewFirewall(ctx *pulumi.Context, name string, args FirewallArgs) error {
	acl, err := newWAF(ctx, "webAcl:WebAcl", name, pulumi.Map{
		"name": pulumi.String(args.API), "description": pulumi.String("Protects " + args.API), "scope": pulumi.String("REGIONAL"),
		"defaultAction": pulumi.Map{"allow": pulumi.Map{}},
		"rules":         rules(args.RateLimit), "visibilityConfig": visible(args.API), "tags": args.Tags,
	}, args.Parent)
	if err != nil {
		return err
	}
	if _, err := newWAF(ctx, "webAclAssociation:WebAclAssociation", name+"-stage", pulumi.Map{
		"resourceArn": args.StageARN, "webAclArn": acl.ARN,
	}, args.Parent); err != nil {
		return err
	}
	// AWS WAF writes only to log groups whose names begin so.
	log, err := cloudwatch.NewLogGroup(ctx, name+"-log", &cloudwatch.LogGroupArgs{
		Name: pulumi.String("aws-waf-logs-" + args.API), RetentionInDays: pulumi.Int(args.LogDays), Tags: args.Tags,
	}, pulumi.Parent(args.Parent))
	if err != nil {
		return err
	}
	var redacted pulumi.Array
	for _, header := range args.Secrets {
		redacted = append(redacted, pulumi.Map{"singleHeader": pulumi.Map{"name": pulumi.String(header)}})
	}
	_, err = newWAF(ctx, "webAclLoggingConfiguration:WebAclLoggingConfiguration", name+"-logging", pulumi.Map{
		"resourceArn": acl.ARN, "logDestinationConfigs": pulumi.StringArray{log.Arn}, "redactedFields": redacted,
		"loggingFilter": pulumi.Map{
			"defaultBehavior": pulumi.String("DROP"),
			"filters": pulumi.Array{pulumi.Map{
				"behavior": pulumi.String("KEEP"), "requirement": pulumi.String("MEETS_ANY"),
				"conditions": pulumi.Array{pulumi.Map{"actionCondition": pulumi.Map{"action": pulumi.String("BLOCK")}}},
			}},
		},
	}, args.Parent)
	return err
}

// rules are the limit for each address and AWS's groups.
func rules(limit int) pulumi.Array {
	all := pulumi.Array{pulumi.Map{
		"name": pulumi.String("rate"), "priority": pulumi.Int(0), "visibilityConfig": visible("rate"),
		"action": pulumi.Map{"block": pulumi.Map{}},
		"statement": pulumi.Map{"rateBasedStatement": pulumi.Map{
			"limit": pulumi.Int(limit), "aggregateKeyType": pulumi.String("IP"), "evaluationWindowSec": pulumi.Int(300),
		}},
	}}
	for i, r := range managedRules {
		all = append(all, pulumi.Map{
			"name": pulumi.String(r.name), "priority": pulumi.Int(i + 1), "visibilityConfig": visible(r.name),
			"overrideAction": pulumi.Map{"none": pulumi.Map{}},
			"statement":      pulumi.Map{"managedRuleGroupStatement": pulumi.Map{"vendorName": pulumi.String("AWS"), "name": pulumi.String(r.group)}},
		})
	}
	return all
}

// visible turns on metrics, and no samples: a sample shows a request with its secrets.
func visible(name string) pulumi.Map {
	return pulumi.Map{
		"cloudwatchMetricsEnabled": pulumi.Bool(true), "sampledRequestsEnabled": pulumi.Bool(false), "metricName": pulumi.String(name),
	}
}
