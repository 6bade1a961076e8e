package command

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
)

// TestUpdateToADomainName: the API moves to a name of its own, behind a firewall and with backups, and back,
// each in one update.
func TestUpdateToADomainName(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, nil)
	at := func(host, path string) string {
		request, err := http.NewRequestWithContext(l.Context(), "GET", l.cloud.URL+path, nil)
		require.NoError(t, err)
		request.Host = host
		return answerTo(request)
	}
	l.configure(map[string]string{
		"domainName": "api.films.example", "hostedZoneId": "Z0123456789ABCDEFGHIJ", "basePath": "films", "firewall": "true", "backups": "true",
	})
	l.up()
	assert.Equal(t, bobsMovie, at("api.films.example", "/films/bob"))
	assert.Equal(t, `403 {"message":"Forbidden"}`, l.send("GET", "/local/bob", "", ""), "API Gateway's address is off")
	assert.Equal(t, `403 {"message":"Forbidden"}`, at("api.films.example", "/bob"))
	assert.Equal(t, "https://api.films.example/films", l.output("apiUrl"))
	assert.Empty(t, l.up(), "nothing has changed")

	l.configure(map[string]string{"basePath": ""})
	l.up()
	assert.Equal(t, bobsMovie, at("api.films.example", "/bob"))

	l.configure(map[string]string{"domainName": "", "hostedZoneId": "", "firewall": "", "backups": ""})
	l.up()
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""))
	l.settled()
}
