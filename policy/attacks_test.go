package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
	"lambdaless/internal/capability"
	"lambdaless/policy/checks"
	"lambdaless/policy/checks/stage"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
	"lambdaless/policy/team"
	"lambdaless/policy/wire"
)

// attacked is the production stack of the shipped program, to be attacked or extended.
type attacked struct {
	t *testing.T
	*wire.Recording
}

func (a attacked) of(kind, name string) *wire.Resource {
	a.t.Helper()
	for _, n := range a.Resources {
		if n.Type == kind && strings.Contains(n.Name, name) {
			return n
		}
	}
	a.t.Fatalf("the stack has no %s %q", kind, name)
	return nil
}

// add puts a resource into the stack. A *wire.Resource as a value is that resource's id or ARN, which a preview
// does not know.
func (a attacked) add(kind, name string, inputs map[string]any) *wire.Resource {
	n := &wire.Resource{
		URN: "urn:pulumi:prod::" + project + "::" + kind + "::" + name, Type: kind, Name: name, Inputs: wire.Properties{},
		PropertyDependencies: map[string][]string{}, Provider: a.of(graph.RestAPI, "").Provider,
	}
	if !strings.HasPrefix(kind, "aws:") {
		n.Provider = &wire.Provider{URN: "urn:other", Type: "pulumi:providers:other", Name: "other"}
	}
	for key, v := range inputs {
		if on, ok := v.(*wire.Resource); ok {
			n.Inputs[resource.PropertyKey(key)] = resource.MakeComputed(resource.NewProperty(""))
			n.PropertyDependencies[key] = []string{on.URN}
		} else {
			n.Inputs[resource.PropertyKey(key)] = resource.NewPropertyValue(v)
		}
	}
	n.Outputs = wire.Properties(resource.PropertyMap(n.Inputs).Copy())
	for _, key := range []resource.PropertyKey{"id", "arn"} {
		n.Outputs[key] = resource.MakeComputed(resource.NewProperty(""))
	}
	a.Resources = append(a.Resources, n)
	return n
}

func (a attacked) set(n *wire.Resource, key string, v any) {
	for _, p := range []wire.Properties{n.Inputs, n.Outputs} {
		if v == nil {
			delete(p, resource.PropertyKey(key))
		} else {
			p[resource.PropertyKey(key)] = resource.NewPropertyValue(v)
		}
	}
	delete(n.PropertyDependencies, key)
}

// text replaces a part of a text input.
func (a attacked) text(n *wire.Resource, key, before, after string) {
	a.t.Helper()
	text := n.Inputs[resource.PropertyKey(key)].StringValue()
	require.Contains(a.t, text, before)
	a.set(n, key, strings.ReplaceAll(text, before, after))
}

// methodRole is the name of the role of GET, which a program can compute.
func (a attacked) methodRole() string { return a.of(graph.Role, "get").Inputs["name"].StringValue() }

func (a attacked) methodARN() string { return "arn:aws:iam::" + account + ":role/" + a.methodRole() }

// role adds a role with a policy.
func (a attacked) role(name, principal, action, arn string) *wire.Resource {
	r := a.add(graph.Role, name, map[string]any{"name": name, "assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"sts:AssumeRole"}]}`})
	a.add(graph.RolePolicy, name+"-policy", map[string]any{"role": r, "policy": statement(action, arn)})
	return r
}

func statement(action, arn string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":` + action + `,"Resource":"` + arn + `"}]}`
}

func resourceStatement(principal, action, arn string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":` + action + `,"Resource":"` + arn + `"}]}`
}

const (
	account   = infratest.AccountID
	foreign   = `{"AWS":"arn:aws:iam::999999999999:root"}`
	moviesARN = "arn:aws:dynamodb:" + region + ":" + account + ":table/lambdaless-prod-favorite_movies"
	lambda    = `{"Service":"lambda.amazonaws.com"}`
	keyStart  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + account + `:root"},"Action":"kms:*","Resource":"*"},`
)

// judged judges a recording as the pack does, without the lock.
func judged(r *wire.Recording) ([]rule.Finding, capability.Matrix) {
	settings, _ := team.Settings()
	settings.SharedTables = []string{"*-favorite_movies: COGNITO_USER_POOLS", "*-movie_lists: COGNITO_USER_POOLS"} // those of the fixture
	return judgedBy(r, settings)
}

func judgedBy(r *wire.Recording, settings rule.Settings) ([]rule.Finding, capability.Matrix) {
	return checks.Judge(&rule.Context{
		Model: model.New(r.Graph(), r.Project, r.Stack), Settings: settings, Today: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
	})
}

// failing are the rules that fail the preview.
func failing(findings []rule.Finding) map[string]string {
	failed := map[string]string{}
	for _, f := range findings {
		if f.Level == rule.Mandatory && f.Verdict != capability.Waived {
			failed[f.Rule.ID] += f.Text() + "\n"
		}
	}
	return failed
}

// Each attack was clean once. The rule is the one that must fail; the row of GET says what its proof is worth then.
func TestAttacksAreCaught(t *testing.T) {
	t.Parallel()
	prod := underAWSKey(t)
	for name, c := range map[string]struct {
		rule   string
		attack func(a attacked)
	}{
		"an exclusive attachment of a managed policy": {"LP-ROLE-001", func(a attacked) {
			a.add(graph.ExclusiveAttachments, "x", map[string]any{"roleName": a.methodRole(), "policyArns": []any{"arn:aws:iam::aws:policy/AdministratorAccess"}})
		}},
		"an attachment by a literal name": {"LP-ROLE-001", func(a attacked) {
			a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": a.methodRole(), "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"})
		}},
		"an attachment to a list of roles": {"LP-ROLE-001", func(a attacked) {
			a.add(graph.PolicyAttachment, "x", map[string]any{"roles": []any{a.methodRole()}, "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"})
		}},
		"a role that may Scan trusts any principal": {"LP-ROLE-008", func(a attacked) {
			a.role("r1", `{"AWS":"*"}`, `"dynamodb:Scan"`, moviesARN)
		}},
		"a role that may Scan trusts another account": {"LP-ROLE-008", func(a attacked) {
			a.role("r1", foreign, `"dynamodb:Scan"`, moviesARN)
		}},
		"a role that may Scan trusts a method's role": {"LP-ROLE-003", func(a attacked) {
			a.role("r1", `{"AWS":"`+a.methodARN()+`"}`, `"dynamodb:Scan"`, moviesARN)
		}},
		"the logs role reads the table": {"LP-ROLE-007", func(a attacked) {
			logs := a.role("logs", `{"Service":"apigateway.amazonaws.com"}`, `"logs:PutLogEvents"`, "*")
			a.add(graph.GatewayAccount, "account", map[string]any{"cloudwatchRoleArn": logs})
			a.add(graph.RolePolicy, "x", map[string]any{"role": "logs", "policy": statement(`["dynamodb:Scan","dynamodb:DeleteTable"]`, moviesARN)})
		}},
		"a function may write the table's policy": {"LP-IAM-002", func(a attacked) {
			a.role("r1", lambda, `["dynamodb:PutResourcePolicy"]`, moviesARN)
		}},
		"a group reads the table": {"LP-ROLE-008", func(a attacked) {
			a.add(graph.GroupPolicy, "x", map[string]any{"group": "staff", "policy": statement(`"dynamodb:*"`, "*")})
		}},
		"a user's managed policy of the stack reads the table": {"LP-ROLE-008", func(a attacked) {
			p := a.add(graph.Policy, "p", map[string]any{"policy": statement(`"dynamodb:GetItem"`, moviesARN)})
			a.add(graph.UserPolicyAttachment, "x", map[string]any{"user": "deployer", "policyArn": p})
		}},
		"a key for another account": {"LP-IAM-004", func(a attacked) {
			a.add(graph.Key, "k", map[string]any{"policy": keyStart + `{"Effect":"Allow","Principal":` + foreign + `,"Action":"kms:*","Resource":"*"}]}`})
		}},
		"a key for a method's role": {"LP-ROLE-001", func(a attacked) {
			a.add(graph.Key, "k", map[string]any{"policy": keyStart + `{"Effect":"Allow","Principal":{"AWS":"` + a.methodARN() + `"},"Action":["kms:Decrypt","kms:CreateGrant","kms:PutKeyPolicy"],"Resource":"*"}]}`})
		}},
		"a grant for a method's role": {"LP-ROLE-003", func(a attacked) {
			a.add(graph.KeyGrant, "g", map[string]any{"keyId": "k", "granteePrincipal": a.methodARN(), "operations": []any{"Decrypt"}})
		}},
		"a bucket for a method's role": {"LP-ROLE-001", func(a attacked) {
			b := a.add("aws:s3/bucketV2:BucketV2", "b", map[string]any{})
			a.add("aws:s3/bucketPolicy:BucketPolicy", "bp", map[string]any{"bucket": b, "policy": resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, `["s3:GetObject","s3:PutObject"]`, "arn:aws:s3:::b/*")})
		}},
		"a queue for a method's role": {"LP-ROLE-001", func(a attacked) {
			a.add("aws:sqs/queuePolicy:QueuePolicy", "q", map[string]any{"queueUrl": "u", "policy": resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, `"sqs:*"`, "arn:aws:sqs:us-east-1:123456789012:q")})
		}},
		"a function that a method's role may invoke": {"LP-ROLE-003", func(a attacked) {
			a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:InvokeFunction", "function": "f", "principal": a.methodARN()})
		}},
		"a table for another account": {"LP-IAM-004", func(a attacked) {
			a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": moviesARN, "policy": resourceStatement(foreign, `["dynamodb:GetItem","dynamodb:Scan"]`, moviesARN)})
		}},
		"uri and documents of another region": {"LP-TABLE-006", func(a attacked) {
			for _, n := range a.Resources {
				switch n.Type {
				case graph.Integration:
					a.text(n, "uri", region, "us-west-2")
				case graph.RolePolicy:
					a.text(n, "policy", region, "us-west-2")
				}
			}
		}},
		"a table by another provider": {"LP-TABLE-006", func(a attacked) {
			a.of(graph.Table, "").Provider = &wire.Provider{URN: "urn:eu", Type: "pulumi:providers:aws", Name: "eu", Inputs: wire.Properties{"region": resource.NewProperty("us-west-1")}}
		}},
		"a replica without recovery": {"LP-TABLE-002", func(a attacked) {
			a.set(a.of(graph.Table, ""), "replicas", []any{map[string]any{"regionName": "us-west-1", "pointInTimeRecovery": false}})
		}},
		"a day of recovery": {"LP-TABLE-002", func(a attacked) {
			a.set(a.of(graph.Table, ""), "pointInTimeRecovery", map[string]any{"enabled": true, "recoveryPeriodInDays": 1})
		}},
		"no stage": {"LP-STAGE-007", func(a attacked) {
			stage := a.of(graph.Stage, "")
			for i, n := range a.Resources {
				if n == stage {
					a.Resources = append(a.Resources[:i:i], a.Resources[i+1:]...)
					break
				}
			}
		}},
		"a stage with a literal deployment": {"LP-STAGE-007", func(a attacked) { a.set(a.of(graph.Stage, ""), "deployment", "old123") }},
		"a deployment without triggers":     {"LP-STAGE-007", func(a attacked) { a.set(a.of(graph.Deployment, ""), "triggers", nil) }},
		"a canary with an older deployment": {"LP-STAGE-007", func(a attacked) {
			a.set(a.of(graph.Stage, ""), "canarySettings", map[string]any{"deploymentId": "old123", "percentTraffic": 50})
		}},
		"a policy on the API that denies all": {"LP-METH-005", func(a attacked) {
			a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}`)
		}},
		"a method on a literal API": {"LP-PACK-002", func(a attacked) {
			role := a.role("r1", `{"Service":"apigateway.amazonaws.com"}`, `"dynamodb:PutItem"`, moviesARN)
			a.add(graph.Method, "m", map[string]any{"restApi": "zzzzzzzzzz", "resourceId": "yyyyyy", "httpMethod": "PUT", "authorization": "NONE", "apiKeyRequired": true})
			a.add(graph.Integration, "i", map[string]any{
				"restApi": "zzzzzzzzzz", "resourceId": "yyyyyy", "httpMethod": "PUT", "type": "AWS", "integrationHttpMethod": "POST", "passthroughBehavior": "NEVER",
				"credentials": role, "uri": "arn:aws:apigateway:" + region + ":dynamodb:action/PutItem",
				"requestTemplates": map[string]any{"application/json": `{"TableName":"lambdaless-prod-favorite_movies","Item":{"name":{"S":"x"}}}`},
			})
		}},
		"errors as successes by gateway responses": {"LP-INTG-004", func(a attacked) {
			for _, kind := range []string{"DEFAULT_4XX", "DEFAULT_5XX"} {
				a.add(graph.GatewayResponse, kind, map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": kind, "statusCode": "200", "responseTemplates": map[string]any{"application/json": `{"ok":true}`}})
			}
		}},
		"errors as successes by an override": {"LP-INTG-004", func(a attacked) {
			for _, n := range a.Resources {
				if n.Type == graph.IntegrationResponse && n.Inputs["selectionPattern"].IsString() && n.Inputs["selectionPattern"].StringValue() == `4\d{2}` {
					a.set(n, "responseTemplates", map[string]any{"application/json": "#set($context.responseOverride.status = 200)\n{\"ok\":true}"})
				}
			}
		}},
		"a command": {"LP-PACK-002", func(a attacked) {
			a.add("command:local:Command", "c", map[string]any{"create": "aws iam put-role-policy ..."})
		}},
		"a role by cloud control":       {"LP-PACK-002", func(a attacked) { a.add("awscc:iam:Role", "r", map[string]any{}) }},
		"a role by the native provider": {"LP-PACK-002", func(a attacked) { a.add("aws-native:iam:Role", "r", map[string]any{}) }},
		"an object of Kubernetes":       {"LP-PACK-002", func(a attacked) { a.add("kubernetes:core/v1:Secret", "s", map[string]any{}) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := prod.Clone()
			c.attack(attacked{t, stack})
			findings, _ := judged(stack)
			assert.Contains(t, failing(findings), c.rule, "%v", failing(findings))
		})
	}
}

// What is none of the API's business, or only takes away, must pass.
func TestGoodStacksPass(t *testing.T) {
	t.Parallel()
	prod := underAWSKey(t)
	report := func(a attacked, integration map[string]any) {
		api := a.of(graph.RestAPI, "")
		r := a.add(graph.Resource, "report", map[string]any{"restApi": api, "parentId": api, "pathPart": "report"})
		a.add(graph.Method, "m", map[string]any{"restApi": api, "resourceId": r, "httpMethod": "GET", "authorization": "AWS_IAM"})
		integration["restApi"], integration["resourceId"], integration["httpMethod"] = api, r, "GET"
		a.add(graph.Integration, "i", integration)
	}
	for name, extend := range map[string]func(a attacked){
		"nothing more":                   func(attacked) {},
		"a function's role with objects": func(a attacked) { a.role("r1", lambda, `"s3:GetObject"`, "arn:aws:s3:::thumbs/*") },
		"a function's role with log streams": func(a attacked) {
			a.role("r1", lambda, `["logs:CreateLogStream","logs:PutLogEvents"]`, "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f:*")
		},
		"a function's role with traces":          func(a attacked) { a.role("r1", lambda, `["xray:PutTraceSegments","xray:PutTelemetryRecords"]`, "*") },
		"a function's role that reads the table": func(a attacked) { a.role("r1", lambda, `"dynamodb:Query"`, moviesARN) },
		"a role for builds": func(a attacked) {
			a.add(graph.Role, "ci", map[string]any{"name": "ci", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::` + account + `:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"StringLike":{"token.actions.githubusercontent.com:sub":"repo:o/r:*"}}}]}`})
			a.add(graph.RolePolicy, "ci-policy", map[string]any{"role": "ci", "policy": statement(`["s3:PutObject","s3:ListBucket","cloudfront:CreateInvalidation"]`, "*")})
		},
		"a condition on TLS": func(a attacked) {
			for _, n := range a.Resources {
				if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
					a.text(n, "policy", `"Resource"`, `"Condition":{"Bool":{"aws:SecureTransport":"true"}},"Resource"`)
				}
			}
		},
		"a deny": func(a attacked) {
			for _, n := range a.Resources {
				if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
					a.text(n, "policy", `"Statement":[`, `"Statement":[{"Effect":"Deny","Action":"dynamodb:Scan","Resource":"*"},`)
				}
			}
		},
		"a permissions boundary outside the stack": func(a attacked) {
			a.set(a.of(graph.Role, "get"), "permissionsBoundary", "arn:aws:iam::"+account+":policy/boundary")
		},
		"a function beside": func(a attacked) {
			report(a, map[string]any{"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations"})
			a.renew()
		},
		"a server beside": func(a attacked) {
			report(a, map[string]any{"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "https://example.com/"})
			a.renew()
		},
		"tags by the provider's defaults": func(a attacked) {
			for _, n := range a.Resources {
				if _, ok := n.Inputs["tags"]; ok {
					a.set(n, "tags", nil)
					a.set(n, "tagsAll", map[string]any{"Project": "x", "Stack": "prod"})
				}
			}
		},
		"no tags, no traces": func(a attacked) {
			a.set(a.of(graph.Stage, ""), "xrayTracingEnabled", false)
			a.set(a.of(graph.Table, ""), "tags", nil)
		},
		"a table by its ARN": func(a attacked) {
			get := a.of(graph.Integration, "get")
			template := get.Inputs["requestTemplates"].ObjectValue()["application/json"].StringValue()
			a.set(get, "requestTemplates", map[string]any{"application/json": strings.Replace(template, `"lambdaless-prod-favorite_movies"`, `"`+moviesARN+`"`, 1)})
		},
		"a website": func(a attacked) {
			b := a.add("aws:s3/bucketV2:BucketV2", "site", map[string]any{})
			a.add("aws:s3/bucketPolicy:BucketPolicy", "policy", map[string]any{"bucket": b, "policy": b})
			a.add("aws:cloudfront/distribution:Distribution", "cdn", map[string]any{"enabled": true})
			a.add("random:index/randomId:RandomId", "id", map[string]any{"byteLength": 4})
		},
		"an unrelated HTTP API": func(a attacked) {
			api := a.add("aws:apigatewayv2/api:Api", "http", map[string]any{"protocolType": "HTTP"})
			a.add("aws:apigatewayv2/integration:Integration", "http-i", map[string]any{"apiId": api, "integrationType": "AWS_PROXY", "integrationUri": "arn:aws:lambda:us-east-1:000000000000:function:f"})
		},
		"an unrelated queue that a topic may use": func(a attacked) {
			q := a.add("aws:sqs/queue:Queue", "q", map[string]any{})
			a.add("aws:sqs/queuePolicy:QueuePolicy", "qp", map[string]any{"queueUrl": q, "policy": resourceStatement(`{"Service":"sns.amazonaws.com"}`, `"sqs:SendMessage"`, "*")})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := prod.Clone()
			extend(attacked{t, stack})
			attacked{t, stack}.renew()
			findings, matrix := judged(stack)
			assert.Empty(t, failing(findings))
			assert.True(t, matrix.Proven(), fmt.Sprint(verdicts(matrix)))
		})
	}
}

// renew gives the deployment triggers with the digests of what it freezes now, as a program does that computes them.
func (a attacked) renew() {
	m := model.New(a.Graph(), a.Project, a.Stack)
	triggers := map[string]any{}
	for _, method := range m.Methods {
		if method.Integration != nil {
			triggers[method.Route()] = stage.Digest(method)
		}
	}
	for _, n := range m.Graph.OfType(graph.Model) {
		triggers["model "+n.In("name").TextOr("")] = stage.DigestOf(n)
	}
	for _, n := range m.Graph.OfType(graph.RequestValidator) {
		triggers["validator"] = stage.DigestOf(n)
	}
	for _, n := range m.Graph.OfType(graph.RestAPI, graph.RestAPIPolicy) {
		if !n.In("policy").Absent() {
			triggers["policy"] = stage.DigestOf(n)
		}
	}
	a.set(a.of(graph.Deployment, ""), "triggers", triggers)
}
