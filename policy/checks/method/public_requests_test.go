package method

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
)

func TestWhatAConditionSaysOfRequestsFromTheInternet(t *testing.T) {
	t.Parallel()
	dual := &graph.Node{Recorded: true, Inputs: graph.MapOf(map[string]graph.Value{"endpointConfiguration": graph.MapOf(map[string]graph.Value{"ipAddressType": graph.TextOf("dualstack")})})}
	for name, c := range map[string]struct {
		operator, key string
		values        []string
		want          requests
		api           *graph.Node
	}{
		"from a VPC":                        {"StringEquals", "aws:SourceVpc", []string{"vpc-1"}, noRequests, nil},
		"not from a VPC":                    {"StringNotEquals", "aws:sourceVpce", []string{"vpce-1"}, allRequests, nil},
		"from a VPC, if from any":           {"StringEqualsIfExists", "aws:SourceVpc", []string{"vpc-1"}, allRequests, nil},
		"through no endpoint":               {"Null", "aws:SourceVpce", []string{"true"}, allRequests, nil},
		"through any endpoint":              {"Null", "aws:SourceVpce", []string{"false"}, noRequests, nil},
		"by TLS":                            {"Bool", "aws:SecureTransport", []string{"true"}, allRequests, nil},
		"without TLS":                       {"Bool", "aws:SecureTransport", []string{"false"}, noRequests, nil},
		"from everywhere":                   {"IpAddress", "aws:SourceIp", []string{"0.0.0.0/0"}, allRequests, nil},
		"from everywhere, in parts":         {"IpAddress", "aws:SourceIp", []string{"0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/2"}, allRequests, nil},
		"from nearly everywhere":            {"IpAddress", "aws:SourceIp", []string{"0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3"}, someRequests, nil},
		"from everywhere but some":          {"NotIpAddress", "aws:SourceIp", []string{"203.0.113.7"}, someRequests, nil},
		"from nowhere":                      {"NotIpAddress", "aws:SourceIp", []string{"0.0.0.0/0"}, noRequests, nil},
		"from every IPv4 address":           {"IpAddress", "aws:SourceIp", []string{"0.0.0.0/0"}, someRequests, dual},
		"from every address":                {"IpAddress", "aws:SourceIp", []string{"0.0.0.0/0", "::/0"}, allRequests, dual},
		"from what is no address":           {"IpAddress", "aws:SourceIp", []string{"0.0.0.0/0", "home"}, someRequests, nil},
		"by a caller, which others are not": {"StringEquals", "aws:PrincipalAccount", []string{"123456789012"}, someRequests, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := c.api
			if api == nil {
				api = &graph.Node{Recorded: true}
			}
			assert.Equal(t, c.want, publicly(iam.Condition{Operator: c.operator, Key: c.key, Values: c.values}, api))
		})
	}
	assert.True(t, cover([]netip.Prefix{netip.MustParsePrefix("2000::/3"), netip.MustParsePrefix("::/0")}, netip.MustParsePrefix("::/0")))
}
