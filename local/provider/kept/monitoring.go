package kept

import (
	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/schema"
)

// monitoring are the kept types of CloudWatch, CloudTrail and Application Auto Scaling.
var monitoring = []kept{
	{
		token: "aws:cloudwatch/metricAlarm:MetricAlarm", label: "CloudWatch Metric Alarm", arn: "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}",
		facts: named(255, schema.Facts{
			"actionsEnabled": {schema.Default(true)}, "treatMissingData": {schema.Default("missing"), schema.Among("breaching", "notBreaching", "ignore", "missing")},
			"alarmActions": {schema.Unordered}, "okActions": {schema.Unordered}, "insufficientDataActions": {schema.Unordered},
			"comparisonOperator": {schema.Among("GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
				"LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold")},
			"statistic":  {schema.Among("SampleCount", "Average", "Sum", "Minimum", "Maximum"), schema.Excludes("extendedStatistic")},
			"metricName": {schema.Excludes("metricQueries")}, "metricQueries": {schema.IdentifiedBy("id")},
			"evaluationPeriods": {schema.Check(resources.AtLeast(1))}, "datapointsToAlarm": {schema.Check(resources.AtLeast(1))},
		}),
	},
	{
		token: "aws:cloudwatch/compositeAlarm:CompositeAlarm", label: "CloudWatch Composite Alarm", subject: "alarmName", id: "{alarmName}",
		arn:   "arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarmName}",
		facts: schema.Facts{"alarmName": {schema.Replaces}, "actionsEnabled": {schema.Default(true), schema.Replaces}, "alarmActions": {schema.Unordered}, "okActions": {schema.Unordered}, "insufficientDataActions": {schema.Unordered}},
	},
	{
		token: "aws:cloudwatch/dashboard:Dashboard", label: "CloudWatch Dashboard", subject: "dashboardName", id: "{dashboardName}",
		outputs: outputs{"dashboardArn": "arn:{partition}:cloudwatch::{account}:dashboard/{dashboardName}"},
		facts:   schema.Facts{"dashboardName": {schema.Replaces}, "dashboardBody": {schema.JSON}},
	},
	{
		token: "aws:cloudwatch/logMetricFilter:LogMetricFilter", label: "CloudWatch Logs Metric Filter", id: "{name}", key: "{logGroupName}:{name}",
		facts: replacing(named(512, schema.Facts{"metricTransformation.unit": {schema.Default("None")}}), "logGroupName"),
	},
	{
		token: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy", label: "CloudWatch Logs Resource Policy", subject: "policyName", id: "{policyName}",
		facts: schema.Facts{"policyName": {schema.Replaces}, "policyDocument": {schema.JSON}},
	},
	{
		token: "aws:cloudtrail/trail:Trail", label: "CloudTrail Trail", id: "{arn}", arn: "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}", missing: "TrailNotFoundException",
		taken:   "TrailAlreadyExistsException: Trail {name} already exists for customer: {account}",
		outputs: outputs{"homeRegion": "{region}"},
		facts: named(128, schema.Facts{
			"enableLogFileValidation": {schema.Default(false)}, "enableLogging": {schema.Default(true)}, "includeGlobalServiceEvents": {schema.Default(true)},
			"isMultiRegionTrail": {schema.Default(false)}, "isOrganizationTrail": {schema.Default(false)}, "insightSelectors": {schema.Unordered},
		}),
	},
	{
		token: "aws:appautoscaling/target:Target", label: "Application AutoScaling Target", subject: "resourceId", id: "{resourceId}",
		key: "{serviceNamespace}/{resourceId}/{scalableDimension}", missing: "ObjectNotFoundException",
		arn: "arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/{+hex:32}",
		outputs: outputs{
			"roleArn":        "arn:{partition}:iam::{account}:role/aws-service-role/{serviceNamespace}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling",
			"suspendedState": outputs{"dynamicScalingInSuspended": false, "dynamicScalingOutSuspended": false, "scheduledScalingSuspended": false},
		},
		facts: schema.Facts{"resourceId": {schema.Replaces}, "scalableDimension": {schema.Replaces}, "serviceNamespace": {schema.Replaces}},
	},
	{
		token: "aws:appautoscaling/policy:Policy", label: "Application AutoScaling Scaling Policy", id: "{name}",
		key: "{serviceNamespace}/{resourceId}/{scalableDimension}/{name}", missing: "ObjectNotFoundException",
		arn:   "arn:{partition}:autoscaling:{region}:{account}:scalingPolicy:{+uuid}:resource/{serviceNamespace}/{resourceId}:policyName/{name}",
		facts: replacing(named(256, schema.Facts{"policyType": {schema.Default("StepScaling"), schema.Among("StepScaling", "TargetTrackingScaling", "PredictiveScaling")}}), "resourceId", "scalableDimension", "serviceNamespace"),
	},
}
