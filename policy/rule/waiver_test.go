package rule

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestAWaiverExpiresAtTheEndOfItsDayInUTC(t *testing.T) {
	t.Parallel()
	w := Waiver{Rule: "LP-TABLE-002", Resource: "r", Reason: "r", Owner: "o", Expiry: "2026-06-01", Fingerprint: "f"}
	assert.Empty(t, w.complaint(&Rule{ID: "LP-TABLE-002"}, time.Date(2026, 6, 1, 23, 59, 59, 0, time.UTC)))
	assert.NotEmpty(t, w.complaint(&Rule{ID: "LP-TABLE-002"}, time.Date(2026, 6, 2, 0, 0, 0, 0, time.UTC)))
}
