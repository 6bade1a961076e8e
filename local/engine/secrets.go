package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// Unreadable is a secret, or all of a stack's, that cannot be decrypted.
type Unreadable struct {
	Key  string // as in "lambdaless:authorizerSecrets[0]", or the name of what is not a setting
	Rule string // what is wrong
	Fix  string // a command
}

// passphrase is what the stacks' secrets are encrypted with, as Pulumi reads it; named is the variable that it is from.
func passphrase() (phrase, named string, err error) {
	if phrase, ok := os.LookupEnv("PULUMI_CONFIG_PASSPHRASE"); ok {
		return phrase, "PULUMI_CONFIG_PASSPHRASE", nil
	}
	file := os.Getenv("PULUMI_CONFIG_PASSPHRASE_FILE")
	if file == "" {
		return "", "", nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", "", fmt.Errorf("PULUMI_CONFIG_PASSPHRASE_FILE: %w", err)
	}
	return strings.TrimSpace(string(text)), "PULUMI_CONFIG_PASSPHRASE_FILE", nil
}

// decrypted is what a stack's file says.
func decrypted(file *workspace.ProjectStack, stack string) (Config, error) {
	d := &decrypter{stack: stack}
	d.open(file)
	c := Config{Values: map[string]string{}}
	for _, key := range slices.SortedFunc(maps.Keys(file.Config), func(a, b config.Key) int { return strings.Compare(a.String(), b.String()) }) {
		value := file.Config[key]
		d.failed = map[string]bool{}
		plain, err := value.Value(d)
		if err != nil {
			return c, fmt.Errorf("the value of %s: %w", key, err)
		}
		c.Values[key.String()] = plain
		if !value.Secure() {
			continue
		}
		object, err := value.ToObject()
		if err != nil {
			return c, fmt.Errorf("the value of %s: %w", key, err)
		}
		for path, ciphertext := range encrypted(key.String(), object) {
			c.Secrets = append(c.Secrets, path)
			if d.crypter != nil && d.failed[ciphertext] {
				d.refuse(path, fmt.Sprintf("it is not encrypted with the passphrase and the encryptionsalt of stack %s, or was changed", stack), setSecret(path, stack))
			}
		}
		if len(d.failed) > 0 {
			c.Locked = append(c.Locked, key.String())
		}
	}
	slices.Sort(c.Secrets)
	slices.SortFunc(d.unreadable, func(a, b Unreadable) int { return strings.Compare(a.Key, b.Key) })
	if len(c.Secrets) > 0 && d.crypter == nil && len(d.unreadable) == 0 {
		d.refuse(c.Secrets[0], d.without, setSecret(c.Secrets[0], stack))
	}
	c.Unreadable = d.unreadable
	return c, nil
}

// setSecret is the command that stores a secret, whose value Pulumi asks for.
func setSecret(path, stack string) string {
	if strings.ContainsAny(path, ".[") {
		return fmt.Sprintf("pulumi config set --secret --path '%s' --stack %s", path, stack)
	}
	return fmt.Sprintf("pulumi config set --secret %s --stack %s", path, stack)
}

// encrypted are the ciphertexts of a value, by their paths.
func encrypted(path string, value any) map[string]string {
	all := map[string]string{}
	switch v := value.(type) {
	case string: // a whole value: the parts of others are objects with the one key "secure"
		all[path] = v
	case map[string]any:
		if text, ok := v["secure"].(string); ok && len(v) == 1 {
			all[path] = text
			return all
		}
		for name, inner := range v {
			if _, plain := inner.(string); !plain {
				maps.Copy(all, encrypted(path+"."+name, inner))
			}
		}
	case []any:
		for i, inner := range v {
			if _, plain := inner.(string); !plain {
				maps.Copy(all, encrypted(fmt.Sprintf("%s[%d]", path, i), inner))
			}
		}
	}
	return all
}

// decrypter decrypts what it can, and leaves the rest as it is.
type decrypter struct {
	stack      string
	crypter    config.Crypter // nil: nothing can be decrypted
	without    string         // why there is no crypter, where secrets need one
	failed     map[string]bool
	unreadable []Unreadable
}

func (d *decrypter) refuse(key, rule, fix string) {
	d.unreadable = append(d.unreadable, Unreadable{Key: key, Rule: rule, Fix: fix})
}

// open makes the crypter of a stack's file, of the passphrase and the salt
// (https://www.pulumi.com/docs/iac/concepts/secrets/#changing-the-secrets-provider-for-a-stack).
func (d *decrypter) open(file *workspace.ProjectStack) {
	change := "pulumi stack change-secrets-provider passphrase --stack " + d.stack
	if provider := file.SecretsProvider; provider != "" && provider != "passphrase" && provider != "default" {
		d.without = fmt.Sprintf("it is encrypted by %s, which is not asked from here: only secrets with a passphrase are read", provider)
		d.refuse("secretsprovider", d.without, change)
		return
	}
	if file.EncryptionSalt == "" {
		d.without = "the file has no encryptionsalt, without which no passphrase decrypts it; the secrets of Pulumi Cloud cannot be read from here"
		return
	}
	if !saltForm.MatchString(file.EncryptionSalt) {
		d.refuse("encryptionsalt", "it is not of the form v1:SALT:TEXT that Pulumi writes", "git log -p Pulumi."+d.stack+".yaml  # and take back what Pulumi wrote")
		return
	}
	phrase, named, err := passphrase()
	if err != nil {
		d.refuse("encryptionsalt", err.Error(), "export PULUMI_CONFIG_PASSPHRASE_FILE=FILE")
		return
	}
	d.crypter = crypterOf(phrase, file.EncryptionSalt)
	if d.crypter == nil {
		rule := "the stack's secrets are encrypted with a passphrase, and neither PULUMI_CONFIG_PASSPHRASE nor PULUMI_CONFIG_PASSPHRASE_FILE is set"
		if named != "" {
			rule = named + " is not the passphrase that the stack's secrets are encrypted with"
		}
		d.refuse("encryptionsalt", rule, "export PULUMI_CONFIG_PASSPHRASE=...")
	}
}

var saltForm = regexp.MustCompile(`^v1:[A-Za-z0-9+/]+=*:v1:[A-Za-z0-9+/]+=*:[A-Za-z0-9+/]+=*$`)

var errLocked = errors.New("nothing can be decrypted")

// DecryptValue never fails: it notes the ciphertexts that cannot be decrypted.
func (d *decrypter) DecryptValue(ctx context.Context, ciphertext string) (string, error) {
	text, err := "", errLocked
	if d.crypter != nil {
		text, err = d.crypter.DecryptValue(ctx, ciphertext)
	}
	if err != nil {
		d.failed[ciphertext] = true
	}
	return text, nil
}

// BatchDecrypt decrypts one after the other.
func (d *decrypter) BatchDecrypt(ctx context.Context, ciphertexts []string) ([]string, error) {
	return config.DefaultBatchDecrypt(ctx, d, ciphertexts)
}
