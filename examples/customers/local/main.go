// Command local is AWS on a laptop for the customers API.
package main

import (
	"os"

	"lambdaless/examples/customers/customers"
	"lambdaless/local/command"
)

func main() { os.Exit(command.Main(customers.API)) }
