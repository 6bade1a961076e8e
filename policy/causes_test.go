package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/internal/capability"
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// reported runs the pack on the stack of a project whose files have these texts.
func reported(t *testing.T, stack *wire.Recording, files map[string]string) capability.Report {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	path := filepath.Join(root, "report.json")
	found, err := start(t, packEnvironment(t, "POLICY_REPORT="+path, "POLICY_ROOT="+root)).Run(t.Context(), stack, unlocked)
	require.NoError(t, err)
	report, err := capability.ReadReport(path)
	require.NoError(t, err)
	standing := 0
	for _, f := range report.Findings {
		if f.Verdict != capability.Waived {
			standing++
		}
	}
	assert.Len(t, found, standing, "the engine shows each finding of the report")
	return report
}

// Mistakes that many resources have for one reason are told once, and those that only look alike are not.
func TestEachCauseIsReportedOnce(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for name, c := range map[string]struct {
		change func(a attacked)
		rule   string
		want   []int // how many further places each finding of the rule has
	}{
		"every integration passes bodies through": {func(a attacked) {
			a.each(graph.Integration, func(n *wire.Resource) { a.set(n, "passthroughBehavior", "WHEN_NO_MATCH") })
		}, "LP-INTG-001", []int{2}},
		"every role trusts the account": {func(a attacked) {
			a.each(graph.Role, func(n *wire.Resource) {
				if strings.Contains(n.Name, "{name}") || strings.Contains(n.Name, "get") || strings.Contains(n.Name, "put") || strings.Contains(n.Name, "delete") {
					a.set(n, "assumeRolePolicy", trusting(`{"AWS":"arn:aws:iam::`+account+`:root"}`, "sts:AssumeRole", ""))
				}
			})
		}, "LP-ROLE-002", []int{2, 2}}, // API Gateway cannot, and the account can
		"two integrations, in two ways": {func(a attacked) {
			behaviors := []string{"WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"}
			a.each(graph.Integration, func(n *wire.Resource) { a.set(n, "passthroughBehavior", behaviors[0]); behaviors = behaviors[1:] })
		}, "LP-INTG-001", []int{0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := prod.Clone()
			c.change(attacked{t, stack})
			var further []int
			fingerprints := map[string]bool{}
			for _, f := range reported(t, stack, map[string]string{"Pulumi.yaml": "name: movies\n"}).Findings {
				if f.Rule != c.rule {
					continue
				}
				further = append(further, len(f.Also))
				for _, p := range append(f.Also, capability.Place{Fingerprint: f.Fingerprint}) {
					assert.False(t, fingerprints[p.Fingerprint], "each place can be waived by itself")
					fingerprints[p.Fingerprint] = true
				}
			}
			assert.ElementsMatch(t, c.want, further)
		})
	}
}

func TestFindingsLeadToTheProgramsLines(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	stack := prod.Clone()
	a := attacked{t, stack}
	a.each(graph.Integration, func(n *wire.Resource) {
		if strings.Contains(n.Name, "get") {
			a.set(n, "passthroughBehavior", "WHEN_NO_MATCH")
			n.Inputs["requestTemplates"] = resource.NewProperty(resource.PropertyMap{"application/json": resource.NewProperty("## source: movie/get.request.vtl\n$input.body")})
		}
	})
	table := a.of(graph.Table, "")
	a.set(table, "deletionProtectionEnabled", false)
	a.set(table, "pointInTimeRecovery", map[string]any{"enabled": false})
	a.set(a.of(graph.Stage, ""), "xrayTracingEnabled", false)
	a.link(a.add(graph.GatewayResponse, "refusal", map[string]any{"responseType": "DEFAULT_4XX"}), "restApiId", a.of(graph.RestAPI, ""))
	a.add(graph.Role, "reader", map[string]any{"name": "reader", "assumeRolePolicy": trusting(`{"AWS":"*"}`, "sts:AssumeRole", "")})
	a.add(graph.RolePolicy, "reader-policy", map[string]any{"role": "reader", "policy": statement(`["dynamodb:GetItem","dynamodb:Scan"]`, moviesARN)})
	files := map[string]string{
		"Pulumi.yaml":      "name: movies\nruntime: go\n",
		"Pulumi.prod.yaml": "config:\n  aws:region: us-east-1\n  deletionProtection: false\n",
		"go.mod":           "module movies\n",
		"main.go":          "package main\n\nimport \"movies/api\"\n",
		"api/api.go": "package api\n\nvar table = infra.Table{\n\tName: \"favorite_movies\", PartitionKey: key,\n}\n" +
			"var get = infra.Endpoint{\n\tMethod: \"GET\", Path: \"/{name}\",\n}\n\nvar api = infra.API{\n\tName: \"movies\", Endpoints: []infra.Endpoint{get},\n}\n\nfunc more(ctx *pulumi.Context) {\n\tiam.NewRole(ctx, \"reader\", nil)\n}\n",
	}
	at := func() map[string]string {
		places := map[string]string{}
		for _, f := range reported(t, stack, files).Findings {
			if f.Source != "" {
				places[f.Rule] = strings.TrimSpace(f.Source)
				assert.Positive(t, f.Line, f.Rule)
			} else {
				places[f.Rule] = ""
			}
		}
		return places
	}
	places := at()
	assert.Equal(t, "Pulumi.prod.yaml", places["LP-TABLE-003"], "a setting that is wrong")
	assert.Equal(t, "api/api.go", places["LP-TABLE-002"], "a setting that is not set, of a table that the program declares")
	assert.Equal(t, "Pulumi.prod.yaml", places["LP-STAGE-002"], "a setting that is not set, of nothing that the program declares")
	assert.Equal(t, "api/api.go", places["LP-INTG-001"], "the endpoint")
	assert.Equal(t, "api/api.go", places["LP-ROLE-008"], "a resource of the program's own")
	assert.Equal(t, "api/api.go", places["LP-STAGE-007"], "the API whose deployment has a trigger that is older than a template")
	assert.Equal(t, "api/api.go", places["LP-STAGE-008"], "the API whose deployment has no trigger of a gateway response")
	assert.Equal(t, "templates/movie/get.request.vtl", places["LP-TMPL-001"], "the template")

	files["api/api.go"] = "package api\n\nfunc more(ctx *pulumi.Context, name string) {\n\tapigateway.NewDeployment(ctx, name+\"-deployment\", nil)\n}\n"
	assert.Equal(t, "api/api.go", at()["LP-STAGE-007"], "the only call that makes a deployment")

	files["Pulumi.yaml"] = "name: movies\nruntime: yaml\nresources:\n  reader:\n    type: aws:iam:Role\n  movies-deployment:\n    type: aws:apigateway:Deployment\n"
	delete(files, "api/api.go")
	places = at()
	assert.Equal(t, "Pulumi.yaml", places["LP-ROLE-008"], "a resource of a program in YAML")
	assert.Equal(t, "Pulumi.yaml", places["LP-STAGE-007"], "the deployment of a program in YAML")
	assert.Empty(t, places["LP-INTG-001"], "what no file declares")
}
