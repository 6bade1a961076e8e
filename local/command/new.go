package command

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
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
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := readOptions(cmd, api, ".local")
			if err != nil {
				return err
			}
			q := &questions{out: s.out, api: api}
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

// questions asks for what the flags do not say. Without a terminal nothing is asked.
type questions struct {
	in  *bufio.Reader // nil without a terminal
	out io.Writer
	api infra.API
}

func (q *questions) resource(name, table, path, key string, properties []string) (scaffold.Resource, error) {
	r := scaffold.Resource{Name: name, Table: table, Path: path}
	asked := name == ""
	if asked {
		if q.in == nil {
			return r, errors.New("there is no terminal to ask on: name the resource and its properties, as in `local new book --property title:string! --yes`")
		}
		var err error
		if r.Name, err = q.ask("Name of the resource, in the singular", ""); err != nil {
			return r, err
		}
		if r.Table, err = q.ask("Table", cmp.Or(table, scaffold.Plural(r.Name))); err != nil {
			return r, err
		}
		if q.hasTable(r.Table) {
			_, _ = fmt.Fprintf(q.out, "The API has the table %s, with its key.\n", r.Table)
		} else if key, err = q.ask("Key: the attribute that is generated, or the partition's and it, as in customer,id", cmp.Or(key, "id")); err != nil {
			return r, err
		}
	}
	for _, k := range strings.Split(key, ",") {
		if k = strings.TrimSpace(k); k != "" {
			r.Key = append(r.Key, k)
		}
	}
	var problems []error
	for _, text := range properties {
		p, err := scaffold.ParseProperty(text)
		problems = append(problems, err)
		r.Properties = append(r.Properties, p)
	}
	if len(properties) > 0 || q.in == nil {
		return r, errors.Join(problems...)
	}
	_, _ = fmt.Fprintf(q.out, "Properties, one per line: NAME:TYPE, followed by ! if every item has it. An empty line ends the list.\nA type is one of %s.\n", strings.Join(scaffold.Kinds(), ", "))
	for {
		text, err := q.ask("Property", "")
		if err != nil || text == "" {
			return r, err
		}
		p, err := scaffold.ParseProperty(text)
		if err != nil {
			_, _ = fmt.Fprintln(q.out, err)
			continue
		}
		r.Properties = append(r.Properties, p)
	}
}

func (q *questions) hasTable(name string) bool {
	return slices.ContainsFunc(q.api.Tables, func(t infra.Table) bool { return t.Name == name })
}

// ask asks for a line; an empty one is the default.
func (q *questions) ask(what, standard string) (string, error) {
	_, _ = fmt.Fprint(q.out, what)
	if standard != "" {
		_, _ = fmt.Fprintf(q.out, " [%s]", standard)
	}
	_, _ = fmt.Fprint(q.out, ": ")
	line, err := q.in.ReadString('\n')
	if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
		return "", errors.New("there was no answer, nothing was written; flags answer too, and --yes confirms")
	}
	return cmp.Or(strings.TrimSpace(line), standard), nil
}

// agree asks whether the files may be written.
func (q *questions) agree(yes bool, files int) error {
	if yes {
		return nil
	}
	if q.in == nil {
		return errors.New("nothing was written: there is no terminal to ask on; add --yes to write these files")
	}
	answer, err := q.ask(fmt.Sprintf("Write these %d files? (y/n)", files), "y")
	if err == nil && !strings.HasPrefix(strings.ToLower(answer), "y") {
		err = errors.New("nothing was written")
	}
	return err
}
