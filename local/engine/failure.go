package engine

import (
	"fmt"
	"regexp"
	"strings"
)

// failed says which command of the engine failed. The engine has already shown why, on its
// streams; the Automation API's error repeats all of it, so only its exit is kept.
func failed(command string, err error) error {
	if err == nil {
		return nil
	}
	return &Failure{Command: command, Err: err}
}

// Failure is a run of the engine that ended badly. Its text is one line; Err has all that the
// engine printed.
type Failure struct {
	Command string
	Err     error
}

func (f *Failure) Error() string {
	first, _, _ := strings.Cut(f.Err.Error(), "\n")
	return fmt.Sprintf("pulumi %s: %s", f.Command, strings.TrimSpace(first))
}

var (
	colors = regexp.MustCompile("\x1b\\[[0-9;]*m")
	// said are the engine's diagnostics, below their heading, and printed its standard error, which ends the Automation
	// API's text.
	said    = regexp.MustCompile(`(?m)^Diagnostics:\n((?:(?:[ \t].*)?\n)+)`)
	printed = regexp.MustCompile(`(?s)\nstderr: (.*)$`)
)

// Reason is why the engine failed, in its own words, for those who do not see what it printed.
func (f *Failure) Reason() string {
	text := colors.ReplaceAllString(f.Err.Error(), "")
	var reasons []string
	for _, part := range []*regexp.Regexp{said, printed} {
		if m := part.FindStringSubmatch(text); m != nil && strings.TrimSpace(m[1]) != "" {
			reasons = append(reasons, strings.Trim(m[1], "\n"))
		}
	}
	if len(reasons) == 0 {
		return f.Error()
	}
	return strings.TrimSpace(strings.Join(reasons, "\n"))
}

// Unwrap returns the Automation API's error.
func (f *Failure) Unwrap() error { return f.Err }
