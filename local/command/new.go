package command

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/scaffold"
)

// newNew is `local new`: another resource of the API, with everything that belongs to it.
func newNew(api infra.API) *cobra.Command {
	var table, key, path string
	var properties []string
	var yes bool
	cmd := &cobra.Command{
		Use:   "new [NAME]",
		Short: "Write another resource: schema, endpoints, templates and a contract test",
		Long: "Write what another resource of the API needs: the schema of its items, a table and five endpoints in Go\n" +
			"(create, list, read, change, delete), their templates, and a contract test. On a terminal it asks for what no flag\n" +
			"sets. All files are listed before the first is written, and existing files are never changed.\n\n" +
			"A property is NAME:TYPE, followed by ! if every item has it. A type is one of " + strings.Join(scaffold.Kinds(), ", ") + ".",
		Example: "  local new\n" +
			"  local new book --property title:string! --property price:number --property tags:set --yes\n" +
			"  local new note --table notes --key owner,id --property text:string!",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("new takes one name, as in `local new book`, and was given %d: give properties as --property NAME:TYPE", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := readOptions(cmd, api, ".local")
			if err != nil {
				return err
			}
			q := &questions{ctx: cmd.Context(), out: s.out, api: api}
			if isTerminal(cmd.InOrStdin()) {
				q.in = bufio.NewReader(cmd.InOrStdin())
			}
			r, err := q.resource(strings.Join(args, ""), table, path, key, properties)
			if err != nil {
				return err
			}
			s.say("Generating the templates and compiling the code...")
			plan, err := scaffold.New(cmd.Context(), s.root, api, r)
			if err != nil {
				return err
			}
			s.list(plan)
			if err := q.agree(yes, len(plan.Files)); err != nil {
				return err
			}
			if err := plan.Write(); err != nil {
				return err
			}
			s.say("Wrote %d files. Try them: go run ./local exec -- go test -count=1 ./contract", len(plan.Files))
			s.say("Where a stack asks for a login, the policy pack wants items to be the caller's own. If those of %s belong to no single\n"+
				"user, add \"*-%s: COGNITO_USER_POOLS\" to the list sharedTables in policy/team/settings.json.", plan.Resource.Table, plan.Resource.Table)
			return nil
		},
	}
	cmd.Flags().StringVar(&table, "table", "", "the table, by its name in the API; a new one if the API has no table of that name (default: NAME in the plural)")
	cmd.Flags().StringVar(&key, "key", "", "the key attribute, which is generated, or two: the partition's, and the one that is generated (default: id)")
	cmd.Flags().StringVar(&path, "path", "", "the path of the list (default: /NAME in the plural)")
	cmd.Flags().StringArrayVar(&properties, "property", nil, "a property, as NAME:TYPE or NAME:TYPE!; repeat it for each")
	cmd.Flags().BoolVar(&yes, "yes", false, "write the files without asking")
	return cmd
}

// list shows what a plan adds: its routes and its files.
func (s options) list(plan *scaffold.Plan) {
	s.say("")
	for _, route := range plan.Routes {
		s.say("  %s", route)
	}
	s.say("")
	for _, f := range plan.Files {
		s.say("  %s (%d lines)", f.Path, strings.Count(f.Text, "\n"))
	}
	s.say("")
}
