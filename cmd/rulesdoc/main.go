// Docs writes docs/rules.md: go generate ./policy
package main

import (
	"fmt"
	"os"

	"lambdaless/policy/checks"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: docs <file>")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], []byte(checks.Markdown()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "writing the rules' documentation:", err)
		os.Exit(1)
	}
}
