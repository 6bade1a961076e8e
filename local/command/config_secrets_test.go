package command

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const hush = "hush-hush-hush-hush-hush-hush-hush"

// encrypting is a passphrase's salt, as Pulumi writes it, and what encrypts with both.
func encrypting(t *testing.T, phrase string) (salt string, encrypt func(string) string) {
	t.Helper()
	bytes := make([]byte, 8)
	_, err := rand.Read(bytes)
	require.NoError(t, err)
	crypter := config.NewSymmetricCrypterFromPassphrase(phrase, bytes)
	encrypt = func(text string) string {
		encrypted, err := crypter.EncryptValue(context.Background(), text)
		require.NoError(t, err)
		return encrypted
	}
	return "encryptionsalt: v1:" + base64.StdEncoding.EncodeToString(bytes) + ":" + encrypt("pulumi") + "\n", encrypt
}

// TestMistakesInSecretsAreReportedWithTheOthers also holds that no message repeats a secret.
func TestMistakesInSecretsAreReportedWithTheOthers(t *testing.T) {
	salt, encrypt := encrypting(t, "right")
	_, other := encrypting(t, "right")
	archive := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(archive, "bootstrap"), nil, 0o600))
	custom := "config:\n  access: {writes: custom}\n  authorizerArchive: " + archive + "\n"
	secret := "    - secure: " + encrypt(hush) + "\n"
	file := filepath.Join(t.TempDir(), "phrase")
	require.NoError(t, os.WriteFile(file, []byte("right\n"), 0o600))
	region := "  aws:region: us-east-1\n"
	both := []string{"Pulumi.local.yaml:5: lambdaless:authorizerSecrets[0]"}
	for _, test := range []struct {
		situation, settings, phrase string
		problems                    []string // none where all is well
	}{
		{"the passphrase is right", salt + custom + "  authorizerSecrets:\n" + secret + region, "right", nil},
		{"the passphrase is in a file", salt + custom + "  authorizerSecrets:\n" + secret + region, "@" + file, nil},
		{"the file of the passphrase is missing", salt + custom, "@" + file + ".not", []string{"Pulumi.local.yaml:1: encryptionsalt is set, but PULUMI_CONFIG_PASSPHRASE_FILE: open "}},
		{"the passphrase is wrong", salt + custom + "  authorizerSecrets:\n" + secret + "  metrics: x\n", "wrong", []string{
			"Pulumi.local.yaml:1: encryptionsalt is set, but PULUMI_CONFIG_PASSPHRASE is not the passphrase that the stack's secrets are encrypted with",
			"Pulumi.local.yaml:7: lambdaless:metrics is \"x\"",
		}},
		{"the passphrase is not set", salt + custom + "  authorizerSecrets:\n" + secret, "", []string{"neither PULUMI_CONFIG_PASSPHRASE nor PULUMI_CONFIG_PASSPHRASE_FILE is set"}},
		{"no passphrase is needed", "config:\n  metrics: false\n" + region, "", nil},
		{"the salt is not one", "encryptionsalt: v1:x\n" + custom, "right", []string{"Pulumi.local.yaml:1: encryptionsalt is set, but it is not of the form v1:SALT:TEXT"}},
		{"the salt is missing", custom + "  authorizerSecrets:\n" + secret, "right", []string{"Pulumi.local.yaml:4: lambdaless:authorizerSecrets[0] is a secret, but the file has no encryptionsalt"}},
		{"another stack's secret", salt + custom + "  authorizerSecrets:\n    - secure: " + other(hush) + "\n", "right", append(both, "it is not encrypted with the passphrase and the encryptionsalt of stack local")},
		{"a secret that is not one", salt + "config:\n  apiKeyValue:\n    secure: abc\n  metrics: x\n", "right", []string{"Pulumi.local.yaml:3: lambdaless:apiKeyValue is a secret, but it is not encrypted", "Pulumi.local.yaml:5: lambdaless:metrics"}},
		{"another service's secrets", "secretsprovider: awskms://alias/x\n" + custom + "  authorizerSecrets:\n" + secret, "right", []string{"Pulumi.local.yaml:1: secretsprovider is set, but it is encrypted by awskms://alias/x", "pulumi stack change-secrets-provider passphrase --stack local"}},
		{"a secret that is too short", salt + "config:\n  apiKeyValue:\n    secure: " + encrypt("hush") + "\n", "right", []string{"Pulumi.local.yaml:3: lambdaless:apiKeyValue is a secret, but", "pulumi config set --secret"}},
		{"a secret where plain text is needed", salt + "config:\n  tableName:\n    secure: " + encrypt(hush) + "\n", "right", []string{"Pulumi.local.yaml:3: lambdaless:tableName is a secret, but names, policies and outputs show it: it has to be plain text"}},
		{"a secret in an object that is plain", salt + "config:\n  access:\n    writes:\n      secure: " + encrypt("hush") + "\n", "right", []string{"Pulumi.local.yaml:3: lambdaless:access is a secret, but"}},
		{"a secret number", salt + "config:\n  logRetentionDays:\n    secure: " + encrypt("7") + "\n", "right", []string{"lambdaless:logRetentionDays is a secret, but"}},
		{"plain text where a secret is needed", "config:\n  apiKeyValue: " + hush + "\n", "", []string{"Pulumi.local.yaml:2: lambdaless:apiKeyValue is plain text, but anyone who reads the file knows it", "pulumi config set --secret 'lambdaless:apiKeyValue' --stack local"}},
		{"one of two is plain text", salt + custom + "  authorizerSecrets:\n" + secret + "    - " + hush + "2\n", "right", []string{"Pulumi.local.yaml:5: lambdaless:authorizerSecrets[1] is plain text, but", "--path 'lambdaless:authorizerSecrets[1]'"}},
		{"a provider's secret in plain text", "config:\n  identityProviders:\n    Google: {clientId: g, clientSecret: " + hush + "}\n", "", []string{"Pulumi.local.yaml:2: lambdaless:identityProviders.Google.clientSecret is plain text, but"}},
		{"a provider's secret, encrypted", salt + "config:\n  identityProviders:\n    Google:\n      clientId: g\n      clientSecret:\n        secure: " + encrypt(hush) + "\n" + region, "right", nil},
	} {
		t.Run(test.situation, func(t *testing.T) {
			t.Setenv("PULUMI_CONFIG_PASSPHRASE", "") // so that both are set back afterwards
			t.Setenv("PULUMI_CONFIG_PASSPHRASE_FILE", "")
			require.NoError(t, os.Unsetenv("PULUMI_CONFIG_PASSPHRASE"))
			if file, inFile := strings.CutPrefix(test.phrase, "@"); inFile {
				t.Setenv("PULUMI_CONFIG_PASSPHRASE_FILE", file)
			} else if test.phrase != "" {
				t.Setenv("PULUMI_CONFIG_PASSPHRASE", test.phrase)
			}
			err := withSettings(t, test.settings).check("local")
			if test.problems == nil {
				require.NoError(t, err)
				return
			}
			for _, problem := range test.problems {
				require.ErrorContains(t, err, problem)
			}
			assert.NotContains(t, err.Error(), "hush")
		})
	}
}
