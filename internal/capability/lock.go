package capability

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// lockVersion is the version of a Lock's JSON form.
const lockVersion = 1

// Lock is a stack's capabilities as they were last agreed on. It is committed, so that nothing grows
// without showing in a diff.
type Lock struct {
	Version int    `json:"version"`
	Project string `json:"project"`
	Stack   string `json:"stack"`
	// Methods are the capabilities by API and route.
	Methods []LockedMethod `json:"methods"`
}

// LockedMethod is one Row in a Lock: all of it but the verdict.
type LockedMethod struct {
	API       string   `json:"api,omitempty"`
	Verb      string   `json:"verb"`
	Path      string   `json:"path"`
	Operation string   `json:"operation,omitempty"`
	Resources []string `json:"resources,omitempty"`
	Principal string   `json:"principal,omitempty"`
	Access    string   `json:"access"`
	Grants    []string `json:"grants,omitempty"`
}

func (m LockedMethod) route() string {
	return strings.TrimSpace(m.API + " " + m.Verb + " " + m.Path)
}

// calls is what the method does, as whom and for whom.
func (m LockedMethod) calls() string {
	as := ""
	if m.Principal != "" { // a mock has none
		as = " as " + m.Principal
	}
	return fmt.Sprintf("calls %s%s, access %s", orDash(m.Operation), as, m.Access)
}

// LockPath is where a stack's lock file is: beside its Pulumi.<stack>.yaml.
func LockPath(root, stack string) string {
	return filepath.Join(root, "capabilities."+stack+".lock.json")
}

// Locks reports whether any stack of a project has a lock in a folder. A lock that cannot be read counts.
func Locks(root, project string) bool {
	files, _ := fs.Glob(os.DirFS(root), LockPath(".", "*")) // the pattern is well-formed
	return slices.ContainsFunc(files, func(file string) bool {
		l, err := ReadLock(filepath.Join(root, file))
		return err != nil || l.Project == project
	})
}

// NewLock makes a lock of a matrix. A matrix with violated or undecided rows cannot be locked: what
// is not proven is not what was meant.
func NewLock(m Matrix) (Lock, error) {
	m.Sort()
	var unproven []string
	for _, r := range m.Rows {
		if r.Verdict == Violated || r.Verdict == Undecided {
			unproven = append(unproven, fmt.Sprintf("%s is %s (%s)", r.Route(), r.Verdict, strings.Join(r.Rules, ", ")))
		}
	}
	if len(unproven) > 0 {
		return Lock{}, fmt.Errorf("the capabilities of %s cannot be locked before they are proven: %s", m.Stack, strings.Join(unproven, "; "))
	}
	return lockOf(m), nil
}

// lockOf expects a sorted matrix.
func lockOf(m Matrix) Lock {
	l := Lock{Version: lockVersion, Project: m.Project, Stack: m.Stack, Methods: []LockedMethod{}}
	for _, r := range m.Rows {
		l.Methods = append(l.Methods, LockedMethod{
			API: r.API, Verb: r.Verb, Path: r.Path, Operation: r.Operation,
			Resources: r.Resources, Principal: r.Principal, Access: r.Access, Grants: r.Grants,
		})
	}
	return l
}

// WriteFile writes the lock as JSON, all or nothing. The same lock gives the same bytes.
func (l Lock) WriteFile(path string) error {
	return writeFile(path, func(w io.Writer) error { return writeJSON(w, l) })
}

// ErrNoLock is wrapped by ReadLock's error when the lock file does not exist.
var ErrNoLock = errors.New("no lock file")

// ReadLock reads a lock file. Unknown members and a wrong version are errors, because a lock that is
// read in part would let something through.
func ReadLock(path string) (Lock, error) {
	var l Lock
	err := ReadStrictJSON(path, &l)
	if errors.Is(err, fs.ErrNotExist) {
		return l, fmt.Errorf("%w %s", ErrNoLock, path)
	}
	if err != nil {
		return l, fmt.Errorf("reading the capability lock: %w", err)
	}
	if l.Version != lockVersion {
		return l, fmt.Errorf("%s has version %d, this program reads version %d", path, l.Version, lockVersion)
	}
	seen := map[string]bool{}
	for _, m := range l.Methods {
		if seen[m.route()] {
			return l, fmt.Errorf("%s has %s twice", path, m.route())
		}
		seen[m.route()] = true
	}
	return l, nil
}
