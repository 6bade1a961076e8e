package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// document is the input of both engines.
type document struct {
	Template       string            `json:"template"`
	Body           string            `json:"body"`
	Path           map[string]string `json:"path"`
	Querystring    map[string]string `json:"querystring"`
	Header         map[string]string `json:"header"`
	Context        map[string]any    `json:"context"`
	StageVariables map[string]string `json:"stageVariables"`
	Vars           json.RawMessage   `json:"vars"`
	Name           string            `json:"name,omitempty"`

	explained string // the assumption that says that the engines differ here
}

// encode writes a document as a line. A raw U+007F, which JSON allows, is escaped: the Java side reads
// documents with the reader that drops it (VTL-063), and what is compared is not how they are read.
func encode(d *document) ([]byte, error) {
	line, err := json.Marshal(d)
	return bytes.ReplaceAll(line, []byte{0x7f}, []byte(`\u007f`)), err
}

// answer is the output of an engine, or its error.
type answer struct {
	Output  string `json:"output"`
	Error   string `json:"error"`
	Payload bool   `json:"payload"`
	failed  bool
}

func (a *answer) UnmarshalJSON(text []byte) error {
	type plain answer
	if err := json.Unmarshal(text, (*plain)(a)); err != nil {
		return err
	}
	var members map[string]json.RawMessage
	err := json.Unmarshal(text, &members)
	_, a.failed = members["error"]
	return err
}

// java is a running oracle.
type java struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func startJava(classpath string, args ...string) (*java, error) {
	cmd := exec.Command("java", append([]string{"-Xss8m", "-cp", classpath, "Oracle"}, args...)...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &java{cmd, in, bufio.NewReaderSize(out, 1<<20)}, nil
}

// stop ends the process.
func (j *java) stop() error {
	if err := j.in.Close(); err != nil {
		return err
	}
	return j.cmd.Wait()
}

// ask sends lines and calls answered with the answer to each, in order.
func (j *java) ask(lines [][]byte, answered func(i int, line []byte) error) error {
	sent := make(chan error, 1)
	go func() {
		w := bufio.NewWriterSize(j.in, 1<<20)
		for _, line := range lines {
			if _, err := w.Write(append(line, '\n')); err != nil {
				sent <- err
				return
			}
		}
		sent <- w.Flush()
	}()
	for i := range lines {
		line, err := j.out.ReadBytes('\n')
		if err != nil {
			return fmt.Errorf("the oracle stopped at pair %d: %w", i, err)
		}
		if err := answered(i, line); err != nil {
			return err
		}
	}
	return <-sent
}
