package command

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/engine"
)

// everythingOn is a stack with every switch on; what regions differ in follows.
const everythingOn = `
  access: {reads: cognito, writes: custom, users: cognito}
  allowedCidrs: [203.0.113.0/24]
  allowedWriteCidrs: [203.0.113.16/28]
  cors: {origins: [https://films.example, http://localhost:5173], maxAge: 60}
  openApi: true
  ipAddressType: dualstack
  cacheSize: "0.5"
  billingMode: PROVISIONED
  tableKmsKeyArn: create
  deletionProtection: true
  protectTables: true
  tablePolicy: true
  alarms: true
  alarmEmails: [team@films.example]
  dashboard: true
  firewall: true
  backups: true
  stream: queue
  auditTrail: true
  logRetentionDays: 365
  regions: [us-east-1, eu-west-1]
  writeRegion: us-east-1
  domainName: api.films.example
  hostedZoneId: Z0123456789ABCDEFGHIJ
`

// TestPreviewsWithEverySwitchOn runs the real engine and the real pack on stacks that have everything, in the primary
// region and in a further one, where nothing is there yet that a program could look up. policy's tests try the switches
// in all pairs, without the engine. Its secrets are encrypted with a passphrase from the environment, so that it runs alone.
func TestPreviewsWithEverySwitchOn(t *testing.T) {
	t.Setenv("PULUMI_CONFIG_PASSPHRASE", "of all switches")
	root, err := engine.Root(".")
	require.NoError(t, err)
	project := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(project, name)), 0o750))
		require.NoError(t, os.WriteFile(filepath.Join(project, name), []byte(text), 0o600))
	}
	declared, err := os.ReadFile(filepath.Join(root, "Pulumi.yaml"))
	require.NoError(t, err)
	write("Pulumi.yaml", string(declared))
	write("authorizer/bootstrap", "")
	write("policy/team/settings.json", `{"sharedTables":["*-favorite_movies","*-movie_lists"]}`)
	salt, encrypt := encrypting(t, "of all switches")
	common := salt + "config:" + everythingOn + "  apiKeyValue: {secure: \"" + encrypt("one-key-for-all-of-the-regions") + "\"}\n" +
		"  authorizerSecrets: [{secure: \"" + encrypt(hush) + "\"}]\n" + "  authorizerArchive: " + filepath.Join(project, "authorizer") + "\n"
	write("Pulumi.prod.yaml", common+"  aws:region: us-east-1\n")
	write("Pulumi.prod-eu.yaml", common+"  aws:region: eu-west-1\n  primaryStack: prod\n"+
		"  cognitoUserPoolArn: arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_AbCdEfGhI\n")
	for stack, want := range map[string]string{"prod": "PUT /{name}", "prod-eu": "GET /{name}"} {
		t.Run(stack, func(t *testing.T) {
			s := options{
				root: project, home: root, dir: filepath.Join(t.TempDir(), "aws"), program: fixture.Deploy, out: io.Discard, err: io.Discard,
			}
			report, failure := judge(t.Context(), s, target{stack: stack}, "", engine.Run{})
			require.NotNil(t, report, "%v", failure)
			require.NoError(t, failure, "%v", report.Findings)
			assert.Empty(t, report.Findings)
			assert.True(t, report.Matrix.Proven())
			var routes []string
			for _, row := range report.Matrix.Rows {
				routes = append(routes, row.Verb+" "+row.Path)
			}
			assert.Contains(t, routes, want)
			assert.Equal(t, stack == "prod", strings.Contains(strings.Join(routes, " "), "PUT "), "writes are in one region")
		})
	}
}
