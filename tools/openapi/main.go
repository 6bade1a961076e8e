// Command openapi judges OpenAPI documents: whether one is valid, and whether it breaks clients of another.
//
//	openapi validate FILE...
//	openapi check COMMITTED CURRENT       exits with 1 if CURRENT breaks clients of COMMITTED
//	openapi write [--agree] COMMITTED CURRENT   writes CURRENT to COMMITTED, if it breaks none or with --agree
//
// It is a module of its own, so that what it depends on is not compiled into the program.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: openapi validate FILE... | check COMMITTED CURRENT | write [--agree] COMMITTED CURRENT")

func run(args []string, out io.Writer) error {
	if len(args) < 2 {
		return errUsage
	}
	command, files := args[0], args[1:]
	agree := slices.Contains(files, "--agree")
	files = slices.DeleteFunc(slices.Clone(files), func(arg string) bool { return arg == "--agree" })
	switch {
	case command == "validate":
		for _, file := range files {
			if err := validate(file); err != nil {
				return err
			}
			_, _ = fmt.Fprintf(out, "%s is valid\n", file)
		}
		return nil
	case command == "check" && len(files) == 2 && !agree:
		return check(files[0], files[1], out)
	case command == "write" && len(files) == 2:
		return write(files[0], files[1], agree, out)
	}
	return errUsage
}

// check reports the changes from one document to another.
func check(committed, current string, out io.Writer) error {
	changes, err := compare(committed, current)
	if err != nil {
		return err
	}
	changes.print(shown(committed), out)
	if len(changes.Breaking) > 0 {
		return fmt.Errorf("%d changes would break clients of %s: take them back, or agree to them with: make openapi AGREE=1", len(changes.Breaking), shown(committed))
	}
	return nil
}

// write replaces the committed document. A first one has nothing to be compared with.
func write(committed, current string, agree bool, out io.Writer) error {
	if err := validate(current); err != nil {
		return err
	}
	text, err := os.ReadFile(current)
	if err != nil {
		return err
	}
	before, err := os.ReadFile(committed)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case string(before) == string(text):
		_, _ = fmt.Fprintf(out, "%s is up to date\n", shown(committed))
		return nil
	default:
		if err := check(committed, current, out); err != nil && !agree {
			return err
		}
	}
	if err := os.WriteFile(committed, text, 0o644); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "wrote %s: commit it\n", shown(committed))
	return nil
}

// shown is a file as people write it: below the repository, where make is run, without that folder.
func shown(file string) string {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return file
	}
	if below, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(below) {
		return below
	}
	return file
}
