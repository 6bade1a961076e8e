package role

import (
	"slices"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// edgeFunctions judges the functions of CloudFront in front of the API: they read and change what passes, logins and keys
// included (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions.html).
func edgeFunctions(in *rule.Context) []rule.Finding {
	var findings []rule.Finding
	for _, n := range facts.Fronts(in) {
		behaviors := slices.Concat([]graph.Value{n.In("defaultCacheBehavior")}, n.In("orderedCacheBehaviors").Items())
		for _, b := range behaviors {
			for _, f := range slices.Concat(b.At("lambdaFunctionAssociations").Items(), b.At("functionAssociations").Items()) {
				for _, arn := range []string{f.At("lambdaArn").TextOr(""), f.At("functionArn").TextOr("")} {
					if foreignARN(in, arn) {
						findings = append(findings, rule.Violated(n, "a function of the account %s reads what passes %s, in front of the API", facts.AccountOf(arn), n.Short()).
							Counter("%q is invoked at each %s", arn, f.At("eventType").TextOr("event")).Remedy("use a function of the stack's own account"))
					}
				}
			}
		}
	}
	return findings
}
