package cognito

import (
	"crypto/sha256"
	"fmt"
)

// Subject is the claim sub of a user: a UUID, the same each time for one name in one pool.
func Subject(pool, user string) string {
	sum := sha256.Sum256([]byte(pool + "\x00" + user))
	b := sum[:16]
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80 // version 4
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
