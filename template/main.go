// The API as a Pulumi program.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra"

	"${PROJECT}/api"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api.API) })
}
