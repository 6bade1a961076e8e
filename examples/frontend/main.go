// A program that reads the API's outputs from another stack.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/examples/frontend/frontend"
)

func main() { pulumi.Run(frontend.Program) }
