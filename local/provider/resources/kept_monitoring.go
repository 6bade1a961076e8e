package resources

// monitoring are the kept types of CloudWatch, CloudTrail and Application Auto Scaling.
var monitoring = []kept{
	{
		token: "aws:cloudwatch/metricAlarm:MetricAlarm", label: "CloudWatch Metric Alarm", arn: "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}",
		facts: named(255, facts{
			"actionsEnabled": {defaultsTo(true)}, "treatMissingData": {defaultsTo("missing"), among("breaching", "notBreaching", "ignore", "missing")},
			"alarmActions": {unordered}, "okActions": {unordered}, "insufficientDataActions": {unordered},
			"comparisonOperator": {among("GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
				"LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold")},
			"statistic":  {among("SampleCount", "Average", "Sum", "Minimum", "Maximum"), excludes("extendedStatistic")},
			"metricName": {excludes("metricQueries")}, "metricQueries": {identifiedBy("id")},
			"evaluationPeriods": {check(atLeast(1))}, "datapointsToAlarm": {check(atLeast(1))},
		}),
	},
	{
		token: "aws:cloudwatch/compositeAlarm:CompositeAlarm", label: "CloudWatch Composite Alarm", subject: "alarmName", id: "{alarmName}",
		arn:   "arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarmName}",
		facts: facts{"alarmName": {replaces}, "actionsEnabled": {defaultsTo(true), replaces}, "alarmActions": {unordered}, "okActions": {unordered}, "insufficientDataActions": {unordered}},
	},
	{
		token: "aws:cloudwatch/dashboard:Dashboard", label: "CloudWatch Dashboard", subject: "dashboardName", id: "{dashboardName}",
		outputs: outputs{"dashboardArn": "arn:{partition}:cloudwatch::{account}:dashboard/{dashboardName}"},
		facts:   facts{"dashboardName": {replaces}, "dashboardBody": {document}},
	},
	{
		token: "aws:cloudwatch/logMetricFilter:LogMetricFilter", label: "CloudWatch Logs Metric Filter", id: "{name}", key: "{logGroupName}:{name}",
		facts: replacing(named(512, facts{"metricTransformation.unit": {defaultsTo("None")}}), "logGroupName"),
	},
	{
		token: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy", label: "CloudWatch Logs Resource Policy", subject: "policyName", id: "{policyName}",
		facts: facts{"policyName": {replaces}, "policyDocument": {document}},
	},
	{
		token: "aws:cloudtrail/trail:Trail", label: "CloudTrail Trail", id: "{arn}", arn: "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}", missing: "TrailNotFoundException",
		taken:   "TrailAlreadyExistsException: Trail {name} already exists for customer: {account}",
		outputs: outputs{"homeRegion": "{region}"},
		facts: named(128, facts{
			"enableLogFileValidation": {defaultsTo(false)}, "enableLogging": {defaultsTo(true)}, "includeGlobalServiceEvents": {defaultsTo(true)},
			"isMultiRegionTrail": {defaultsTo(false)}, "isOrganizationTrail": {defaultsTo(false)}, "insightSelectors": {unordered},
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
		facts: facts{"resourceId": {replaces}, "scalableDimension": {replaces}, "serviceNamespace": {replaces}},
	},
	{
		token: "aws:appautoscaling/policy:Policy", label: "Application AutoScaling Scaling Policy", id: "{name}",
		key: "{serviceNamespace}/{resourceId}/{scalableDimension}/{name}", missing: "ObjectNotFoundException",
		arn:   "arn:{partition}:autoscaling:{region}:{account}:scalingPolicy:{+uuid}:resource/{serviceNamespace}/{resourceId}:policyName/{name}",
		facts: replacing(named(256, facts{"policyType": {defaultsTo("StepScaling"), among("StepScaling", "TargetTrackingScaling", "PredictiveScaling")}}), "resourceId", "scalableDimension", "serviceNamespace"),
	},
}
