package scaffold

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Write writes all files of the plan, or none: what it has written, and the folders that it has made, it
// removes when it fails.
func (p *Plan) Write() (err error) {
	var made []string
	defer func() {
		if err == nil {
			return
		}
		for _, path := range slices.Backward(made) {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	for _, f := range p.Files {
		folders, err := makeFolders(filepath.Dir(p.path(f)))
		made = append(made, folders...)
		if err != nil {
			return err
		}
		if err := create(p.path(f), f.Text, &made); err != nil {
			return fmt.Errorf("nothing was written: %w", err)
		}
	}
	return nil
}

// create writes a file that must not be there.
func create(path, text string, made *[]string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	*made = append(*made, path)
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}

// makeFolders makes a folder and those above it, and returns the ones that were not there.
func makeFolders(dir string) ([]string, error) {
	var missing []string
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil {
			break
		}
		missing = append(missing, at)
	}
	slices.Reverse(missing)
	for i, folder := range missing {
		if err := os.Mkdir(folder, 0o755); err != nil {
			return missing[:i], fmt.Errorf("nothing was written: %w", err)
		}
	}
	return missing, nil
}
