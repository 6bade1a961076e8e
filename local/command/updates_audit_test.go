package command

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/infra/infratest/fixture"
)

// TestUpdateToAnAuditTrail: awsx's component registers the children that it registers on AWS, and they go with it.
func TestUpdateToAnAuditTrail(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, nil)
	l.configure(map[string]string{"auditTrail": "true"})
	done := l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	for _, created := range []string{
		"create awsx:cloudtrail:Trail movies-audit-trail", "create aws:cloudtrail/trail:Trail movies-audit-trail",
		"create aws:s3/bucketPolicy:BucketPolicy movies-audit-trail", "create aws:s3/bucketV2:BucketV2 movies-audit-bucket",
	} {
		assert.Contains(t, done, created)
	}
	assert.Empty(t, l.up(), "nothing has changed")

	l.configure(map[string]string{"auditRetentionDays": "30"})
	assert.Equal(t, steps{"update aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"}, l.up().types())

	l.configure(map[string]string{"auditTrail": "", "auditRetentionDays": ""})
	assert.Contains(t, l.up(), "delete aws:cloudtrail/trail:Trail movies-audit-trail")
	l.settled()
}
