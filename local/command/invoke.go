package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/dataplane"
	"lambdaless/local/dataplane/trace"
	"lambdaless/local/dataplane/wire"
	"lambdaless/local/serve"
	"lambdaless/local/signature"
	"lambdaless/local/templatecases"
)

// newInvoke is `local invoke`: one request, step by step.
func newInvoke(api infra.API) *cobra.Command {
	var stack, dir, body, save string
	var headers []string
	var asJSON, sign bool
	cmd := &cobra.Command{
		Use:   "invoke METHOD PATH",
		Short: "Send one request to the deployed stage and show every step that it passes",
		Long: "Send one request to the deployed stage and show every step that it passes, as the console's Test button does:\n" +
			"what matched, what was validated, the rendered request, the role and the statement that decided, what\n" +
			"DynamoDB answered, which response was chosen and why. The stage's API key is added where there is one.\n" +
			"Works while `make up` is running, and otherwise on what the last `make up` left.",
		Example: "  local invoke GET /bob\n" +
			`  local invoke PUT /bob --body '{"favorite_movie":"Interstellar"}' --header 'Content-Type: application/json'` + "\n" +
			`  local invoke GET /bob --save "a stored name"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("invoke takes two arguments, a method and a path, as in `local invoke GET /bob`, and was given %d: a body goes into --body, a header into --header", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			s, out, err := readDeployed(cmd, api, dir, stack)
			if err != nil {
				return err
			}
			request, err := newInvocation(out, args[0], args[1], headers, body)
			if err != nil {
				return err
			}
			if sign {
				if err := signature.Sign(&request, out.text("region"), time.Now()); err != nil {
					return err
				}
			}
			text, err := invoke(cmd.Context(), s, serve.Invocation{Request: request, JSON: asJSON || save != "", Color: colors(s.out)})
			if err != nil {
				return err
			}
			if save != "" {
				return saveCase(s, out, save, text, asJSON)
			}
			_, err = s.out.Write(text)
			return err
		},
	}
	stackFlag(cmd, &stack)
	dirFlag(cmd, &dir)
	cmd.Flags().StringVar(&body, "body", "", "the request's body")
	cmd.Flags().StringArrayVar(&headers, "header", nil, "a header, as 'Name: value'; may be repeated")
	cmd.Flags().BoolVar(&sign, "sign", false, "sign the request as the local account's root user, for access iam")
	cmd.Flags().StringVar(&save, "save", "", "save what the templates rendered as a case of this name, in NAME.cases.json beside each")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the trace as JSON")
	return cmd
}

// saveCase prints a trace, which is JSON, and saves a case of each template that was rendered.
func saveCase(s options, out outputs, name string, text []byte, asJSON bool) error {
	var seen trace.Trace
	if err := json.Unmarshal(text, &seen); err != nil {
		return fmt.Errorf("reading the trace: %w", err)
	}
	var err error
	if asJSON {
		_, err = s.out.Write(text)
	} else {
		err = seen.Print(s.out, colors(s.out))
	}
	if err != nil {
		return err
	}
	logical := map[string]string{}
	names, _ := out["tableNames"].value.(map[string]any)
	for table, physical := range names {
		if physical, ok := physical.(string); ok {
			logical[physical] = table
		}
	}
	files, err := templatecases.Save(s.root, name, seen.Renderings, logical)
	if err != nil {
		return fmt.Errorf("no case was saved: %w", err)
	}
	for _, file := range files {
		if rel, err := filepath.Rel(s.root, file); err == nil {
			file = filepath.ToSlash(rel)
		}
		_, _ = fmt.Fprintf(s.err, "saved the case %q in %s\n", name, file)
	}
	return nil
}

// readDeployed finds the project, and reads the outputs of the last deployment of the stack.
func readDeployed(cmd *cobra.Command, api infra.API, dir, stack string) (s options, out outputs, err error) {
	if s, err = readOptions(cmd, api, dir); err != nil {
		return s, out, err
	}
	out, err = readOutputs(s.dir, stack)
	return s, out, err
}

// readOutputs reads the outputs that the last deployment of the stack wrote.
func readOutputs(dir, stack string) (outputs, error) {
	text, err := os.ReadFile(outputsFile(dir, stack))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("the stack %s is not deployed in %s: run `make up` first", stack, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the stack's outputs: %w", err)
	}
	var values map[string]any
	if err := json.Unmarshal(text, &values); err != nil {
		return nil, fmt.Errorf("reading the stack's outputs: %s: %w", outputsFile(dir, stack), err)
	}
	out := outputs{}
	for name, v := range values {
		out[name] = output{value: v}
	}
	return out, nil
}

func newInvocation(out outputs, method, path string, headers []string, body string) (dataplane.Request, error) {
	base, err := url.Parse(out.text("apiUrl"))
	if err != nil || base.Path == "" {
		return dataplane.Request{}, fmt.Errorf("the stack's output apiUrl is %q, which is not an invoke URL: run `make up` again", out.text("apiUrl"))
	}
	if !strings.HasPrefix(path, "/") {
		return dataplane.Request{}, fmt.Errorf("the path %q must start with a slash, for example /bob", path)
	}
	path, query, _ := strings.Cut(path, "?")
	var header wire.Headers
	if key := out.text("apiKey"); key != "" {
		header.Set("X-Api-Key", key)
	}
	for _, h := range headers {
		name, value, ok := strings.Cut(h, ":")
		if !ok {
			return dataplane.Request{}, fmt.Errorf("the header %q has no colon: write it as 'Name: value'", h)
		}
		header.Set(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	return dataplane.Request{
		Method: strings.ToUpper(method), Path: base.Path + path, RawQuery: query, Host: base.Host, Header: header,
		Body: []byte(body), SourceIP: "127.0.0.1", Scheme: base.Scheme, Protocol: "HTTP/1.1",
	}, nil
}

// invoke asks the process that serves, or starts everything for the one request.
func invoke(ctx context.Context, s options, i serve.Invocation) (_ []byte, err error) {
	c, err := serve.Start(ctx, serve.Options{
		Dir: s.dir, Tools: s.tools(), DynamoDBEndpoint: os.Getenv("DYNAMODB_ENDPOINT"),
		Progress: s.err, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if errors.Is(err, serve.ErrInUse) {
		return serve.InvokeRunning(ctx, s.dir, i)
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	return c.Invoke(ctx, i)
}

// outputsFile is where a stack's outputs are kept. outputs.json beside it is a copy of the last
// stack's.
func outputsFile(dir, stack string) string { return filepath.Join(dir, "outputs."+stack+".json") }
