package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
	"lambdaless/policy/mutation"
	"lambdaless/policy/rule"
	"lambdaless/policy/wire"
)

// inRegions is a production stack of an API in two regions, in the primary region or in the other.
func inRegions(t *testing.T, program pulumi.RunFunc, primary, preview bool) *wire.Recording {
	t.Helper()
	return inRegionsWith(t, program, primary, preview, nil)
}

// inRegionsWith is inRegions with further configuration.
func inRegionsWith(t *testing.T, program pulumi.RunFunc, primary, preview bool, more map[string]string) *wire.Recording {
	t.Helper()
	config := infratest.StackConfig(t, "prod")
	for key, value := range more {
		config[project+":"+key] = value
	}
	for key, value := range map[string]string{
		"regions": `["us-east-1","eu-west-1"]`, "writeRegion": "us-east-1", "domainName": "api.films.example", "hostedZoneId": "Z0123456789ABCDEFGHIJ",
	} {
		config[project+":"+key] = value
	}
	if !primary {
		config["aws:region"], config[project+":regions"], config[project+":primaryStack"] = "us-east-1", `["eu-west-1","us-east-1"]`, "prod-eu"
		config[project+":cognitoUserPoolArn"] = euUserPool
	}
	return recordConfigured(t, "prod", program, preview, config)
}

// TestBothStacksOfTwoRegionsAreProven previews and deploys them with everything that production has.
func TestBothStacksOfTwoRegionsAreProven(t *testing.T) {
	t.Parallel()
	for _, primary := range []bool{true, false} {
		for _, preview := range []bool{true, false} {
			findings, matrix := judged(inRegions(t, fixture.DeployRecords, primary, preview))
			assert.Empty(t, findings, "primary %v, preview %v", primary, preview)
			assert.True(t, matrix.Proven(), "primary %v, preview %v: %v", primary, preview, verdicts(matrix))
		}
	}
}

// TestAReplicaIsJudgedAsATable breaks the stack in the other region.
func TestAReplicaIsJudgedAsATable(t *testing.T) {
	t.Parallel()
	replica := func(property string, value any) func(*wire.Recording) {
		return func(r *wire.Recording) {
			for _, n := range r.Resources {
				if n.Type == graph.TableReplica {
					n.Inputs[resource.PropertyKey(property)] = resource.NewPropertyValue(value)
				}
			}
		}
	}
	edit := func(kind, property, before, after string) func(*wire.Recording) {
		return func(r *wire.Recording) {
			for _, n := range r.Resources {
				if n.Type == kind && n.Inputs[resource.PropertyKey(property)].IsString() {
					n.Inputs[resource.PropertyKey(property)] = resource.NewProperty(strings.ReplaceAll(n.Inputs[resource.PropertyKey(property)].StringValue(), before, after))
				}
			}
		}
	}
	for name, test := range map[string]struct {
		change func(*wire.Recording)
		rule   string
	}{
		"without recovery":                     {replica("pointInTimeRecovery", false), "LP-TABLE-002"},
		"that can be deleted":                  {replica("deletionProtectionEnabled", false), "LP-TABLE-003"},
		"without tags":                         {replica("tags", map[string]any{}), "LP-TAG-001"},
		"of another table":                     {replica("globalTableArn", "arn:aws:dynamodb:eu-west-1:"+account+":table/others"), "LP-TMPL-001"},
		"whose roles reach the table itself":   {edit(graph.RolePolicy, "policy", "arn:aws:dynamodb:us-east-1:", "arn:aws:dynamodb:eu-west-1:"), "LP-ROLE-001"},
		"whose requests go to the table":       {edit(graph.Integration, "uri", ":us-east-1:dynamodb:", ":eu-west-1:dynamodb:"), "LP-TABLE-006"},
		"whose policy admits an administrator": {edit(graph.TableResourcePolicy, "policy", `"aws:PrincipalArn":[`, `"aws:PrincipalArn":["arn:aws:iam::`+account+`:role/administrator",`), "LP-TABLE-007"},
		"whose policy lets anyone read":        {edit(graph.TableResourcePolicy, "policy", `"dynamodb:GetItem",`, ``), "LP-TABLE-008"},
		"whose key the methods may not use":    {edit(graph.Key, "policy", `"Sid":"Methods","Effect":"Allow"`, `"Sid":"Methods","Effect":"Deny"`), "LP-ROLE-001"},
		"whose pipe reads the table's stream":  {edit(graph.RolePolicy, "policy", "/stream/*", "-2/stream/*"), "LP-ROLE-009"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := inRegions(t, fixture.DeployRecords, false, true)
			test.change(r)
			findings, _ := judged(r)
			require.True(t, slices.ContainsFunc(findings, func(f rule.Finding) bool { return f.Rule.ID == test.rule }), "%v", failing(findings))
		})
	}
}

// TestDerivedMutantsOfAReplica: every property of a replica counts, or is known not to.
func TestDerivedMutantsOfAReplica(t *testing.T) {
	t.Parallel()
	// With API keys, so that the stack passes whatever tables the team's settings name as shared.
	stack := inRegionsWith(t, fixture.DeployRecords, false, true, map[string]string{"access": `{"reads":"api-key","writes":"api-key","users":"cognito"}`, "apiKeyValue": strings.Repeat("k", 40)})
	chosen := slices.DeleteFunc(mutation.Derived(stack), func(m mutation.Mutant) bool { return m.Type != graph.TableReplica })
	require.GreaterOrEqual(t, len(chosen), 20)
	score, err := mutation.Judge(stack, chosen, 1, func(int) {})
	require.NoError(t, err)
	t.Logf("%d derived mutants: %d caught, %d with a warning", score.Total(), score.Caught, score.Warned)
	assert.GreaterOrEqual(t, score.Ratio(), mutation.LeastRatio, "%v", score.Survivors)
}
