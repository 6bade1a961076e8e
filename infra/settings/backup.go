package settings

import (
	"regexp"

	"lambdaless/infra/backup"
)

var scheduleRule = rule[string]{
	text: "it must be cron(...) with six fields", example: `"cron(0 5 ? * * *)"`,
	holds: regexp.MustCompile(`^cron\(\S+( \S+){5}\)$`).MatchString,
}

func (r *reader) backup() backup.Settings {
	return backup.Settings{
		On: r.boolean("backups", false), Schedule: r.text("backupSchedule", "cron(0 5 ? * * *)", scheduleRule),
		Days: r.integer("backupRetentionDays", 90, between(1, 36_500)),
	}
}
