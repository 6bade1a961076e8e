package command

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/internal/capability"
	"lambdaless/internal/module"
	"lambdaless/local/engine"
)

// TestPreviewProvesTheCommittedStacks runs the real engine and the real pack, locks included.
func TestPreviewProvesTheCommittedStacks(t *testing.T) {
	t.Parallel()
	for _, stack := range []string{"dev", "prod"} {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			file := func(name string) string { return filepath.Join(dir, name) }
			_, err := command(t, t.Context(), "", "preview", "--stack", stack, "--json",
				"--json-file", file("report.json"), "--markdown", file("report.md"), "--sarif", file("report.sarif"))
			require.NoError(t, err)
			report, err := capability.ReadReport(file("report.json"))
			require.NoError(t, err)
			assert.Empty(t, report.Findings)
			login := infratest.HasLogin(infratest.StackConfig(t, stack))
			var routes, rows []string
			for _, e := range infra.Shipped.Endpoints {
				if login || e.Access != infra.Users {
					routes = append(routes, e.Route())
				}
			}
			for _, row := range report.Matrix.Rows {
				rows = append(rows, row.Verb+" "+row.Path)
			}
			assert.ElementsMatch(t, routes, rows)
			assert.True(t, report.Matrix.Proven())
			markdown, err := os.ReadFile(file("report.md"))
			require.NoError(t, err)
			assert.Contains(t, string(markdown), "`"+report.Matrix.Rows[0].Path+"`")
			sarif, err := os.ReadFile(file("report.sarif"))
			require.NoError(t, err)
			assert.True(t, json.Valid(sarif))
		})
	}
}

// A refused preview leaves failed reports behind, not those of an earlier run, and builds the pack that it is given.
func TestReportsOfAPreviewThatDidNotRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	require.NoError(t, os.WriteFile(file("report.md"), []byte("3 of 3 methods proven"), 0o600))
	_, err := command(t, t.Context(), "", "preview", "--stack", "prod", "--pack", dir,
		"--json-file", file("report.json"), "--markdown", file("report.md"), "--sarif", file("report.sarif"))
	require.ErrorContains(t, err, "the module "+module.Name+" is not to be found from "+dir)
	report, err := capability.ReadReport(file("report.json"))
	require.NoError(t, err)
	assert.True(t, report.Failed())
	markdown, err := os.ReadFile(file("report.md"))
	require.NoError(t, err)
	assert.Contains(t, string(markdown), "the preview failed, and nothing was proven")
	assert.NotContains(t, string(markdown), "3 of 3")
	assert.Contains(t, string(markdown), report.Marker(), "a workflow finds its comment by it")
	sarif, err := os.ReadFile(file("report.sarif"))
	require.NoError(t, err)
	assert.Contains(t, string(sarif), `"executionSuccessful": false`)
}

// TestReportsSayWhyTheProgramFailed: what the engine printed is not seen where a report is read.
func TestReportsSayWhyTheProgramFailed(t *testing.T) {
	t.Parallel()
	root, err := engine.Root(".")
	require.NoError(t, err)
	dir := t.TempDir()
	broken := func(ctx *pulumi.Context) error { return errors.Join(fixture.Deploy(ctx), errors.New("a bad day")) }
	var out said
	s := options{root: root, home: root, dir: filepath.Join(dir, "aws"), program: broken, out: &out, err: io.Discard}
	report, failure := judge(t.Context(), s, target{stack: "prod"}, "", engine.Run{})
	assert.Nil(t, report, "the pack has judged nothing")
	require.ErrorContains(t, failure, "pulumi preview: ")
	assert.NotContains(t, failure.Error(), dir)
	assert.Contains(t, inFull(failure), "a bad day")
	assert.NotContains(t, inFull(failure), "✅")
	assert.NotContains(t, out.take(), "✅", "nothing is proven")

	_, failure = judge(t.Context(), s, target{stack: "prod"}, "", engine.Run{Configs: []string{"nowhere.json"}})
	assert.Contains(t, inFull(failure), "nowhere.json")
}

// TestPreviewFailsWhenARoleGrew: a wider role is a counterexample, a difference from the lock, and exit status 1.
func TestPreviewFailsWhenARoleGrew(t *testing.T) {
	t.Parallel()
	root, err := engine.Root(".")
	require.NoError(t, err)
	widened := func(ctx *pulumi.Context) error {
		if err := ctx.RegisterResourceTransform(func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
			if policy, ok := args.Props["policy"].(pulumi.String); ok && args.Type == "aws:iam/rolePolicy:RolePolicy" {
				args.Props["policy"] = pulumi.String(strings.ReplaceAll(string(policy), "dynamodb:GetItem", "dynamodb:*"))
			}
			return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
		}); err != nil {
			return err
		}
		return fixture.Deploy(ctx)
	}
	s := options{root: root, home: root, dir: filepath.Join(t.TempDir(), "aws"), program: widened, out: io.Discard, err: io.Discard}
	report, failure := judge(t.Context(), s, target{stack: "prod", env: map[string]string{"POLICY_LOCK": "required"}}, "", engine.Run{})
	require.Error(t, failure, "the engine refuses")
	require.NotNil(t, report)
	var status exitStatus
	require.ErrorAs(t, verdict(*report, failure), &status)
	assert.Equal(t, exitStatus(1), status)
	rules := map[string]capability.Finding{}
	for _, f := range report.Findings {
		rules[f.Rule] = f
	}
	assert.Contains(t, rules["LP-ROLE-001"].Counterexample, "dynamodb:DeleteItem")
	assert.Contains(t, rules["LP-ROLE-001"].Document, `"dynamodb:GetItem"`)
	assert.Contains(t, rules, "LP-LOCK-001")
}
