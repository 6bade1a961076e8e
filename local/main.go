// Command local is AWS on a laptop: it deploys the program with the real Pulumi engine to a local
// stand-in for AWS, and serves it there.
package main

import (
	"os"

	"lambdaless/infra"
	"lambdaless/local/command"
)

func main() { os.Exit(command.Main(infra.Shipped)) }
