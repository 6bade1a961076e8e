package command

import (
	"io"
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/infra"
)

func TestWrongArgumentsAreToldWhatIsTaken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"a misspelt flag":             {[]string{"preview", "--stak", "prod"}, "unknown flag: --stak; the nearest is --stack"},
		"a flag that is like none":    {[]string{"templates", "--everything"}, "unknown flag: --everything; "},
		"an argument of a command":    {[]string{"up", "prod"}, `up takes no arguments, and was given "prod": its flags are --`},
		"a template without its flag": {[]string{"render", "x.vtl"}, `render takes no arguments, and was given "x.vtl": its flags are --`},
		"no command":                  {[]string{"exec"}, "exec takes a command, as in `local exec -- "},
		"properties as arguments":     {[]string{"new", "book", "title:string"}, "new takes one name, as in `local new book`, and was given 2: give properties as --property NAME:TYPE"},
		"a misspelt command":          {[]string{"preveiw"}, "Did you mean this?\n\tpreview"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := newRoot(infra.API{})
			root.SetArgs(c.args)
			root.SetOut(io.Discard)
			assert.ErrorContains(t, root.ExecuteContext(t.Context()), c.want)
		})
	}
}
