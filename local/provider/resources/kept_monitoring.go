package resources

// monitoring are the kept types of CloudWatch and Application Auto Scaling.
var monitoring = []kept{
	{
		token: "aws:cloudwatch/metricAlarm:MetricAlarm", label: "CloudWatch Metric Alarm", arn: "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}",
		outputs: map[string]any{},
		facts: named(255, facts{
			"actionsEnabled": {defaultsTo(true)}, "treatMissingData": {defaultsTo("missing"), among("breaching", "notBreaching", "ignore", "missing")},
			"alarmActions": {unordered}, "okActions": {unordered}, "insufficientDataActions": {unordered},
			"comparisonOperator": {among("GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
				"LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold")},
			"statistic":         {among("SampleCount", "Average", "Sum", "Minimum", "Maximum"), excludes("extendedStatistic")},
			"metricName":        {excludes("metricQueries")},
			"metricQueries":     {identifiedBy("id")},
			"evaluationPeriods": {check(atLeast(1))}, "datapointsToAlarm": {check(atLeast(1))},
		}),
	},
	{
		token: "aws:appautoscaling/target:Target", label: "Application AutoScaling Target", subject: "resourceId", id: "{resourceId}",
		key: "{serviceNamespace}/{resourceId}/{scalableDimension}", missing: "ObjectNotFoundException",
		arn: "arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/{+hex:32}",
		outputs: map[string]any{
			"roleArn":        "arn:{partition}:iam::{account}:role/aws-service-role/{serviceNamespace}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling",
			"suspendedState": map[string]any{"dynamicScalingInSuspended": false, "dynamicScalingOutSuspended": false, "scheduledScalingSuspended": false},
		},
		facts: facts{"resourceId": {replaces}, "scalableDimension": {replaces}, "serviceNamespace": {replaces}},
	},
}
