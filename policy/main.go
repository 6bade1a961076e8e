// Policy is the policy pack: `pulumi preview --policy-pack policy`, or built, as an executable,
// `pulumi preview --policy-pack ./policy-pack`. Package rule has the rules; docs/rules.md lists them.
package main

import (
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"lambdaless/policy/pack"
)

//go:generate go run ./docs ../docs/rules.md

func main() {
	if err := policyx.Main(pack.New); err != nil {
		fmt.Fprintln(os.Stderr, "the policy pack stopped:", err)
		os.Exit(1)
	}
}
