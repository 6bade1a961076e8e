package database

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Install makes sure that the pinned dynalite is in home, the folder that holds its package.json
// and package-lock.json, and says on progress what it does when it does something.
func Install(ctx context.Context, home string, progress io.Writer) error {
	wanted, err := pinned(filepath.Join(home, "package.json"))
	if err != nil {
		return fmt.Errorf("finding out which dynalite to install: %w", err)
	}
	have, err := version(filepath.Join(home, "node_modules", "dynalite", "package.json"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("looking at the installed dynalite: %w", err)
	}
	if have == wanted {
		return nil
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return errNoNode
	}
	_, _ = fmt.Fprintf(progress, "Installing dynalite %s, the local database (about 10 seconds, once)...\n", wanted)
	began := time.Now()
	cmd := exec.CommandContext(ctx, npm, "ci", "--no-audit", "--no-fund", "--loglevel=error")
	cmd.Dir = home
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("installing dynalite with `npm ci` in %s: %w\n%s", home, err, out)
	}
	_, _ = fmt.Fprintf(progress, "Installed dynalite in %.0f s.\n", time.Since(began).Seconds())
	return nil
}

// pinned reads the version of dynalite that a package.json depends on.
func pinned(file string) (string, error) {
	var doc struct{ Dependencies map[string]string }
	if err := readJSON(file, &doc); err != nil {
		return "", err
	}
	v, ok := doc.Dependencies["dynalite"]
	if !ok {
		return "", fmt.Errorf("%s does not depend on dynalite", file)
	}
	return v, nil
}

func version(file string) (string, error) {
	var doc struct{ Version string }
	err := readJSON(file, &doc)
	return doc.Version, err
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file) //nolint:gosec // a file of this repository
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
