// Account sets what all APIs of an AWS account and region share: the role that API Gateway writes logs
// with. Deploy it once for each region.
package main

import (
	"lambdaless/infra"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(infra.DeployAccount)
}
