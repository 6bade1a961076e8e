package main

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/wire"
)

// TestATableThatAnotherProgramMakesIsJudgedAsItIs: a component's outputs say what was read of it.
func TestATableThatAnotherProgramMakesIsJudgedAsItIs(t *testing.T) {
	t.Parallel()
	set := func(property string, value any) func(wire.Properties) {
		return func(p wire.Properties) {
			p[resource.PropertyKey(property)] = resource.NewPropertyValue(value)
		}
	}
	for name, c := range map[string]struct {
		change func(wire.Properties)
		rule   string // that fails, none for a stack that passes
		text   string
	}{
		"as it should be":                {func(wire.Properties) {}, "", ""},
		"without the stack's tags":       {set("tags", map[string]any{}), "", ""},
		"not said to exist":              {set("existing", false), "LP-TMPL-001", "crm-favorite_movies"},
		"without recovery":               {set("pointInTimeRecovery", map[string]any{"enabled": false}), "LP-TABLE-002", "no point-in-time recovery"},
		"that can be deleted":            {set("deletionProtectionEnabled", false), "LP-TABLE-003", "can be deleted"},
		"of another account":             {set("arn", "arn:aws:dynamodb:us-east-1:999999999999:table/crm-favorite_movies"), "LP-ROLE-001", "999999999999"},
		"in another region":              {set("arn", "arn:aws:dynamodb:us-west-2:123456789012:table/crm-favorite_movies"), "LP-TABLE-006", "us-west-2"},
		"of another name":                {set("name", "others"), "LP-TMPL-001", "crm-favorite_movies"},
		"with an index less":             {set("globalSecondaryIndexes", []any{}), "", ""},
		"under aws/dynamodb, by its ARN": {set("serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/0000"}), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := infratest.StackConfig(t, "prod")
			config[project+":existingTables"] = `{"favorite_movies":"crm-favorite_movies"}`
			config[project+":tableKmsKeyArn"] = ""
			config[project+":backups"] = "false"
			r := recordConfigured(t, "prod", fixture.Deploy, false, config)
			changed := 0
			for _, n := range r.Resources {
				if n.Outputs["existing"].IsBool() {
					c.change(n.Outputs)
					changed++
				}
			}
			require.Equal(t, 1, changed)
			findings, _ := judged(r)
			failed := failing(findings)
			if c.rule == "" {
				assert.Empty(t, failed)
				return
			}
			require.Contains(t, failed, c.rule)
			assert.Contains(t, strings.ReplaceAll(failed[c.rule], "\n", " "), c.text)
		})
	}
}
