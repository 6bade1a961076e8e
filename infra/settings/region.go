package settings

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/spelling"
)

// directions are the second part of a region's name.
var directions = []string{
	"central", "east", "north", "northeast", "northwest", "south", "southeast", "southwest", "west",
}

// regionName is how AWS names regions: us-east-1, us-gov-west-1, eusc-de-east-1. New regions and partitions
// follow it; a direction that does not exist is a typing error.
var regionName = regexp.MustCompile(`^[a-z]{2}(?:-(?:gov|iso[a-z]?))?(?:sc-[a-z]{2})?-(` + strings.Join(directions, "|") + `)-[0-9]{1,2}$`)

// CheckRegion reports a region that cannot exist, as a problem of the configuration.
func CheckRegion(ctx *pulumi.Context) []Problem {
	region, ok := ctx.GetConfig("aws:region")
	if !ok || regionName.MatchString(region) {
		return nil
	}
	return []Problem{{
		Key: "aws:region", Value: region, Rule: "that is not the name of a region, such as us-east-1",
		Fix: fmt.Sprintf("pulumi config set aws:region %s --stack %s", likelyRegion(region), ctx.Stack()),
	}}
}

// likelyRegion is the region that was probably meant.
func likelyRegion(region string) string {
	parts := strings.Split(strings.ToLower(region), "-")
	if len(parts) >= 3 {
		direction := &parts[len(parts)-2]
		if near, distance := spelling.Nearest(*direction, directions); distance <= 2 {
			*direction = near
		}
		if likely := strings.Join(parts, "-"); regionName.MatchString(likely) {
			return likely
		}
	}
	return "us-east-1"
}
