package pipes

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Delivery is a line of the file of events: what a target has received.
type Delivery struct {
	Timestamp string `json:"timestamp"`
	Target    string `json:"target"` // ARN
	Pipe      string `json:"pipe"`
	// MessageGroupID is a FIFO queue's.
	MessageGroupID string `json:"messageGroupId,omitempty"`
	// Event is an event of a bus, a queue's message, or a message of a dead-letter queue.
	Event json.RawMessage `json:"event"`
}

// EventsFile is the file of events of a local AWS, one line for each, in the order of delivery.
func EventsFile(dir string) string { return filepath.Join(dir, "events.jsonl") }

// state is what a restart needs, and what `local events` says of pipes that do not deliver.
type state struct {
	// Positions are the last sequence numbers that were done with, by pipe, stream and shard.
	Positions map[string]string `json:"positions"`
	// Problems are why pipes deliver nothing, by name.
	Problems map[string]string `json:"problems"`
}

func stateFile(dir string) string { return filepath.Join(dir, "pipes.json") }

func readState(dir string) (state, error) {
	s := state{Positions: map[string]string{}, Problems: map[string]string{}}
	text, err := os.ReadFile(stateFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		return s, fmt.Errorf("reading what pipes have delivered: %w; remove %s, and they start again from the beginning", err, stateFile(dir))
	}
	return s, nil
}

// write keeps the state whole or not at all.
func (s state) write(dir string) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(stateFile(dir)+".new", append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(stateFile(dir)+".new", stateFile(dir))
}

// Problems are why pipes of a local AWS deliver nothing, by their names.
func Problems(dir string) (map[string]string, error) {
	s, err := readState(dir)
	return s.Problems, err
}

// deliver appends a line to the file of events. A line is written at once, so that readers never see a half.
func deliver(dir string, d Delivery) error {
	d.Timestamp = time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	line, err := json.Marshal(d)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(EventsFile(dir), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}

// Follower reads the file of events line by line.
type Follower struct {
	dir    string
	offset int64
}

// Follow begins at the file's first event.
func Follow(dir string) *Follower { return &Follower{dir: dir} }

// Next are the events that were delivered since the last call. A file that is shorter than before is read from the
// start.
func (f *Follower) Next() (all []Delivery, err error) {
	file, err := os.Open(EventsFile(f.dir))
	if errors.Is(err, fs.ErrNotExist) {
		f.offset = 0
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if size, err := file.Seek(0, io.SeekEnd); err != nil || size < f.offset {
		f.offset = 0
	}
	if _, err := file.Seek(f.offset, io.SeekStart); err != nil {
		return nil, err
	}
	for reader := bufio.NewReader(file); ; {
		line, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return all, nil // what has no end yet is read next time
		}
		if err != nil {
			return all, err
		}
		f.offset += int64(len(line))
		var d Delivery
		if err := json.Unmarshal(line, &d); err != nil {
			return all, fmt.Errorf("%s has a line that is not an event: %w", EventsFile(f.dir), err)
		}
		all = append(all, d)
	}
}
