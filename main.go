// Lambdaless deploys a REST API in which API Gateway calls DynamoDB directly.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra"
)

func main() {
	pulumi.Run(infra.Deploy)
}
