package command

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/infra/infratest/fixture"
)

// TestUpdateLimitsAddressesAndBack: the policy of the API comes, changes and goes, each in one update,
// and what is deployed has no copy of the old one.
func TestUpdateLimitsAddressesAndBack(t *testing.T) {
	t.Parallel()
	const refused = `403 {"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: `
	l := deployed(t, fixture.Movies, nil)

	l.configure(map[string]string{"allowedCidrs": `["203.0.113.0/24"]`})
	l.up()
	assert.Contains(t, l.send("GET", "/local/bob", "", ""), refused)

	l.configure(map[string]string{"allowedCidrs": `["127.0.0.0/8"]`, "allowedWriteCidrs": `["203.0.113.0/24"]`})
	done := l.up()
	assert.NotContains(t, done, "delete aws:apigateway/restApiPolicy:RestApiPolicy movies-policy", "a change is an update in place")
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""))
	assert.Contains(t, l.send("PUT", "/local/bob", interstellar, ""), refused)
	assert.Contains(t, l.send("DELETE", "/local/bob", "", ""), refused)
	assert.Empty(t, l.up(), "nothing has changed")

	l.configure(map[string]string{"allowedCidrs": "", "allowedWriteCidrs": ""})
	l.up()
	assert.Equal(t, stored, l.send("PUT", "/local/bob", interstellar, ""))
	l.settled()
}
