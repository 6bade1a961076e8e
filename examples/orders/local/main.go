// Command local is AWS on a laptop for the orders API.
package main

import (
	"os"

	"lambdaless/examples/orders/orders"
	"lambdaless/local/command"
)

func main() { os.Exit(command.Main(orders.API)) }
