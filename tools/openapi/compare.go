package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"
)

// Changes are the differences between two documents that a client can notice.
type Changes struct {
	Breaking   []string // a client that works may fail
	Compatible []string // growth, and what only changes texts
}

// alsoBreaking are changes that oasdiff calls harmless and a client is not: it shows a property that is gone.
var alsoBreaking = []string{"response-optional-property-removed", "response-non-success-status-removed"}

// ignored say nothing of what a request or an answer may be.
var ignored = []string{"api-version-not-bumped"}

// compare lists the changes from one document to another, as oasdiff tells them apart.
func compare(before, after string) (Changes, error) {
	var changes Changes
	loader := openapi3.NewLoader()
	loader.ReadFromURIFunc = openapi3.ReadFromFile // the default keeps what a file said before
	old, err := load.NewSpecInfo(loader, load.NewSource(before))
	if err != nil {
		return changes, fmt.Errorf("reading %s: %w", before, err)
	}
	next, err := load.NewSpecInfo(loader, load.NewSource(after))
	if err != nil {
		return changes, fmt.Errorf("reading %s: %w", after, err)
	}
	report, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), old, next)
	if err != nil {
		return changes, fmt.Errorf("comparing %s with %s: %w", before, after, err)
	}
	words := checker.NewDefaultLocalizer()
	for _, c := range checker.CheckBackwardCompatibilityUntilLevel(checker.NewConfig(checker.GetAllChecks()), report, sources, checker.INFO) {
		if slices.Contains(ignored, c.GetId()) {
			continue
		}
		line := c.GetUncolorizedText(words)
		if c.GetOperation() != "" {
			line = c.GetOperation() + " " + c.GetPath() + ": " + line
		}
		if c.GetLevel() > checker.INFO || slices.Contains(alsoBreaking, c.GetId()) {
			changes.Breaking = append(changes.Breaking, line)
		} else {
			changes.Compatible = append(changes.Compatible, line)
		}
	}
	return changes, nil
}

func (c Changes) print(committed string, out io.Writer) {
	for _, part := range []struct {
		title string
		lines []string
	}{{"Breaks clients", c.Breaking}, {"Compatible", c.Compatible}} {
		if len(part.lines) == 0 {
			continue
		}
		_, _ = fmt.Fprintf(out, "%s, since %s:\n", part.title, committed)
		for _, line := range part.lines {
			_, _ = fmt.Fprintf(out, "  %s\n", line)
		}
	}
	if len(c.Breaking)+len(c.Compatible) == 0 {
		_, _ = fmt.Fprintf(out, "Clients notice no change since %s\n", committed)
	}
}

// validate checks a document against the OpenAPI specification, examples included.
func validate(file string) error {
	document, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	if err := document.Validate(context.Background(), openapi3.EnableExamplesValidation()); err != nil {
		return fmt.Errorf("%s is not valid: %w", file, err)
	}
	return nil
}
