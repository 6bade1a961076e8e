package controlplane

import (
	"crypto/rand"
	"strings"
)

const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789"

// randomID makes an identifier as API Gateway does: ten lower-case letters and digits.
func randomID() string {
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

// Hex is the alphabet of hexadecimal digits.
const Hex = "0123456789abcdef"

// UUID makes a version 4 UUID.
func (c *Client) UUID() string {
	d := c.Digits(Hex, 30)
	return d[:8] + "-" + d[8:12] + "-4" + d[12:15] + "-8" + d[15:18] + "-" + d[18:]
}

// Suffix makes n lower-case letters and digits, for a name of which only the prefix is given.
func (c *Client) Suffix(n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(c.account.ids())
	}
	return b.String()[:n]
}

// Digits makes n characters of an alphabet, as services do that do not use API Gateway's.
func (c *Client) Digits(alphabet string, n int) string {
	b := []byte(c.Suffix(n))
	for i, ch := range b {
		b[i] = alphabet[strings.IndexByte(idAlphabet, ch)%len(alphabet)]
	}
	return string(b)
}
