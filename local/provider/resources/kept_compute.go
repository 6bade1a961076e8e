package resources

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
		facts: named(64, facts{
			"memorySize": {defaultsTo(128.0), check(between(128, 10240))}, "timeout": {defaultsTo(3.0), check(between(1, 900))}, "packageType": {defaultsTo("Zip"), among("Zip", "Image"), replaces},
			"publish": {defaultsTo(false)}, "reservedConcurrentExecutions": {defaultsTo(-1.0)}, "skipDestroy": {defaultsTo(false)},
			"architectures": {computed},
		}),
	},
	{
		token: "aws:lambda/permission:Permission", label: "Lambda Permission", subject: "statementId", id: "{statementId}", key: "{function}/{statementId}", parent: "aws:lambda/function:Function", of: "function",
		taken: "ResourceConflictException: The statement id ({statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.",
		facts: replacing(facts{"statementId": {autonamed(100, nil), excludes("statementIdPrefix")}, "statementIdPrefix": {excludes("statementId")},
			"functionUrlAuthType": {among("AWS_IAM", "NONE")}},
			"action", "eventSourceToken", "function", "functionUrlAuthType", "principal", "principalOrgId", "qualifier", "sourceAccount", "sourceArn", "statementId", "statementIdPrefix"),
	},
	{
		token: "aws:lambda/alias:Alias", label: "Lambda Alias", id: "{arn}", key: "{functionName}/{name}", parent: "aws:lambda/function:Function", of: "functionName",
		arn: "arn:{partition}:lambda:{region}:{account}:function:{functionName}:{name}", taken: "ResourceConflictException: Alias already exists: {arn}",
		outputs: outputs{"invokeArn": "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"},
		facts:   named(128, facts{"functionName": {replaces}}),
	},
}
