// Package places finds the lines of a project's files that declare what a message is about: endpoints, tables,
// resources and settings.
package places

import (
	"fmt"
	"path/filepath"
)

// Place is a line of a file of the project. The zero value is no place.
type Place struct {
	File string // relative to the project's folder, with slashes
	Line int    // counted from 1
}

func (p Place) String() string {
	if p == (Place{}) {
		return ""
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

func newPlace(root, path string, line int) Place {
	if relative, err := filepath.Rel(root, path); err == nil {
		path = relative
	}
	return Place{File: filepath.ToSlash(path), Line: line}
}
