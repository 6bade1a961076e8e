package pack

import (
	"testing"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/graph"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), map[string][]Situation{
		"LP-PACK-001": {Unknown},
		"LP-PACK-002": {Violating, Half},
	})
}

func cases() map[string][]Case {
	return map[string][]Case{
		"LP-PACK-001": {
			With(Good, "nothing is set", func(*Fixture) {}),
			With(Good, "the account is the stack's", func(f *Fixture) { f.Settings.AccountID = AccountID }),
			With(Violating, "a problem was found", func(f *Fixture) { f.Problems = []string{"misspelt"} }),
			With(Half, "another account is meant", func(f *Fixture) { f.Settings.AccountID = "999999999999" }),
		},
		"LP-PACK-002": {
			With(Good, "everything is joined", func(*Fixture) {}),
			With(Unknown, "inputs were not recorded", func(f *Fixture) { f.Nodes["log"].Recorded = false }),
			With(Unknown, "a policy's role cannot be determined", func(f *Fixture) { f.Hide("get-policy", "role") }),
			With(Unknown, "a policy depends on two roles", func(f *Fixture) {
				f.Nodes["get-policy"].PropertyDependencies["role"] = []string{"urn:get-role", "urn:put-role"}
			}),
			With(Unknown, "an integration's resource cannot be determined", func(f *Fixture) { f.Hide("get-integration", "resourceId") }),
			With(Unknown, "an integration has no method", func(f *Fixture) { f.Remove("get") }),
			With(Unknown, "the API has a body", func(f *Fixture) { f.Set("api", "{}", "body") }),
			With(Unknown, "a kind of API that the pack does not know", func(f *Fixture) { f.Add("aws:apigateway/restApiPut:RestApiPut", "put-api", Properties{}) }),
			With(Unknown, "a method of an API outside", func(f *Fixture) {
				f.Add(graph.Method, "outside", Properties{"restApi": "zzzzzzzzzz", "resourceId": "yyyyyy", "httpMethod": "PUT"})
			}),
			With(Unknown, "a command", func(f *Fixture) { f.Add("command:local:Command", "command", Properties{"create": "aws iam ..."}) }),
			With(Unknown, "a dynamic resource", func(f *Fixture) { f.Add("pulumi-nodejs:dynamic:Resource", "dynamic", Properties{}) }),
			With(Unknown, "cloud control", func(f *Fixture) { f.Add("awscc:iam/role:Role", "role", Properties{}) }),
			With(Unknown, "a stack of CloudFormation", func(f *Fixture) { f.Add("aws:cloudformation/stack:Stack", "stack", Properties{}) }),
			With(Good, "an export of a table to a bucket of the stack", func(f *Fixture) {
				f.Add(graph.BucketV2, "exports", Properties{"bucket": "exports"})
				f.Add(graph.TableExport, "export", Properties{"tableArn": "@table", "s3Bucket": "@exports"})
				f.Add(graph.TableExport, "export-by-name", Properties{"tableArn": "@table", "s3Bucket": "exports", "s3BucketOwner": AccountID})
			}),
			With(Unknown, "an export of a table to a bucket of another account", func(f *Fixture) {
				f.Add(graph.BucketV2, "exports", Properties{"bucket": "exports"})
				f.Add(graph.TableExport, "export", Properties{"tableArn": "@table", "s3Bucket": "exports", "s3BucketOwner": "999999999999"})
			}),
			With(Unknown, "an export of a table to a bucket that is not in the stack", func(f *Fixture) {
				f.Add(graph.TableExport, "export", Properties{"tableArn": "@table", "s3Bucket": "theirs"})
			}),
			With(Unknown, "an export of a table", func(f *Fixture) { f.Add("aws:dynamodb/tableExport:TableExport", "export", Properties{}) }),
			With(Unknown, "a WebSocket API that calls DynamoDB", func(f *Fixture) {
				f.Add("aws:apigatewayv2/integration:Integration", "socket", Properties{"integrationType": "AWS", "integrationUri": "arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem"})
			}),
			With(Good, "an HTTP API with a function", func(f *Fixture) {
				f.Add("aws:apigatewayv2/integration:Integration", "http", Properties{"integrationType": "AWS_PROXY", "integrationUri": "arn:aws:lambda:eu-west-1:123456789012:function:f"})
			}),
			With(Good, "a random id", func(f *Fixture) { f.Add("random:index/randomId:RandomId", "id", Properties{"byteLength": 4}) }),
			With(Good, "a bucket, a queue and its policy", func(f *Fixture) {
				f.Add("aws:s3/bucketV2:BucketV2", "bucket", Properties{})
				f.Add("aws:sqs/queue:Queue", "queue", Properties{})
				f.Add("aws:sqs/queuePolicy:QueuePolicy", "queue-policy", Properties{"queueUrl": "@queue", "policy": "@queue"})
			}),
			With(Unknown, "a native resource", func(f *Fixture) { f.Add("aws-native:iam:Role", "native", Properties{}) }),
			With(Unknown, "a deployment makes a stage of its own", func(f *Fixture) {
				f.Add(graph.Deployment, "deployment", Properties{"restApi": "@api", "stageName": "hidden"})
			}),
			With(Good, "a deployment without a stage", func(f *Fixture) { f.Add(graph.Deployment, "deployment", Properties{"restApi": "@api"}) }),
			With(Unknown, "a table policy of a table outside", func(f *Fixture) {
				f.Add(graph.TableResourcePolicy, "other", Properties{"resourceArn": TableARN + "s", "policy": "{}"})
			}),
		},
	}
}
