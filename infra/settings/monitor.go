package settings

import (
	"regexp"

	"lambdaless/infra/monitor"
)

var (
	emailRule = rule[string]{
		text: "it must be an email address", example: "team@example.com",
		holds: regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`).MatchString,
	}
	topicRule = rule[string]{
		text: "it must be the ARN of an SNS topic", example: "arn:aws:sns:us-east-1:111122223333:alarms",
		holds: regexp.MustCompile(`^arn:[^:]+:sns:[^:]+:\d{12}:[\w-]+$`).MatchString,
	}
)

// monitor reads the keys of alarms and dashboard.
func (r *reader) monitor() monitor.Settings {
	s := monitor.Settings{
		Alarms:       r.boolean("alarms", false),
		Emails:       r.texts("alarmEmails", emailRule),
		TopicARN:     r.text("alarmTopicArn", "", optional(topicRule)),
		ErrorPercent: r.integer("alarmErrorPercent", 1, between(0, 99)),
		Latency:      r.integer("alarmLatency", 1000, between(1, 29_000)),
		Dashboard:    r.boolean("dashboard", false),
	}
	if len(s.Emails) > 0 && s.TopicARN != "" {
		r.remove("alarmEmails", s.Emails[0], "alarmTopicArn is another topic, whose subscriptions its owner decides on")
	}
	if !s.Alarms && (len(s.Emails) > 0 || s.TopicARN != "") {
		r.refuse("alarms", "false", "alarmEmails and alarmTopicArn have no effect without alarms", "true")
	}
	return s
}
