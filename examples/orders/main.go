// The orders API as a Pulumi program.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/examples/orders/orders"
	"lambdaless/infra"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, orders.API) })
}
