package command

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"lambdaless/infra"
	"lambdaless/local/scaffold"
)

// questions asks for what the flags do not say. Without a terminal nothing is asked.
type questions struct {
	ctx context.Context
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
		if r.Name, err = q.name(); err != nil {
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
	if err := scaffold.CheckName(r.Name); err != nil {
		return r, err
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

// name asks for the resource's name until there is one.
func (q *questions) name() (string, error) {
	for {
		name, err := q.ask("Name of the resource, in the singular", "")
		if err != nil {
			return "", err
		}
		if err = scaffold.CheckName(name); err == nil {
			return name, nil
		}
		_, _ = fmt.Fprintln(q.out, err)
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
	line, err := q.line()
	if q.ctx.Err() != nil {
		_, _ = fmt.Fprintln(q.out)
		return "", q.ctx.Err()
	}
	if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
		return "", errors.New("there was no answer, nothing was written; flags answer too, and --yes confirms")
	}
	return cmp.Or(strings.TrimSpace(line), standard), nil
}

// line reads a line, or ends with the context: a read of a terminal cannot be interrupted.
func (q *questions) line() (string, error) {
	type answer struct {
		line string
		err  error
	}
	given := make(chan answer, 1)
	go func() {
		line, err := q.in.ReadString('\n')
		given <- answer{line, err}
	}()
	select {
	case a := <-given:
		return a.line, a.err
	case <-q.ctx.Done():
		return "", q.ctx.Err()
	}
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
