package settings

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRegionNames(t *testing.T) {
	t.Parallel()
	for _, exists := range []string{
		"us-east-1", "us-west-2", "af-south-1", "ap-northeast-3", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-2", "il-central-1",
		"me-south-1", "mx-central-1", "sa-east-1", "cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "us-iso-east-1",
		"us-isob-east-1", "us-isof-south-1", "eu-isoe-west-1", "eusc-de-east-1",
	} {
		assert.Regexp(t, regionName, exists)
	}
	for mistyped, meant := range map[string]string{
		"us-esat-1": "us-east-1", "eu-wset-2": "eu-west-2", "ap-norteast-1": "ap-northeast-1", "US-East-1": "us-east-1", "us-gov-wets-1": "us-gov-west-1",
		"us-east": "us-east-1", "nowhere": "us-east-1", "": "us-east-1", "us-east-1a": "us-east-1", "us-banana-1": "us-east-1",
	} {
		assert.NotRegexp(t, regionName, mistyped)
		assert.Equal(t, meant, likelyRegion(mistyped), mistyped)
	}
}
