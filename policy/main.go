// Policy is the policy pack: `pulumi preview --policy-pack policy`, or built, as an executable,
// `pulumi preview --policy-pack ./policy-pack`. Package rule has the rules; docs/rules.md lists them.
package main

import (
	"fmt"
	"os"

	"lambdaless/policy/pack"
)

//go:generate go run ../cmd/rulesdoc ../docs/rules.md

func main() {
	if err := pack.Serve(); err != nil {
		fmt.Fprintln(os.Stderr, "the policy pack stopped:", err)
		os.Exit(1)
	}
}
