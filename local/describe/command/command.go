// Package command takes the place of the package of the same name in programs that describe their API: a
// build overlay puts this file into local/command (package watch). A program's main function stays as it is.
package command

import (
	"fmt"
	"os"

	"lambdaless/infra"
	"lambdaless/local/describe"
)

// Main prints the description of an API whose templates are in the folder of the first argument. A second
// argument, "write", brings the generated ones up to date before.
func Main(api infra.API) int {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: described FOLDER [write]")
		return 2
	}
	d, err := describe.Of(api, os.Args[1], len(os.Args) > 2 && os.Args[2] == "write")
	if err == nil {
		err = describe.Encode(os.Stdout, d)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
