// The customers API as a Pulumi program.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/examples/customers/customers"
	"lambdaless/infra"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, customers.API) })
}
