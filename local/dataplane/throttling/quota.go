package throttling

import (
	"sync"
	"time"

	"lambdaless/local/apigateway"
)

// quotas count the requests of a key in a usage plan's period. They live in memory: a restart starts a new period
// (GW-047).
type quotas struct {
	mu   sync.Mutex
	used map[bucketKey]*quotaUse
}

type quotaUse struct {
	period time.Time
	first  bool // the key's first period, from which the plan's offset is taken off
	count  int
}

// take counts one request and says whether it was within the quota.
func (q *quotas) take(planID string, quota apigateway.Quota, keyID string, now time.Time) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.used == nil {
		q.used = map[bucketKey]*quotaUse{}
	}
	key := bucketKey{planID, keyID, quota.Period}
	start := periodStart(quota.Period, now)
	use := q.used[key]
	if use == nil {
		use = &quotaUse{period: start, first: true}
		q.used[key] = use
	}
	if !use.period.Equal(start) {
		*use = quotaUse{period: start}
	}
	limit := quota.Limit
	if use.first {
		limit -= quota.Offset
	}
	if use.count >= limit {
		return false
	}
	use.count++
	return true
}

// periodStart is the beginning of the calendar period, in UTC: the day, the week from Sunday, the
// month (GW-048).
func periodStart(period string, now time.Time) time.Time {
	now = now.UTC()
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	switch period {
	case "WEEK":
		return day.AddDate(0, 0, -int(day.Weekday()))
	case "MONTH":
		return day.AddDate(0, 0, 1-day.Day())
	}
	return day
}
