package provider

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// GW-204: what a name has in Route 53.
func TestRecordsOfOneName(t *testing.T) {
	t.Parallel()
	const recordType = "aws:route53/record:Record"
	l := newHarness(t)
	in := func(region, check string) props {
		return props{
			"zoneId": "Z123", "name": "api.example.com", "type": "A", "setIdentifier": region, "healthCheckId": check,
			"latencyRoutingPolicies": []any{props{"region": region}},
			"aliases":                []any{props{"name": "d-1.execute-api.us-east-1.amazonaws.com", "zoneId": "Z1", "evaluateTargetHealth": true}},
		}
	}
	check := l.create("aws:route53/healthCheck:HealthCheck", "c", props{"type": "HTTPS", "fqdn": "us-east-1.api.example.com", "port": 443, "resourcePath": "/health"}).id
	simple := with(in("", ""), props{"setIdentifier": nil, "healthCheckId": nil, "latencyRoutingPolicies": nil})
	one := l.create(recordType, "one", simple)
	assert.Contains(t, l.refused(recordType, "us", in("us-east-1", check)), "cannot be created as other RRSets exist with the same name and type")
	one.delete()
	l.create(recordType, "us", in("us-east-1", check))
	l.create(recordType, "eu", in("eu-west-1", check))
	assert.Contains(t, l.refused(recordType, "one", simple), "other RRSets exist")
	assert.Contains(t, l.refused(recordType, "again", in("us-east-1", check)), "already exists")
}
