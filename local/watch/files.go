package watch

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Files are the files that are watched, with how they were when they were last looked at.
type Files struct {
	Settings  []string  // files
	Templates string    // a folder, with everything below it
	Code      []string  // folders of Go packages; what is below them is not looked at
	Built     time.Time // of the program that was deployed; zero for now

	seen map[string]stamp // when the last changes were reported
	last map[string]stamp // when the files were last looked at
}

type stamp struct {
	changed time.Time
	size    int64
}

// Changed returns the files that were written, created or removed since it last returned any, sorted, and when
// the last of them was written. The first call returns none, and so does a call that finds the files not as the
// previous call did: they are still being written. Editors save a file in several steps, of which only the result
// matters, so the files' times are compared instead of asking the system for events.
func (f *Files) Changed() ([]string, time.Time) {
	now := f.scan()
	settled := maps.Equal(now, f.last)
	f.last = now
	if f.seen == nil {
		f.seen = now
	}
	if !settled {
		return nil, time.Time{}
	}
	var changed []string
	var last time.Time
	for path, s := range now {
		if f.seen[path] != s {
			changed = append(changed, path)
			if s.changed.After(last) {
				last = s.changed
			}
		}
	}
	for path := range f.seen {
		if _, ok := now[path]; !ok {
			changed = append(changed, path)
		}
	}
	if last.IsZero() {
		last = time.Now() // files were only removed
	}
	f.seen = now
	slices.Sort(changed)
	return changed, last
}

// Watch adds folders of Go packages. What is in them has changed if it is newer than the program.
func (f *Files) Watch(code []string) {
	f.Code = code
	for path, s := range f.scan() {
		if _, ok := f.seen[path]; !ok && filepath.Ext(path) == ".go" && (f.Built.IsZero() || !s.changed.After(f.Built)) {
			f.seen[path] = s
		}
	}
}

// Written says that files were changed by this process, and not by the user.
func (f *Files) Written(paths ...string) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			f.seen[path] = stamp{info.ModTime(), info.Size()}
		} else {
			delete(f.seen, path)
		}
	}
}

func (f *Files) scan() map[string]stamp {
	found := map[string]stamp{}
	add := func(path string, info fs.FileInfo, err error) {
		if err == nil && info.Mode().IsRegular() {
			found[path] = stamp{info.ModTime(), info.Size()}
		}
	}
	for _, path := range f.Settings {
		info, err := os.Stat(path)
		add(path, info, err)
	}
	_ = filepath.WalkDir(f.Templates, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(path, ".vtl") || strings.HasSuffix(path, ".json")) && !strings.HasSuffix(path, ".cases.json") {
			info, err := d.Info()
			add(path, info, err)
		}
		return nil // a folder that disappears meanwhile has no files
	})
	for _, folder := range f.Code {
		entries, _ := os.ReadDir(folder)
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
				info, err := e.Info()
				add(filepath.Join(folder, e.Name()), info, err)
			}
		}
	}
	return found
}
