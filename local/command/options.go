package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/engine"
)

const defaultPort = 8080

// options are what every command of the local AWS can be told.
type options struct {
	root    string         // the project: the folder of Pulumi.yaml
	home    string         // the folder of lambdaless itself, with tools/ and policy/
	dir     string         // where the local AWS keeps everything
	program pulumi.RunFunc // nil is the project's own, in whatever language
	api     *infra.API     // what the program deploys; nil when it is not to be checked
	verbose bool           // show every step of the engine
	out     io.Writer
	err     io.Writer
}

// readOptions finds the project; dir, if relative, is below it.
func readOptions(cmd *cobra.Command, api infra.API, dir string) (options, error) {
	root, err := engine.Root(".")
	if err != nil {
		return options{}, err
	}
	home, err := engine.Home(cmd.Context(), root)
	if err != nil {
		return options{}, err
	}
	other := ""
	if flag := cmd.Flags().Lookup("cwd"); flag != nil {
		other = flag.Value.String()
	}
	if other != "" {
		if root, err = engine.Root(other); err != nil {
			return options{}, err
		}
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(root, dir)
	}
	deploy := func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }
	verbose, err := cmd.Flags().GetBool("verbose")
	if err != nil {
		return options{}, err
	}
	s := options{root: root, home: home, dir: dir, verbose: verbose, program: deploy, api: &api, out: cmd.OutOrStdout(), err: cmd.ErrOrStderr()}
	if other != "" {
		s.program, s.api = nil, nil
	}
	return s, nil
}

// engineOutput is where the engine prints: everything with --verbose, else what quiet leaves.
func (s options) engineOutput() io.Writer {
	if s.verbose {
		return s.out
	}
	return &quiet{to: s.out, terminal: colors(s.out)}
}

func (s options) say(format string, args ...any) { _, _ = fmt.Fprintf(s.out, format+"\n", args...) }

// shown is the folder as people write it.
func (s options) shown() string { return shortest(s.dir) }

// shortest is a path as people write it, if it is below where they are.
func shortest(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return path
}

// tools is the folder that holds the folders of the database engines.
func (s options) tools() string { return filepath.Join(s.home, "tools") }

// dirFlag adds --dir.
func dirFlag(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "dir", ".local", "folder of the local AWS: state, data, logs and outputs")
}

// stackFlag adds --stack.
func stackFlag(cmd *cobra.Command, stack *string) {
	cmd.Flags().StringVar(stack, "stack", "local", "the stack, as in Pulumi.<stack>.yaml")
}

// cwdFlag adds --cwd.
func cwdFlag(cmd *cobra.Command) {
	cmd.Flags().String("cwd", "", "the folder of another Pulumi project, whose own program is run, in any language (default: this project)")
}

// binaries is where programs are built to: of another project nothing is changed.
func (s options) binaries() string {
	if s.program == nil {
		return filepath.Join(s.dir, "bin")
	}
	return filepath.Join(s.root, ".local", "bin")
}

// portFlag adds --port, whose default is the environment's PORT.
func portFlag(cmd *cobra.Command, port *string) {
	cmd.Flags().StringVar(port, "port", "", fmt.Sprintf("port to serve on, 0 for any free one (default: $PORT, or %d)", defaultPort))
}

// readPort parses what the flag, or else the environment, says.
func readPort(flag string) (int, error) {
	value, from := flag, "--port"
	if value == "" {
		value, from = os.Getenv("PORT"), "PORT"
	}
	if value == "" {
		return defaultPort, nil
	}
	port, err := strconv.Atoi(value)
	if err != nil || port < 0 || port > 65535 {
		return 0, fmt.Errorf("%s is %q: it must be a whole number from 0 to 65535, for example PORT=%d", from, value, defaultPort)
	}
	return port, nil
}

// colors says whether w is a terminal that wants colours (https://no-color.org).
func colors(w io.Writer) bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}

// isTerminal reports whether a stream is a person's terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
