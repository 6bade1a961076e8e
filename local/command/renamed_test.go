package command

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
)

// Renaming an API is refused before anything is changed, unless the API lists the old name as an alias. Then nothing
// that is deployed is replaced: every resource is found by its alias, and physical names keep the old name.
func TestARenamedAPIKeepsEveryResource(t *testing.T) {
	t.Parallel()
	api := fixture.Movies
	l := deployed(t, api, map[string]string{"access": `{"reads":"api-key","writes":"api-key"}`})
	l.configure(map[string]string{
		"access": `{"reads":"api-key","writes":"cognito"}`, "tablePolicy": "true", "tableKmsKeyArn": "create", "alarms": "true", "dashboard": "true",
		"firewall": "true", "backups": "true", "auditTrail": "true", "stream": "queue", "cors": `{"origins":["https://a.example"]}`, "openApi": "true",
		"billingMode": "PROVISIONED", "maxReadCapacity": "10", "maxWriteCapacity": "10", "cacheSize": "0.5", "allowedWriteCidrs": `["0.0.0.0/0"]`,
	})
	l.up()
	renamed := api
	renamed.Name = "films"
	require.EqualError(t, checkRenamed(l.dir, "local", renamed), `the stack local has the API "movies", and the program declares "films": keep the name, or `+
		"add \"movies\" to the end of Aliases, which says that it is the same API; `make down` removes the one that is there, with its data")
	require.NoError(t, checkRenamed(l.dir, "local", api))
	require.NoError(t, checkRenamed(l.dir, "other", renamed), "a stack that is not deployed has no name yet")
	require.NoError(t, checkRenamed(filepath.Join(l.dir, "elsewhere"), "local", renamed))

	require.ErrorContains(t, options{root: l.root, dir: l.dir, api: &renamed}.check("local"), `add "movies" to the end of Aliases`, "make up asks before it starts anything")

	renamed.Aliases = []string{"movies"}
	require.NoError(t, checkRenamed(l.dir, "local", renamed))
	before := sorted(l.records())
	l.deploys(renamed)
	assert.Empty(t, l.up())
	assert.Equal(t, before, sorted(l.records()))
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", l.output("apiKey")))
	require.NoError(t, checkRenamed(l.dir, "local", renamed), "the state has the new name")
	assert.Error(t, checkRenamed(l.dir, "local", api), "and the first is another API's now")

	again := renamed
	again.Name, again.Aliases = "pictures", []string{"movies", "films"}
	l.deploys(again)
	assert.Empty(t, l.up())
	assert.Equal(t, before, sorted(l.records()))
}

func sorted(records map[string][]string) map[string][]string {
	for _, keys := range records {
		slices.Sort(keys)
	}
	return records
}
