package command

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/engine"
	"lambdaless/local/localtest"
)

// TestTheStateOutlivesThePassphrase deploys a stack before it has secrets, with one, under another passphrase, and
// without any again: its data is kept.
func TestTheStateOutlivesThePassphrase(t *testing.T) {
	root, err := engine.Root(".")
	require.NoError(t, err)
	s := withSettings(t, "config:\n  aws:region: us-east-1\n")
	s.home, s.dir = root, filepath.Join(t.TempDir(), "aws")
	said := &localtest.Buffer{}
	s.out, s.err = said, said
	s.program = func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, fixture.Movies) }
	deployed := func(phrase, settings, key string) {
		t.Setenv("PULUMI_CONFIG_PASSPHRASE", phrase)
		require.NoError(t, os.WriteFile(filepath.Join(s.root, "Pulumi.local.yaml"), []byte(settings+"config:\n  aws:region: us-east-1\n"+key), 0o600))
		require.NoError(t, s.check("local"))
		session, err := open(t.Context(), s, target{stack: "local"})
		require.NoError(t, err, said)
		out, err := session.deploy(t.Context())
		require.NoError(t, err, said)
		l := &harness{TB: t, session: session}
		if key == "" {
			require.NotEmpty(t, out.text("apiKey"))
		} else {
			require.Equal(t, hush, out.text("apiKey"))
		}
		if settings == "" && phrase == "" {
			require.Equal(t, stored, l.send("PUT", "/local/bob", interstellar, out.text("apiKey")))
		}
		assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""))
		require.NoError(t, session.stack.ReadSettings())
		require.NoError(t, session.close())
	}
	deployed("", "", "")
	for _, phrase := range []string{"one", "two"} {
		salt, encrypt := encrypting(t, phrase)
		deployed(phrase, salt, "  apiKeyValue:\n    secure: "+encrypt(hush)+"\n")
	}
	deployed("three", "", "")
	deployed("", "", "")
}
