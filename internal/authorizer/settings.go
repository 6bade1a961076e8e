// Package authorizer decides whether a request may use the API: the logic of the custom authorizer's
// Lambda function, which the local AWS runs in process.
package authorizer

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// Environment variables that configure the function.
const (
	HeaderVariable  = "SECRET_HEADER"  // name of the header that carries the secret
	DigestsVariable = "SECRET_DIGESTS" // SHA-256 of each valid secret in hex, separated by commas
	CIDRsVariable   = "ALLOWED_CIDRS"  // source addresses, separated by commas; empty for all
)

// MaxDigests is how many secrets are valid at once: the current one and, during a rotation, the next.
const MaxDigests = 2

// Settings are the function's requirements on a request.
type Settings struct {
	// Header is the name of the header that carries the secret, in any case.
	Header string
	// Digests are the SHA-256 digests of the valid secrets. The secrets themselves are not deployed,
	// so that reading the function's configuration does not reveal them.
	Digests [][32]byte
	// CIDRs are the source addresses that are allowed; empty allows all.
	CIDRs []netip.Prefix
}

// ReadSettings reads the environment, such as os.Getenv. It reports all mistakes together. Settings
// that cannot be read allow no request: the function must not start with them.
func ReadSettings(getenv func(string) string) (Settings, error) {
	s := Settings{Header: getenv(HeaderVariable)}
	var problems []error
	if s.Header == "" || strings.ContainsFunc(s.Header, func(r rune) bool { return !isToken(r) }) {
		problems = append(problems, fmt.Errorf("%s is %q: it must be the name of an HTTP header", HeaderVariable, s.Header))
	}
	s.Header = http.CanonicalHeaderKey(s.Header)
	for i, text := range list(getenv(DigestsVariable)) {
		digest, err := hex.DecodeString(text)
		if err != nil || len(digest) != 32 {
			// The value is not repeated: it may be a secret that was put here by mistake.
			problems = append(problems, fmt.Errorf("%s: entry %d is not a SHA-256 digest of 64 hexadecimal digits", DigestsVariable, i+1))
			continue
		}
		s.Digests = append(s.Digests, [32]byte(digest))
	}
	if n := len(list(getenv(DigestsVariable))); n == 0 || n > MaxDigests {
		problems = append(problems, fmt.Errorf("%s has %d entries: 1 is needed, %d are possible", DigestsVariable, n, MaxDigests))
	}
	for _, text := range list(getenv(CIDRsVariable)) {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %q is not a CIDR such as 203.0.113.0/24", CIDRsVariable, text))
			continue
		}
		s.CIDRs = append(s.CIDRs, prefix.Masked())
	}
	return s, errors.Join(problems...)
}

func list(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	parts := strings.Split(text, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// isToken reports whether a character may stand in a header's name (RFC 9110, 5.6.2).
func isToken(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}
