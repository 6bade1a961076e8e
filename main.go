// Lambdaless deploys a REST API in which API Gateway talks to DynamoDB itself.
package main

import (
	"lambdaless/infra"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(infra.Deploy)
}
