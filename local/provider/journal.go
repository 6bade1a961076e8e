package provider

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// journal notes creations before and after they are made. The engine's state learns of a creation only
// after the provider has answered: when one of them is killed in between, the journal is what tells the
// account's records that the state does not know from those of other stacks.
type journal struct {
	file string // empty: nothing is noted
	mu   sync.Mutex
}

// entry is one line of the journal.
type entry struct {
	URN    string `json:"urn"`
	Step   step   `json:"step"`
	ID     string `json:"id,omitempty"` // of what was created or deleted
	Region string `json:"region,omitempty"`
	// Properties are what the account was asked for, and once it has answered, the answer.
	Properties map[string]any `json:"properties,omitempty"`
}

type step string

const (
	creating step = "creating" // the account has it, or not
	created  step = "created"  // the account has it, the state perhaps not
	failed   step = "failed"   // the account refused
	deleted  step = "deleted"  // the account no longer has it
)

// note appends an entry.
func (j *journal) note(e entry) error {
	if j.file == "" {
		return nil
	}
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	f, err := os.OpenFile(j.file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing the provider's journal: %w", err)
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}

// entries are all that was noted, the oldest first. A last line that was cut off is left out: what it
// announces had not begun, or its answer had not been given.
func (j *journal) entries() ([]entry, error) {
	if j.file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(j.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the provider's journal: %w", err)
	}
	var all []entry
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for lines.Scan() {
		var e entry
		if json.Unmarshal(lines.Bytes(), &e) == nil {
			all = append(all, e)
		}
	}
	return all, lines.Err()
}

// forget drops the entries of a stack but those kept. The new file takes the old one's place at once.
func (j *journal) forget(stack string, kept []entry) error {
	all, err := j.entries()
	if err != nil || !slices.ContainsFunc(all, func(e entry) bool { return e.of(stack) }) {
		return err
	}
	fresh := journal{file: j.file + ".new"}
	if err := os.WriteFile(fresh.file, nil, 0o600); err != nil {
		return fmt.Errorf("shortening the provider's journal: %w", err)
	}
	others := slices.DeleteFunc(all, func(e entry) bool { return e.of(stack) })
	for _, e := range append(others, kept...) {
		if err := fresh.note(e); err != nil {
			return err
		}
	}
	return os.Rename(fresh.file, j.file)
}

func (e entry) of(stack string) bool {
	urn := resource.URN(e.URN)
	return urn.IsValid() && string(urn.Stack()) == stack
}

// token is the resource type of an entry.
func (e entry) token() string { return string(resource.URN(e.URN).Type()) }
