package controlplane

import (
	"crypto/rand"
	"strings"
)

const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789"

// RandomID makes an identifier as API Gateway does: ten lower-case letters and digits.
func RandomID() string {
	b := make([]byte, 10)
	if _, err := rand.Read(b); err != nil {
		panic(err) // crypto/rand never fails on the systems Go supports
	}
	for i, c := range b {
		b[i] = idAlphabet[int(c)%len(idAlphabet)]
	}
	return string(b)
}

// uniqueID makes an IAM unique id: a prefix that says what it is (AROA for roles, ANPA for managed
// policies) and upper-case letters and digits.
func (c *Client) uniqueID(prefix string) string {
	return prefix + strings.ToUpper(c.account.ids() + c.account.ids())[:17]
}

// uuid shapes two identifiers as the UUID that KMS would use.
func (c *Client) uuid() string {
	const hex = "0123456789abcdef"
	b := []byte("00000000-0000-4000-8000-000000000000")
	digits := c.account.ids() + c.account.ids() + c.account.ids() + c.account.ids()
	i := 0
	for at, ch := range b {
		if ch != '0' {
			continue
		}
		b[at] = hex[strings.IndexByte(idAlphabet, digits[i])%16]
		i++
	}
	return string(b)
}

// Suffix makes n characters for a name of which only the prefix is given.
func (c *Client) Suffix(n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(c.account.ids())
	}
	return b.String()[:n]
}
