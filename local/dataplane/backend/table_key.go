package backend

import (
	"crypto/rand"
	"fmt"
	"strings"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/encoding"
)

// KeyUser is an optional part of a Session, for tables that are encrypted with a customer's KMS key.
type KeyUser interface {
	// TableKey decides whether DynamoDB may decrypt a table for the role. The key is empty for a table under a key
	// that AWS owns, which needs no permission.
	TableKey(tableARN string) (key string, d Decision)
}

// decrypts asks KMS about one part of a request. DynamoDB keeps a table's key for each caller for five minutes; here
// it is asked every time (GW-180).
func (x *authorization) decrypts(resource string) *database.Answer {
	user, ok := x.session.(KeyUser)
	if !ok {
		return nil
	}
	table, _, _ := strings.Cut(resource, "/index/")
	key, decision := user.TableKey(table)
	if key == "" {
		return nil
	}
	x.trace.Out("IAM kms:Decrypt on "+key, decision.String())
	if decision.Allowed {
		return nil
	}
	return refusal(`{"__type":"com.amazon.coral.service#AccessDeniedException","Message":` + encoding.Quote(fmt.Sprintf(
		"KMS key access denied error: com.amazonaws.services.kms.model.AWSKMSException: The ciphertext refers to a customer master key that does not exist, "+
			"does not exist in this region, or you are not allowed to access. (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; "+
			"Request ID: %s; Proxy: null)", rand.Text())) + `}`)
}
