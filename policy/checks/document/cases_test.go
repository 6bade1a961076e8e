package document

import (
	"testing"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/graph"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), map[string][]Situation{
		"LP-IAM-003": {Half},
	})
}

func cases() map[string][]Case {
	document := func(s Situation, name, statement string) Case {
		return With(s, name, func(f *Fixture) {
			f.Add(graph.UserPolicy, "user", Properties{"user": "u", "policy": `{"Version":"2012-10-17","Statement":` + statement + `}`})
		})
	}
	attached := func(s Situation, name, arn string) Case {
		return With(s, name, func(f *Fixture) {
			f.Add(graph.UserPolicyAttachment, "attached", Properties{"user": "u", "policyArn": arn})
		})
	}
	return map[string][]Case{
		"LP-IAM-001": {
			With(Good, "everything is listed", func(*Fixture) {}),
			document(Good, "a deny of everything", `{"Effect":"Deny","Action":"*","Resource":"*"}`),
			With(Good, "a boundary", func(f *Fixture) {
				f.Add(graph.Policy, "boundary", Properties{"policy": Allow("dynamodb:*", "*")})
				f.Set("get-role", "@boundary", "permissionsBoundary")
			}),
			With(Good, "a key's policy as AWS has it", func(f *Fixture) {
				f.Add(graph.Key, "key", Properties{"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + AccountID + `:root"},"Action":"kms:*","Resource":"*"}}`})
			}),
			With(Violating, "a key that everybody may use", func(f *Fixture) {
				f.Add(graph.Key, "key", Properties{"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"*"}}`})
			}),
			document(Violating, "every action", `{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b"}`),
			document(Violating, "NotAction", `{"Effect":"Allow","NotAction":"s3:PutObject","Resource":"arn:aws:s3:::b"}`),
			document(Half, "NotResource", `{"Effect":"Allow","Action":"s3:PutObject","NotResource":"arn:aws:s3:::b/c"}`),
			document(Half, "a question mark", `{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/?"}`),
			document(Half, "a list with one wildcard", `{"Effect":"Allow","Action":["s3:GetObject","s3:Put*"],"Resource":"arn:aws:s3:::b/c"}`),
			With(Unknown, "a document is unknown", func(f *Fixture) { f.Add(graph.UserPolicy, "user", Properties{"policy": Hidden{}}) }),
		},
		"LP-IAM-002": {
			With(Good, "none", func(*Fixture) {}),
			document(Good, "passing a role alone", `{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/r"}`),
			document(Violating, "writing policies", `{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"arn:aws:iam::123456789012:role/r"}`),
			With(Half, "passing a role in one policy and starting in another", func(f *Fixture) {
				f.Add(graph.RolePolicy, "pass", Properties{"role": "@get-role", "policy": Allow("iam:PassRole", "arn:aws:iam::123456789012:role/r")})
				f.Add(graph.RolePolicy, "start", Properties{"role": "@get-role", "policy": Allow("ec2:RunInstances", "arn:aws:ec2:eu-west-1:123456789012:instance/i")})
			}),
			With(Unknown, "a document is unknown", func(f *Fixture) { f.Hide("put-policy", "policy") }),
		},
		"LP-IAM-003": {
			With(Good, "none", func(*Fixture) {}),
			attached(Good, "a small policy", "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
			attached(Violating, "an administrator", "arn:aws:iam::aws:policy/AdministratorAccess"),
			attached(Violating, "a power user in China", "arn:aws-cn:iam::aws:policy/PowerUserAccess"),
			With(Violating, "listed in a role", func(f *Fixture) {
				f.Set("get-role", []any{"arn:aws:iam::aws:policy/IAMFullAccess"}, "managedPolicyArns")
			}),
			With(Unknown, "an attachment is unknown", func(f *Fixture) {
				f.Add(graph.UserPolicyAttachment, "attached", Properties{"policyArn": Hidden{}})
			}),
		},
	}
}
