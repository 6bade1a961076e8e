package command

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lambdaless/infra/spelling"
)

// noArguments refuses arguments of a command that takes only flags.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no arguments, and was given %q: %s", cmd.Name(), strings.Join(args, " "), flagsOf(cmd))
}

// unknownFlag names the flag that was probably meant.
func unknownFlag(cmd *cobra.Command, err error) error {
	name, ok := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !ok {
		return err
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near, distance := spelling.Nearest(name, names); distance <= 2 {
		return fmt.Errorf("%w; the nearest is --%s", err, near)
	}
	return fmt.Errorf("%w; %s", err, flagsOf(cmd))
}

// flagsOf lists a command's flags.
func flagsOf(cmd *cobra.Command) string {
	var names []string
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden && f.Name != "help" {
			names = append(names, "--"+f.Name)
		}
	})
	if len(names) == 0 {
		return "it has no flags either"
	}
	return "its flags are " + strings.Join(names, ", ")
}
