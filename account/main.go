// Account sets what all APIs of an AWS account and region share: the role that API Gateway writes logs
// with. Deploy it once for each region.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra"
)

func main() {
	pulumi.Run(infra.DeployAccount)
}
