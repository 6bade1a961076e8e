// Command local is AWS on a laptop for the API.
package main

import (
	"os"

	"lambdaless/local/command"

	"${PROJECT}/api"
)

func main() { os.Exit(command.Main(api.API)) }
