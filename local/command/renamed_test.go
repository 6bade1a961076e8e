package command

import (
	"os"
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

// A project of another name beside the stack's first would be served with it, without the first one's data.
func TestARenamedProjectIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	state := filepath.Join(dir, "engine", "state", ".pulumi", "stacks", "shop")
	require.NoError(t, os.MkdirAll(state, 0o755))
	write := func(text string) {
		require.NoError(t, os.WriteFile(filepath.Join(state, "local.json"), []byte(text), 0o600))
	}
	root := t.TempDir()
	name := func(project string) {
		require.NoError(t, os.WriteFile(filepath.Join(root, "Pulumi.yaml"), []byte("name: "+project+"\nruntime: go\n"), 0o600))
	}
	name("store")
	require.NoError(t, checkProject(root, dir, "local"), "nothing is deployed")
	write(`{"version":3,"checkpoint":{"stack":"local","latest":{"resources":[{"urn":"urn:pulumi:local::shop::pulumi:pulumi:Stack::shop-local","custom":false,"type":"pulumi:pulumi:Stack"}]}}}`)
	require.EqualError(t, checkProject(root, dir, "local"), "the local AWS has the stack local of the project shop, and Pulumi.yaml names the project store: keep the name, "+
		"or run `make down`, which removes what is there, with its data")
	require.NoError(t, checkProject(root, dir, "dev"), "another stack")
	name("shop")
	require.NoError(t, checkProject(root, dir, "local"))
	write(`{"version":3,"checkpoint":{"stack":"local","latest":{"resources":[]}}}`)
	name("store")
	require.NoError(t, checkProject(root, dir, "local"), "everything was destroyed")

	write("{")
	require.NoError(t, checkProject(root, dir, "local"), "the engine restores what cannot be read")
	require.NoError(t, checkRenamed(dir, "local", fixture.Movies), "the engine restores what cannot be read")
}
