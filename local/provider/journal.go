package provider

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/local/controlplane"
)

// journal notes what was created. The engine's state learns of a creation only after the provider has
// answered; when both are killed in between, the state calls the creation pending, and only the
// journal knows what it made.
type journal struct {
	file string // empty: nothing is noted
	mu   sync.Mutex
}

// creation is one line of the journal.
type creation struct {
	URN     string         `json:"urn"`
	ID      string         `json:"id"`
	Region  string         `json:"region"`
	Outputs map[string]any `json:"outputs"`
}

// note appends a creation.
func (j *journal) note(c creation) error {
	if j.file == "" {
		return nil
	}
	line, err := json.Marshal(c)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	f, err := os.OpenFile(j.file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("noting what was created: %w", err)
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}

// creations are all that was noted, the oldest first. A last line that was cut off is left out: its
// creation had not been answered.
func (j *journal) creations() ([]creation, error) {
	if j.file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(j.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading what was created: %w", err)
	}
	var all []creation
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for lines.Scan() {
		var c creation
		if json.Unmarshal(lines.Bytes(), &c) == nil {
			all = append(all, c)
		}
	}
	return all, lines.Err()
}

// Undo deletes what the creations of these URNs of a stack made, the newest first: the engine called
// them pending when it was killed, and will ask for them again. kept are the ids that the stack's state
// has, by URN, which are never touched: of a resource that was being replaced the old one stays.
// Afterwards nothing of the stack is noted.
func (p *Provider) Undo(ctx context.Context, stack string, pending []string, kept map[string][]string) error {
	noted, err := p.journal.creations()
	if err != nil {
		return err
	}
	var errs []error
	for _, made := range slices.Backward(noted) {
		if made.of(stack) && slices.Contains(pending, made.URN) && !slices.Contains(kept[made.URN], made.ID) {
			errs = append(errs, p.remove(ctx, made))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return p.journal.replace(slices.DeleteFunc(noted, func(c creation) bool { return c.of(stack) }))
}

func (c creation) of(stack string) bool {
	urn := resource.URN(c.URN)
	return urn.IsValid() && string(urn.Stack()) == stack
}

// replace makes these the only creations that are noted.
func (j *journal) replace(creations []creation) error {
	if j.file == "" {
		return nil
	}
	if err := os.Remove(j.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forgetting what was created: %w", err)
	}
	for _, c := range creations {
		if err := j.note(c); err != nil {
			return err
		}
	}
	return nil
}

func (p *Provider) remove(ctx context.Context, made creation) error {
	t, err := p.types.Lookup(string(resource.URN(made.URN).Type()))
	if err != nil {
		return err
	}
	wanted := made.Outputs
	wanted["id"] = made.ID
	if err := t.Calls.Remove(ctx, p.cloud(made.Region), wanted); err != nil && !controlplane.IsNotFound(err) {
		return fmt.Errorf("taking back %s, whose creation was interrupted: %w", t.Named(wanted), err)
	}
	return nil
}
