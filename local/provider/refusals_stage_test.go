package provider

import (
	"strconv"
	"testing"
)

// Deployments, stages and their settings.
func TestRefusedStages(t *testing.T) {
	t.Parallel()
	refuse(t, []refusal{
		{"an eleventh stage", stageType, func(w *fixture) props {
			for i := range 10 {
				w.create(stageType, "s"+strconv.Itoa(i), props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "s" + strconv.Itoa(i)})
			}
			return props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "s10"}
		}, "creating API Gateway Stage (s10): LimitExceededException: Maximum number of Stages for this API has been reached.  Please contact AWS if you need additional Stages."},
		{"a deployment of an API without methods", deploymentType, func(w *fixture) props {
			return props{"restApi": w.create(restAPIType, "empty", props{"name": "empty"}).id}
		}, "creating API Gateway Deployment: BadRequestException: The REST API doesn't contain any methods"},
		{"a deployment with a method that has no integration", deploymentType, func(w *fixture) props {
			w.create(methodType, "put", w.on(props{"httpMethod": "PUT", "authorization": "NONE"}))
			return props{"restApi": w.api.id}
		}, "creating API Gateway Deployment: BadRequestException: No integration defined for method"},
		{"a stage of no deployment", stageType, func(w *fixture) props {
			return props{"restApi": w.api.id, "deployment": "none", "stageName": "v1"}
		}, "creating API Gateway Stage (v1): BadRequestException: Deployment id does not exist"},
		{"CP-086 a stage variable with a dash in its name", stageType, func(w *fixture) props {
			return props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "v1", "variables": props{"table-name": "x"}}
		}, "creating API Gateway Stage (v1): BadRequestException: Invalid stage variable name: table-name.  Please use names with only word characters."},
		{"CP-086 a stage variable that is empty", stageType, func(w *fixture) props {
			return props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "v1", "variables": props{"table": ""}}
		}, "creating API Gateway Stage (v1): BadRequestException: Invalid stage variable value: .  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','."},
		{"CP-086 a canary's variable with a dollar", stageType, func(w *fixture) props {
			return props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "v1", "canarySettings": props{
				"deploymentId": w.deployment.id, "percentTraffic": 10, "stageVariableOverrides": props{"version": "$LATEST"}}}
		}, "creating API Gateway Stage (v1): BadRequestException: Invalid stage variable value: $LATEST.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','."},
		{"CP-086 variables of a deployment's own stage", deploymentType, func(w *fixture) props {
			w.create(deploymentType, "two", props{"restApi": w.api.id, "stageName": "own"})
			return props{"restApi": w.api.id, "stageName": "own", "variables": props{"a": "{b}"}}
		}, "creating API Gateway Deployment: BadRequestException: Invalid stage variable value: {b}.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','."},
		{"access logs without a logging role", stageType, func(w *fixture) props {
			return props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "v1", "accessLogSettings": props{"destinationArn": "arn:aws:logs:us-east-1:000000000000:log-group:x", "format": "$context.requestId"}}
		}, "creating API Gateway Stage (v1): BadRequestException: CloudWatch Logs role ARN must be set in account settings to enable logging"},
		{"access logs without a request id", stageType, func(w *fixture) props {
			w.logging()
			return props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "v1", "accessLogSettings": props{"destinationArn": "arn:aws:logs:us-east-1:000000000000:log-group:x", "format": "$context.requestIdentity"}}
		}, "creating API Gateway Stage (v1): BadRequestException: Access log format must contain at least $context.requestId or $context.extendedRequestId"},
		{"execution logs without a logging role", settingsType, func(w *fixture) props {
			w.stage(nil)
			return props{"restApi": w.api.id, "stageName": "v1", "methodPath": "*/*", "settings": props{"loggingLevel": "INFO"}}
		}, "creating API Gateway Stage Method Settings (*/*): BadRequestException: CloudWatch Logs role ARN must be set in account settings to enable logging"},
		{"settings of a method that is not there", settingsType, func(w *fixture) props {
			w.stage(nil)
			return props{"restApi": w.api.id, "stageName": "v1", "methodPath": "none/GET", "settings": props{}}
		}, "creating API Gateway Stage Method Settings (none/GET): NotFoundException: Invalid Method identifier specified"},
	})
}
