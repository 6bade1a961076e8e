package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/pipes"
)

// eventsPause is how often `events --follow` looks for further events.
const eventsPause = 200 * time.Millisecond

// newEvents is `local events`: the changes of tables that pipes have delivered.
func newEvents(api infra.API) *cobra.Command {
	var stack, dir string
	var follow, asJSON bool
	cmd := &cobra.Command{
		Use:   "events",
		Short: "Print the changes of tables that the deployed stack's event bus or queue has received",
		Long: "Print the changes of tables that the deployed stack's event bus or queue has received, in order, one per line. They are also in\n" +
			"events.jsonl in the local AWS's folder. Needs a stack whose configuration has a stream.",
		Example: "  local events --follow\n  local events --json | jq .detail.dynamodb.NewImage",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, out, err := readDeployed(cmd, api, dir, stack)
			if err != nil {
				return err
			}
			target := out.text("streamTargetArn")
			if target == "" {
				return fmt.Errorf("stack %s sends no changes: set where to first, for example: pulumi config set stream eventBus --stack %s, and deploy", stack, stack)
			}
			problems, err := pipes.Problems(s.dir)
			if err != nil {
				return err
			}
			for _, pipe := range slices.Sorted(maps.Keys(problems)) {
				_, _ = fmt.Fprintf(s.err, "The pipe %s delivers nothing: %s\n", pipe, problems[pipe])
			}
			show := printEvent
			if asJSON {
				show = printEventJSON
			}
			return showEvents(cmd.Context(), s.out, s.dir, follow, func(d pipes.Delivery) bool {
				return d.Target == target || deadLetterOf(out, d.Target)
			}, show)
		},
	}
	stackFlag(cmd, &stack)
	dirFlag(cmd, &dir)
	cmd.Flags().BoolVar(&follow, "follow", false, "keep printing what is delivered until Ctrl-C")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print whole events as JSON, one per line")
	return cmd
}

// deadLetterOf reports whether an ARN is that of the stack's dead-letter queue, of which the output is the URL.
func deadLetterOf(out outputs, arn string) bool {
	url := out.text("streamDeadLetterUrl")
	return url != "" && arn[strings.LastIndex(arn, ":")+1:] == url[strings.LastIndex(url, "/")+1:]
}

// showEvents prints the events that are meant, and with follow those that come until the context ends.
func showEvents(ctx context.Context, w io.Writer, dir string, follow bool, meant func(pipes.Delivery) bool, show func(io.Writer, pipes.Delivery) error) error {
	for follower := pipes.Follow(dir); ; {
		all, err := follower.Next()
		for _, d := range all {
			if meant(d) {
				err = errors.Join(err, show(w, d))
			}
		}
		if err != nil || !follow {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(eventsPause):
		}
	}
}

func printEventJSON(w io.Writer, d pipes.Delivery) error {
	_, err := fmt.Fprintf(w, "%s\n", d.Event)
	return err
}

// printEvent prints what happened to which item, for people.
func printEvent(w io.Writer, d pipes.Delivery) error {
	var event struct {
		pipes.Record
		Detail *pipes.Record `json:"detail"`
	}
	if err := json.Unmarshal(d.Event, &event); err != nil {
		return err
	}
	record := event.Record
	if event.Detail != nil {
		record = *event.Detail
	}
	when, _, _ := strings.Cut(strings.Replace(d.Timestamp, "T", " ", 1), ".")
	if record.EventName == "" {
		_, err := fmt.Fprintf(w, "%s  FAILED  the pipe %s could not send a change: %s\n", when, d.Pipe, d.Event)
		return err
	}
	table, _, _ := strings.Cut(record.EventSourceARN, "/stream/")
	by := ""
	if record.UserIdentity != nil {
		by = "  (expired)"
	}
	_, err := fmt.Fprintf(w, "%s  %-6s  %s  %s%s\n", when, record.EventName, table[strings.LastIndex(table, "/")+1:], record.DynamoDB.Keys, by)
	return err
}
