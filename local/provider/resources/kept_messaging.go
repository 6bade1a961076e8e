package resources

import "lambdaless/local/provider/schema"

// named adds the name that the provider makes up, and the prefix that it completes.
func named(max int, f facts) facts {
	f["name"] = append([]schema.Fact{replaces, autonamed(max, nil)}, f["name"]...)
	return f
}

func prefixedName(max int, f facts) facts {
	f["namePrefix"] = []schema.Fact{replaces, excludes("name")}
	f["name"] = append(f["name"], excludes("namePrefix"))
	return named(max, f)
}

// messaging are the kept types of SNS.
var messaging = []kept{
	{
		token: "aws:sns/topic:Topic", label: "SNS Topic", arn: "arn:{partition}:sns:{region}:{account}:{name}", id: "{arn}", missing: "NotFound",
		outputs: map[string]any{
			"owner": "{account}", "signatureVersion": 1.0, "tracingConfig": "PassThrough",
			"policy": `{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish"],"Resource":"{arn}"}]}`,
		},
		facts: prefixedName(256, facts{
			"policy": {document}, "archivePolicy": {document}, "deliveryPolicy": {document},
			"fifoTopic": {defaultsTo(false), replaces}, "contentBasedDeduplication": {defaultsTo(false)},
			"signatureVersion": {check(between(1, 2))},
		}),
	},
}
