// Package edge makes what stands between clients and an API: a web ACL of AWS WAF, and a domain name of the
// API's own.
package edge

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/wafv2"
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
	child := pulumi.Parent(args.Parent)
	acl, err := wafv2.NewWebAcl(ctx, name, &wafv2.WebAclArgs{
		Name: pulumi.String(args.API), Description: pulumi.String("Protects " + args.API), Scope: pulumi.String("REGIONAL"),
		DefaultAction: wafv2.WebAclDefaultActionArgs{Allow: wafv2.WebAclDefaultActionAllowArgs{}},
		Rules:         rules(args.RateLimit), VisibilityConfig: visible(args.API), Tags: args.Tags,
	}, child)
	if err != nil {
		return err
	}
	if _, err := wafv2.NewWebAclAssociation(ctx, name+"-stage", &wafv2.WebAclAssociationArgs{
		ResourceArn: args.StageARN, WebAclArn: acl.Arn,
	}, child); err != nil {
		return err
	}
	// AWS WAF writes only to log groups whose names begin so.
	log, err := cloudwatch.NewLogGroup(ctx, name+"-log", &cloudwatch.LogGroupArgs{
		Name: pulumi.String("aws-waf-logs-" + args.API), RetentionInDays: pulumi.Int(args.LogDays), Tags: args.Tags,
	}, child)
	if err != nil {
		return err
	}
	var redacted wafv2.WebAclLoggingConfigurationRedactedFieldArray
	for _, header := range args.Secrets {
		redacted = append(redacted, wafv2.WebAclLoggingConfigurationRedactedFieldArgs{
			SingleHeader: wafv2.WebAclLoggingConfigurationRedactedFieldSingleHeaderArgs{Name: pulumi.String(header)},
		})
	}
	_, err = wafv2.NewWebAclLoggingConfiguration(ctx, name+"-logging", &wafv2.WebAclLoggingConfigurationArgs{
		ResourceArn: acl.Arn, LogDestinationConfigs: pulumi.StringArray{log.Arn}, RedactedFields: redacted,
		LoggingFilter: wafv2.WebAclLoggingConfigurationLoggingFilterArgs{
			DefaultBehavior: pulumi.String("DROP"),
			Filters: wafv2.WebAclLoggingConfigurationLoggingFilterFilterArray{wafv2.WebAclLoggingConfigurationLoggingFilterFilterArgs{
				Behavior: pulumi.String("KEEP"), Requirement: pulumi.String("MEETS_ANY"),
				Conditions: wafv2.WebAclLoggingConfigurationLoggingFilterFilterConditionArray{wafv2.WebAclLoggingConfigurationLoggingFilterFilterConditionArgs{
					ActionCondition: wafv2.WebAclLoggingConfigurationLoggingFilterFilterConditionActionConditionArgs{Action: pulumi.String("BLOCK")},
				}},
			}},
		},
	}, child)
	return err
}

// rules are the limit for each address and AWS's groups.
func rules(limit int) wafv2.WebAclRuleArray {
	all := wafv2.WebAclRuleArray{wafv2.WebAclRuleArgs{
		Name: pulumi.String("rate"), Priority: pulumi.Int(0), VisibilityConfig: wafv2.WebAclRuleVisibilityConfigArgs(visible("rate")),
		Action: wafv2.WebAclRuleActionArgs{Block: wafv2.WebAclRuleActionBlockArgs{}},
		Statement: wafv2.WebAclRuleStatementArgs{RateBasedStatement: wafv2.WebAclRuleStatementRateBasedStatementArgs{
			Limit: pulumi.Int(limit), AggregateKeyType: pulumi.String("IP"), EvaluationWindowSec: pulumi.Int(300),
		}},
	}}
	for i, r := range managedRules {
		all = append(all, wafv2.WebAclRuleArgs{
			Name: pulumi.String(r.name), Priority: pulumi.Int(i + 1), VisibilityConfig: wafv2.WebAclRuleVisibilityConfigArgs(visible(r.name)),
			OverrideAction: wafv2.WebAclRuleOverrideActionArgs{None: wafv2.WebAclRuleOverrideActionNoneArgs{}},
			Statement: wafv2.WebAclRuleStatementArgs{ManagedRuleGroupStatement: wafv2.WebAclRuleStatementManagedRuleGroupStatementArgs{
				VendorName: pulumi.String("AWS"), Name: pulumi.String(r.group),
			}},
		})
	}
	return all
}

// visible turns on metrics, and no samples: a sample shows a request with its secrets.
func visible(name string) wafv2.WebAclVisibilityConfigArgs {
	return wafv2.WebAclVisibilityConfigArgs{
		CloudwatchMetricsEnabled: pulumi.Bool(true), SampledRequestsEnabled: pulumi.Bool(false), MetricName: pulumi.String(name),
	}
}
