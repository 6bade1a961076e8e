package command

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/local/engine"
)

// TestAnInterruptedDeploymentGoesOn: an engine that is killed has created what its state does not know
// of, which AWS would refuse to create again.
func TestAnInterruptedDeploymentGoesOn(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "aws")
	killed := newLabIn(t, dir)
	killed.up()
	interrupt(killed, "movies-put/{}-502", "movies-put/{}-200-response", "movies-stage-settings", "movies-deployment")
	require.NoError(t, killed.close())

	again := newLabIn(t, dir)
	defer func() { require.NoError(t, again.close()) }()
	assert.Subset(t, again.up().types(), steps{
		"create aws:apigateway/integrationResponse:IntegrationResponse",
		"create aws:apigateway/methodResponse:MethodResponse",
		"create aws:apigateway/methodSettings:MethodSettings",
		"create aws:apigateway/deployment:Deployment",
	})
	assert.Equal(t, 200, again.ask("PUT", "/bob", interstellar).status)
	assert.Len(t, again.records()["apigateway.Deployment"], 1, "nothing is left over")
	assert.Empty(t, again.up())
	unfinished, err := again.stack.Interrupted(t.Context())
	require.NoError(t, err)
	assert.Nil(t, unfinished)
}

// interrupt gives the engine's state the look it has when the engine is killed while it creates the
// resources of these names: what depends on them is not there either.
func interrupt(l *lab, names ...string) {
	l.Helper()
	file := filepath.Join(l.dir, "engine", "state", ".pulumi", "stacks", "lambdaless", "local.json")
	text, err := os.ReadFile(file)
	require.NoError(l, err)
	var state apitype.VersionedCheckpoint
	var checkpoint apitype.CheckpointV3
	require.NoError(l, json.Unmarshal(text, &state))
	require.NoError(l, json.Unmarshal(state.Checkpoint, &checkpoint))
	snapshot := checkpoint.Latest
	gone := map[string]bool{}
	snapshot.Resources = slices.DeleteFunc(snapshot.Resources, func(r apitype.ResourceV3) bool {
		urn := string(r.URN)
		pending := slices.Contains(names, urn[strings.LastIndex(urn, "::")+2:]) && r.Custom
		depends := slices.ContainsFunc(r.Dependencies, func(d resource.URN) bool { return gone[string(d)] })
		if pending || depends {
			gone[urn] = true
			r.ID, r.Outputs = "", nil
			snapshot.PendingOperations = append(snapshot.PendingOperations, apitype.OperationV2{Resource: r, Type: apitype.OperationTypeCreating})
		}
		return gone[urn]
	})
	require.GreaterOrEqual(l, len(gone), len(names))
	state.Checkpoint, err = json.Marshal(checkpoint)
	require.NoError(l, err)
	text, err = json.Marshal(state)
	require.NoError(l, err)
	require.NoError(l, os.WriteFile(file, text, 0o600)) // `pulumi stack import` drops what is pending
}

// TestAnotherDatabaseGetsItsTables: the state remembers tables that the database of today never had.
func TestAnotherDatabaseGetsItsTables(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "aws")
	first := newLabIn(t, dir)
	_, err := first.deploy(t.Context())
	require.NoError(t, err)
	require.NoError(t, first.close())
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "data")))

	again := newLabIn(t, dir)
	defer func() { require.NoError(t, again.close()) }()
	_, err = again.deploy(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 404, again.ask("GET", "/bob", "").status)
	assert.Equal(t, 200, again.ask("PUT", "/bob", interstellar).status)
}

// TestDownOfAProtectedStack: protection holds, until somebody says that it should not.
func TestDownOfAProtectedStack(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "aws")
	root, err := engine.Root(".")
	require.NoError(t, err)
	s := settings{root: root, dir: dir, out: io.Discard, err: io.Discard}
	prod, err := open(t.Context(), s, target{stack: "prod", program: infra.Deploy})
	require.NoError(t, err)
	_, err = prod.deploy(t.Context())
	require.NoError(t, err)
	require.NoError(t, prod.close())

	require.ErrorContains(t, down(t.Context(), s, false), "make down FORCE=1")
	assert.DirExists(t, dir)
	require.NoError(t, down(t.Context(), s, true))
	assert.NoDirExists(t, dir)
}
