package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/engine"
)

// withSettings is a project whose stack "local" has these settings.
func withSettings(t *testing.T, text string) options {
	t.Helper()
	root, err := engine.Root(".")
	require.NoError(t, err)
	declared, err := os.ReadFile(filepath.Join(root, "Pulumi.yaml"))
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi.yaml"), declared, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi.local.yaml"), []byte(text), 0o600))
	return options{root: dir, api: &fixture.Movies}
}

func TestWrongSettingsAreReportedTogetherWithTheirLines(t *testing.T) {
	t.Parallel()
	s := withSettings(t, `config:
  aws:region: us-esat-1
  metric: true
  tracing: maybe
  access:
    writes: opne
  logRetentionDays: 8
`)
	require.EqualError(t, s.check("local"), `the configuration of stack local has to change:
  Pulumi.local.yaml:2: aws:region is "us-esat-1", but that is not the name of a region, such as us-east-1
    pulumi config set aws:region us-east-1 --stack local
  Pulumi.local.yaml:3: lambdaless:metric is set, but the program does not read it; the nearest key is lambdaless:metrics
    pulumi config rm lambdaless:metric --stack local
  Pulumi.local.yaml:4: lambdaless:tracing is "maybe", but it must be true or false
    pulumi config set lambdaless:tracing true --stack local
  Pulumi.local.yaml:5: lambdaless:access.writes is "opne", but it must be one of api-key, cognito, custom, iam, open
    pulumi config set --path lambdaless:access.writes open --stack local
  Pulumi.local.yaml:7: lambdaless:logRetentionDays is "8", but it must be one of 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653 (days)
    pulumi config set lambdaless:logRetentionDays 30 --stack local`)
}

func TestConfigurationProblemsBySituation(t *testing.T) {
	t.Parallel()
	for situation, test := range map[string]struct{ settings, problem string }{
		"good":                  {"config:\n  aws:region: eu-west-1\n", ""},
		"empty":                 {"", "\n  Pulumi.local.yaml: aws:region is missing, but resources"},
		"no settings":           {"config:\n", "\n  Pulumi.local.yaml: aws:region is missing, but resources"},
		"another section":       {"confg:\n  aws:region: eu-west-1\n", `Pulumi.local.yaml:1: Pulumi does not read the section "confg": settings are under "config:"`},
		"no section":            {"aws:region: eu-west-1\n", `Pulumi.local.yaml:1: Pulumi does not read the section "aws:region": settings are under "config:"`},
		"no colon":              {"# mine\nconfig:\n  aws:region eu-west-1\n", `Pulumi.local.yaml:3: settings are lines of a key, a colon, a space and a value, as in "aws:region: us-east-1"`},
		"nothing but a text":    {"settings\n", `Pulumi.local.yaml:1: this is not a list of sections: settings are under "config:"`},
		"a setting twice":       {"config:\n  metrics: true\n  aws:region: eu-west-1\n  lambdaless:metrics: false\n", "Pulumi.local.yaml:4: lambdaless:metrics is set in line 2 too, and Pulumi takes either: delete one of the two lines"},
		"only a comment":        {"config: # nothing\n", "\n  Pulumi.local.yaml: aws:region is missing, but resources"},
		"all sections":          {"secretsprovider: passphrase\nenvironment: [a]\nconfig:\n  aws:region: eu-west-1\n", ""},
		"misspelt for AWS":      {"config:\n  aws:region: eu-west-1\n  aws:profle: me\n", "Pulumi.local.yaml:3: aws:profle is set, but the AWS provider does not read it; the nearest key is aws:profile"},
		"not YAML":              {"config:\n  access:\n    reads: open\n   writes: open\n", "Pulumi.local.yaml:4: this is not YAML: value is not allowed in this context"},
		"not closed":            {"config:\n  a: \"x\n", "Pulumi.local.yaml:2: this is not YAML: could not find end character"},
		"a list of settings":    {"config:\n  - a\n", "Pulumi.local.yaml:2: settings are lines of a key, a colon"},
		"a setting of Pulumi":   {"config:\n  aws:region: eu-west-1\n  aws:skipMetadataApiCheck: true\n", ""},
		"another problem of it": {"config:\n  authorizerSecrets:\n    - secure: v1:abc\n  metrics: x\n", "Pulumi.local.yaml:4: lambdaless:metrics"},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			err := withSettings(t, test.settings).check("local")
			if test.problem == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.problem)
		})
	}
	nameless := withSettings(t, "")
	for name, problem := range map[string]string{
		`"Lambda Less!"`: `Pulumi.yaml: the name is "Lambda Less!", but project names may only contain alphanumerics, hyphens, underscores, and periods`,
		`[`:              "Pulumi.yaml:1: this is not YAML: ",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(nameless.root, "Pulumi.yaml"), []byte("name: "+name+"\nruntime: go\n"), 0o600))
		err := nameless.check("local")
		require.ErrorContains(t, err, problem)
		assert.Equal(t, 1, strings.Count(err.Error(), "Pulumi.yaml"), "said once")
	}
	err := withSettings(t, "").check("nope")
	require.EqualError(t, err, "there is no Pulumi.nope.yaml: the stacks are local")
	s := withSettings(t, "config:\n  metric: true\n")
	s.api = &infra.API{Name: "empty"}
	err = s.check("local")
	require.ErrorContains(t, err, "nearest key is lambdaless:metrics")
	var mistakes infra.Mistakes
	require.ErrorAs(t, err, &mistakes, "the API's mistakes are not kept back")
	assert.NotEmpty(t, mistakes)
}
