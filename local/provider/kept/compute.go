package kept

import (
	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/schema"
)

// compute are the kept types of Lambda. What a function does runs elsewhere.
var compute = []kept{
	{
		token: "aws:lambda/function:Function", label: "Lambda Function", arn: "arn:{partition}:lambda:{region}:{account}:function:{name}",
		taken: "ResourceConflictException: Function already exist: {name}",
		outputs: outputs{
			"invokeArn": "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations", "qualifiedArn": "{arn}:{version}", "version": "$LATEST",
			"qualifiedInvokeArn": "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{qualifiedArn}/invocations", "lastModified": "{+now}",
			"ephemeralStorage": outputs{"size": 512.0}, "tracingConfig": outputs{"mode": "PassThrough"}, "architectures": []any{"x86_64"},
			"loggingConfig": outputs{"logFormat": "Text", "logGroup": "/aws/lambda/{name}"},
		},
		facts: named(64, schema.Facts{
			"memorySize": {schema.Default(128.0), schema.Check(resources.Between(128, 10240))}, "timeout": {schema.Default(3.0), schema.Check(resources.Between(1, 900))}, "packageType": {schema.Default("Zip"), schema.Among("Zip", "Image"), schema.Replaces},
			"publish": {schema.Default(false)}, "reservedConcurrentExecutions": {schema.Default(-1.0)}, "skipDestroy": {schema.Default(false)},
			"architectures": {schema.Computed},
		}),
	},
	{
		token: "aws:lambda/permission:Permission", label: "Lambda Permission", subject: "statementId", id: "{statementId}", key: "{function}/{statementId}", parent: "aws:lambda/function:Function", of: "function",
		taken: "ResourceConflictException: The statement id ({statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.",
		facts: replacing(schema.Facts{"statementId": {schema.Autonamed(100, nil), schema.Excludes("statementIdPrefix")}, "statementIdPrefix": {schema.Excludes("statementId")},
			"functionUrlAuthType": {schema.Among("AWS_IAM", "NONE")}},
			"action", "eventSourceToken", "function", "functionUrlAuthType", "principal", "principalOrgId", "qualifier", "sourceAccount", "sourceArn", "statementId", "statementIdPrefix"),
	},
	{
		token: "aws:lambda/alias:Alias", label: "Lambda Alias", id: "{arn}", key: "{functionName}/{name}", parent: "aws:lambda/function:Function", of: "functionName",
		arn: "arn:{partition}:lambda:{region}:{account}:function:{functionName}:{name}", taken: "ResourceConflictException: Alias already exists: {arn}",
		outputs: outputs{"invokeArn": "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"},
		facts:   named(128, schema.Facts{"functionName": {schema.Replaces}}),
	},
}
