package main

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// badTables are stacks with tables that are not protected, and with resources that the pack does not know.
var badTables = map[string]badStack{
	"a method on a literal API": {"LP-PACK-002", func(a attacked) {
		role := a.role("r1", `{"Service":"apigateway.amazonaws.com"}`, `"dynamodb:PutItem"`, moviesARN)
		a.add(graph.Method, "m", map[string]any{"restApi": "zzzzzzzzzz", "resourceId": "yyyyyy", "httpMethod": "PUT", "authorization": "NONE", "apiKeyRequired": true})
		a.add(graph.Integration, "i", map[string]any{
			"restApi": "zzzzzzzzzz", "resourceId": "yyyyyy", "httpMethod": "PUT", "type": "AWS", "integrationHttpMethod": "POST", "passthroughBehavior": "NEVER",
			"credentials": role, "uri": "arn:aws:apigateway:" + region + ":dynamodb:action/PutItem",
			"requestTemplates": map[string]any{"application/json": `{"TableName":"lambdaless-prod-favorite_movies","Item":{"name":{"S":"x"}}}`},
		})
	}},
	"a command": {"LP-PACK-002", func(a attacked) {
		a.add("command:local:Command", "c", map[string]any{"create": "aws iam put-role-policy ..."})
	}},
	"a role by cloud control":       {"LP-PACK-002", func(a attacked) { a.add("awscc:iam:Role", "r", map[string]any{}) }},
	"a role by the native provider": {"LP-PACK-002", func(a attacked) { a.add("aws-native:iam:Role", "r", map[string]any{}) }},
	"an object of Kubernetes":       {"LP-PACK-002", func(a attacked) { a.add("kubernetes:core/v1:Secret", "s", map[string]any{}) }},
	"an attachment to an unknown role": {"LP-PACK-002", func(a attacked) {
		n := a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": "r", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"})
		a.set(n, "role", resource.MakeComputed(resource.NewProperty("")))
	}},
	"a policy of the table's stream for another account": {"LP-PACK-002", func(a attacked) {
		a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": moviesARN + "/stream/2026-01-01T00:00:00.000", "policy": resourceStatement(foreign, `"dynamodb:GetRecords"`, "*")})
	}},
	"an API by an OpenAPI document": {"LP-PACK-002", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "body", `{"openapi":"3.0.1","paths":{"/x":{"get":{}}}}`)
	}},
	"a method on a literal API with a literal resource": {"LP-PACK-002", func(a attacked) {
		a.add(graph.Method, "m", map[string]any{"restApi": "abc", "resourceId": "def", "httpMethod": "DELETE", "authorization": "NONE"})
	}},
	"an export to another account's bucket": {"LP-PACK-002", func(a attacked) {
		a.add("aws:dynamodb/tableExport:TableExport", "e", map[string]any{"tableArn": moviesARN, "s3Bucket": "theirs", "s3BucketOwner": "999999999999"})
	}},
	"a dynamic resource":     {"LP-PACK-002", func(a attacked) { a.add("pulumi-nodejs:dynamic:Resource", "d", map[string]any{"__provider": "code"}) }},
	"a CloudFormation stack": {"LP-PACK-002", func(a attacked) { a.add("aws:cloudformation/stack:Stack", "s", map[string]any{"templateBody": "{}"}) }},
	"a CloudFormation stack set": {"LP-PACK-002", func(a attacked) {
		a.add("aws:cloudformation/stackSet:StackSet", "s", map[string]any{"templateBody": "{}"})
	}},
	"a cloud control resource": {"LP-PACK-002", func(a attacked) {
		a.add("aws:cloudcontrol/resource:Resource", "s", map[string]any{"typeName": "AWS::IAM::Role", "desiredState": "{}"})
	}},
	"a provisioned product": {"LP-PACK-002", func(a attacked) {
		a.add("aws:servicecatalog/provisionedProduct:ProvisionedProduct", "s", map[string]any{})
	}},
	"a role assignment of Azure":    {"LP-PACK-002", func(a attacked) { a.add("azure-native:authorization:RoleAssignment", "s", map[string]any{}) }},
	"an unread type of IAM":         {"LP-PACK-002", func(a attacked) { a.add("aws:iam/somethingNew:SomethingNew", "s", map[string]any{}) }},
	"an unread type of API Gateway": {"LP-PACK-002", func(a attacked) { a.add("aws:apigateway/somethingNew:SomethingNew", "s", map[string]any{}) }},
	"a chart of Helm":               {"LP-PACK-002", func(a attacked) { a.add("kubernetes:helm.sh/v3:Release", "s", map[string]any{}) }},
	"a profile of Roles Anywhere": {"LP-PACK-002", func(a attacked) {
		a.add("aws:rolesanywhere/profile:Profile", "s", map[string]any{"roleArns": []any{a.methodARN()}})
	}},
	"a deployment that makes its own stage": {"LP-PACK-002", func(a attacked) {
		a.add(graph.Deployment, "more", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "beta"})
	}},
	"a document that replaces the API's methods": {"LP-PACK-002", func(a attacked) {
		a.add("aws:apigateway/restApiPut:RestApiPut", "x", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "body": "{}"})
	}},
	"a document of the API that is unknown": {"LP-PACK-002", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "body", resource.MakeComputed(resource.NewProperty("")))
	}},
	"a method for every verb": {"LP-PACK-002", func(a attacked) { a.set(a.of(graph.Method, "get"), "httpMethod", "ANY") }},
	"a second integration of a method": {"LP-PACK-002", func(a attacked) {
		get := a.of(graph.Integration, "get")
		n := a.add(graph.Integration, "second", map[string]any{"httpMethod": "GET", "type": "AWS", "uri": strings.Replace(get.Inputs["uri"].StringValue(), "GetItem", "Scan", 1)})
		for _, key := range []resource.PropertyKey{"restApi", "resourceId", "credentials"} {
			n.Inputs[key], n.PropertyDependencies[string(key)] = get.Inputs[key], get.PropertyDependencies[string(key)]
		}
		n.Inputs["requestTemplates"] = resource.NewPropertyValue(map[string]any{"application/json": `{"TableName":"lambdaless-prod-favorite_movies"}`})
	}},
	"a remote command":                  {"LP-PACK-002", func(a attacked) { a.add("command:remote:Command", "c", map[string]any{"create": "x"}) }},
	"a role of awscc":                   {"LP-PACK-002", func(a attacked) { a.add("awscc:iam/role:Role", "c", map[string]any{}) }},
	"a method of native":                {"LP-PACK-002", func(a attacked) { a.add("aws-native:apigateway:Method", "c", map[string]any{}) }},
	"a resource of an unknown provider": {"LP-PACK-002", func(a attacked) { a.add("terraform:index:Resource", "c", map[string]any{}) }},
	"a dynamic resource of Python": {"LP-PACK-002", func(a attacked) {
		a.add("pulumi-python:dynamic:Resource", "c", map[string]any{"__provider": "code"})
	}},
	"a dynamic resource with a module": {"LP-PACK-002", func(a attacked) {
		a.add("pulumi-nodejs:dynamic/iam:Role", "c", map[string]any{"__provider": "code"})
	}},
	"a share of the table": {"LP-PACK-002", func(a attacked) {
		a.add("aws:ram/resourceAssociation:ResourceAssociation", "c", map[string]any{"resourceArn": moviesARN, "resourceShareArn": "x"})
	}},
	"export to another account": {"LP-PACK-002", func(a attacked) {
		a.add("aws:dynamodb/tableExport:TableExport", "x", map[string]any{"tableArn": moviesARN, "s3Bucket": "x", "s3BucketOwner": "999999999999"})
	}},
	"serverless application": {"LP-PACK-002", func(a attacked) {
		a.add("aws:serverlessrepository/cloudFormationStack:CloudFormationStack", "s", map[string]any{"applicationId": "x"})
	}},
	"rest api put": {"LP-PACK-002", func(a attacked) {
		a.add("aws:apigateway/restApiPut:RestApiPut", "p", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "body": "{}"})
	}},
	"global table v1": {"LP-PACK-002", func(a attacked) {
		a.add("aws:dynamodb/globalTable:GlobalTable", "g", map[string]any{"name": "lambdaless-prod-favorite_movies", "replicas": []any{map[string]any{"regionName": "eu-west-1"}}})
	}},
	"import table": {"LP-PACK-002", func(a attacked) {
		a.add("aws:dynamodb/tableExport:TableExport", "e", map[string]any{"tableArn": moviesARN, "s3Bucket": "theirs"})
	}},
	"a table of aws-native":     {"LP-PACK-002", func(a attacked) { a.add("aws-native:dynamodb:Table", "x", map[string]any{}) }},
	"a ConfigMap of Kubernetes": {"LP-PACK-002", func(a attacked) { a.add("kubernetes:core/v1:ConfigMap", "x", map[string]any{}) }},
	"a state of Terraform":      {"LP-PACK-002", func(a attacked) { a.add("terraform:state:RemoteStateReference", "x", map[string]any{}) }},
	"credentials by Vault":      {"LP-PACK-002", func(a attacked) { a.add("vault:aws/secretBackendRole:SecretBackendRole", "x", map[string]any{}) }},
	"settings of deployments":   {"LP-PACK-002", func(a attacked) { a.add("pulumiservice:index:DeploymentSettings", "x", map[string]any{}) }},
	"local file":                {"LP-PACK-002", func(a attacked) { a.add("local:index:File", "x", map[string]any{}) }},
	"an unread type of IAM beside a catalog": {"LP-PACK-002", func(a attacked) {
		a.add("aws:athena/dataCatalog:DataCatalog", "d", map[string]any{"type": "LAMBDA"})
		a.add("aws:iam/unknownThing:UnknownThing", "u", map[string]any{})
	}},
	"identity store":                       {"LP-PACK-002", func(a attacked) { a.add("aws:ssoadmin/accountAssignment:AccountAssignment", "u", map[string]any{}) }},
	"an unread type of API Gateway, later": {"LP-PACK-002", func(a attacked) { a.add("aws:apigateway/somethingNew:SomethingNew", "u", map[string]any{}) }},
	"encryption off": {"LP-TABLE-001", func(a attacked) {
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": false})
	}},
	"no encryption": {"LP-TABLE-001", func(a attacked) { a.set(a.of(graph.Table, ""), "serverSideEncryption", nil) }},
	"two tables of one name": {"LP-TABLE-001", func(a attacked) {
		a.add(graph.Table, "twin", map[string]any{"name": "lambdaless-prod-favorite_movies", "hashKey": "id", "attributes": []any{map[string]any{"name": "id", "type": "S"}}, "billingMode": "PAY_PER_REQUEST"})
	}},
	"a replica without recovery": {"LP-TABLE-002", func(a attacked) {
		a.set(a.of(graph.Table, ""), "replicas", []any{map[string]any{"regionName": "us-west-1", "pointInTimeRecovery": false}})
	}},
	"a day of recovery": {"LP-TABLE-002", func(a attacked) {
		a.set(a.of(graph.Table, ""), "pointInTimeRecovery", map[string]any{"enabled": true, "recoveryPeriodInDays": 1})
	}},
	"a replica that may be deleted": {"LP-TABLE-002", func(a attacked) {
		a.add(graph.TableReplica, "r", map[string]any{"globalTableArn": moviesARN, "pointInTimeRecovery": false})
	}},
	"a table without recovery": {"LP-TABLE-002", func(a attacked) { a.set(a.of(graph.Table, ""), "pointInTimeRecovery", nil) }},
	"the table with one replica elsewhere by name": {"LP-TABLE-002", func(a attacked) {
		a.set(a.of(graph.Table, ""), "replicas", []any{map[string]any{"regionName": "eu-west-1"}})
	}},
	"a table that may be deleted": {"LP-TABLE-003", func(a attacked) { a.set(a.of(graph.Table, ""), "deletionProtectionEnabled", false) }},
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
	"the table's own region": {"LP-TABLE-006", func(a attacked) { a.set(a.of(graph.Table, ""), "region", "eu-central-1") }},
	"the API's own region":   {"LP-TABLE-006", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "region", "eu-central-1") }},
	"another partition in uri and document": {"LP-TABLE-006", func(a attacked) {
		for _, n := range a.Resources {
			switch {
			case n.Type == graph.RolePolicy && strings.Contains(n.Name, "get"):
				a.text(n, "policy", "arn:aws:", "arn:aws-cn:")
			case n.Type == graph.Integration && strings.Contains(n.Name, "get"):
				a.text(n, "uri", "arn:aws:", "arn:aws-cn:")
			}
		}
	}},
	"the table by a provider of another account": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Table, "").Provider = by(region, map[string]any{"assumeRoles": []any{map[string]any{"roleArn": "arn:aws:iam::999999999999:role/deploy"}}})
	}},
	"the table by a provider that assumes a role": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Table, "").Provider = by(region, map[string]any{"assumeRole": map[string]any{"roleArn": "arn:aws:iam::999999999999:role/deploy"}})
	}},
	"a role by a provider with another profile": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Role, "get").Provider = by(region, map[string]any{"profile": "other"})
	}},
	"a table by a provider of an unknown region": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Table, "").Provider = by(region, map[string]any{"region": resource.MakeComputed(resource.NewProperty(""))})
	}},
	"a provider with its own endpoint": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Table, "").Provider = by(region, map[string]any{"endpoints": []any{map[string]any{"dynamodb": "http://127.0.0.1:8000"}}})
	}},
	"a document by a provider of another region": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Integration, "get").Provider = by("eu-west-1", nil)
	}},
	"a deployment of another region": {"LP-TABLE-006", func(a attacked) { a.set(a.of(graph.Deployment, ""), "region", "eu-west-1") }},
	"a stage of another region":      {"LP-TABLE-006", func(a attacked) { a.set(a.of(graph.Stage, ""), "region", "eu-west-1") }},
	"a role's policy by a provider of another account": {"LP-TABLE-006", func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
				n.Provider = by(region, map[string]any{"assumeRoles": []any{map[string]any{"roleArn": "arn:aws:iam::999999999999:role/deploy"}}})
			}
		}
	}},
	"table v7 region": {"LP-TABLE-006", func(a attacked) { a.set(a.of(graph.Table, ""), "region", "eu-west-1") }},
}
