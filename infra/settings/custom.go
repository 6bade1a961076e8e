package settings

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Custom is what the function of custom access asks of a request.
type Custom struct {
	// Secrets are the valid ones: the current one and, during a rotation, the next. Only their digests
	// are deployed.
	Secrets []string
	// Header carries the secret.
	Header string
	// CIDRs are the addresses that requests may come from besides; none is every address.
	CIDRs []string
	// Archive is the folder of the function's program, bootstrap, which `make authorizer` builds.
	Archive string
}

// mostSecrets are valid at once: the current one and, during a rotation, the next.
const mostSecrets = 2

// leastSecret is how long a secret is at least: a digest of it then cannot be inverted.
const leastSecret = 32

var (
	secretRule = rule[string]{
		text: fmt.Sprintf("a secret has at least %d characters, such as those of: openssl rand -hex 32", leastSecret), example: "$(openssl rand -hex 32)",
		holds: func(s string) bool { return len(s) >= leastSecret && strings.TrimSpace(s) == s },
	}
	headerRule = rule[string]{
		text: "it must be the name of a header", example: "x-api-secret",
		holds: func(s string) bool {
			return s != "" && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
		},
	}
)

func (r *reader) custom(access Access) Custom {
	c := Custom{
		Secrets: r.secrets("authorizerSecrets", secretRule), Header: r.text("authorizerHeader", "x-api-secret", headerRule),
		CIDRs: r.texts("authorizerCidrs", cidrRule), Archive: r.text("authorizerArchive", ".local/authorizer", rule[string]{holds: func(string) bool { return true }}),
	}
	used := access.Uses("custom")
	switch {
	case len(c.Secrets) > mostSecrets:
		r.remove(fmt.Sprintf("authorizerSecrets[%d]", mostSecrets), concealed, fmt.Sprintf("%d secrets are valid at once: the current one and the next", mostSecrets))
	case used && len(c.Secrets) == 0:
		r.problems = append(r.problems, Problem{
			Key: r.project + ":authorizerSecrets", State: notSet, Rule: "access custom needs the secret that requests bring",
			Fix: fmt.Sprintf("pulumi config set --secret --path '%s:authorizerSecrets[0]' %s --stack %s", r.project, secretRule.example, r.stack),
		})
	}
	return c
}

// secrets reads a list of secrets, whose values no message repeats.
func (r *reader) secrets(key string, rule rule[string]) []string {
	var values []string
	if _, ok := r.hidden(key); !ok {
		return nil
	}
	if err := r.config.TryObject(key, &values); err != nil {
		r.refuseShape(key, "[0]", concealed, "it must be a list of secrets", rule.example)
		return nil
	}
	for i, value := range values {
		r.mustBeSecret(fmt.Sprintf("%s[%d]", key, i))
		if !rule.holds(value) {
			r.refuseSecret(fmt.Sprintf("%s[%d]", key, i), rule)
		}
	}
	return slices.Clip(append([]string(nil), values...))
}

// CheckProgram reports a function's program that has not been built.
func (c Custom) CheckProgram() error {
	if _, err := os.Stat(filepath.Join(c.Archive, "bootstrap")); err != nil {
		return fmt.Errorf("access custom needs the function's program: %w; build it with: make authorizer", err)
	}
	return nil
}

// Digests are the SHA-256 digests of the secrets in hex, which are what the function is given.
func (c Custom) Digests() string {
	var all []string
	for _, secret := range c.Secrets {
		sum := sha256.Sum256([]byte(secret))
		all = append(all, hex.EncodeToString(sum[:]))
	}
	return strings.Join(all, ",")
}

// secret reads a secret, which no message repeats. Empty is none.
func (r *reader) secret(key string, rule rule[string]) string {
	value, ok := r.hidden(key)
	if ok {
		r.mustBeSecret(key)
	}
	if ok && !rule.holds(value) {
		r.refuseSecret(key, rule)
	}
	return value
}

// refuseSecret records a secret that breaks a rule.
func (r *reader) refuseSecret(path string, rule rule[string]) {
	r.refuse(path, concealed, rule.text, rule.example)
	last := &r.problems[len(r.problems)-1]
	last.Fix = strings.Replace(last.Fix, "config set", "config set --secret", 1)
}
