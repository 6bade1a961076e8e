package command

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/engine"
)

// another opens a further stack of the same program in the same account.
func (l *harness) another(stack string) *harness {
	l.Helper()
	cli, err := engine.FindCLI(l.Context(), l.home, l.out)
	require.NoError(l, err)
	opened, err := engine.Open(l.Context(), engine.Options{
		Root: l.root, Home: l.home, Dir: filepath.Join(l.dir, "engine"), Stack: stack, CLI: cli, Program: l.options.program,
		ProviderPort: l.cloud.ProviderPort, Output: l.engineOutput(), Errors: l.err,
	})
	require.NoError(l, err)
	session := *l.session
	session.stack = opened
	return &harness{TB: l.TB, session: &session, program: l.program}
}

// TestAnAPIInTwoRegions deploys the same API in two regions (GW-200), as docs/regions.md does: what is written in one is
// read in the other, writes move from one to the other, and the second region comes and goes without losing an item.
func TestAnAPIInTwoRegions(t *testing.T) {
	t.Parallel()
	here := newHarness(t)
	there := here.another("dev")
	require.NoError(t, there.stack.SetConfigWithOptions(t.Context(), "aws:region", auto.ConfigValue{Value: "eu-west-1"}, &auto.ConfigOptions{}))
	here.program = func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, fixture.Movies) }
	at := func(method, host, path, body string) string {
		request, err := http.NewRequestWithContext(t.Context(), method, here.cloud.URL+path, strings.NewReader(body))
		require.NoError(t, err)
		request.Host = host
		request.Header.Set("Content-Type", "application/json")
		return answerTo(request)
	}
	const us, eu = "us-east-1.api.films.example", "eu-west-1.api.films.example"

	here.configure(map[string]string{"users": ""})
	here.up()
	assert.Equal(t, stored, here.send("PUT", "/local/bob", interstellar, ""), "an API in one region has items already")

	regions := map[string]string{
		"regions": `["us-east-1","eu-west-1"]`, "domainName": "api.films.example", "hostedZoneId": "Z0123456789ABCDEFGHIJ", "tablePolicy": "true",
		"tableKmsKeyArn": "create", "access": `{"writes":"open"}`, "cloudwatchRole": "create", "deletionProtection": "true",
	}
	here.configure(regions)
	changes := here.up()
	assert.Contains(t, changes, "update aws:dynamodb/table:Table movies-favorite_movies", "the table gets its stream in place")
	there.configure(regions)
	there.configure(map[string]string{"primaryStack": "local"})
	there.up()
	assert.Equal(t, bobsMovie, at("GET", eu, "/bob", ""))
	assert.Equal(t, stored, at("PUT", eu, "/ann", interstellar))
	assert.Contains(t, at("GET", us, "/ann", ""), `"favorite_movie":"Interstellar"`)
	assert.Equal(t, `200 {"region":"us-east-1","status":"ok"}`, at("GET", us, "/health", ""))
	assert.Equal(t, `200 {"region":"eu-west-1","status":"ok"}`, at("GET", eu, "/health", ""))
	assert.Equal(t, "https://eu-west-1.api.films.example", there.output("regionUrl"))
	assert.Empty(t, there.up(), "nothing has changed")
	assert.Empty(t, here.up(), "nothing has changed")
	require.NoError(t, there.stack.Refresh(t.Context()))
	assert.Empty(t, there.up(), "nothing has drifted")

	// Writes move to one region, and to the other.
	for _, stack := range []*harness{here, there} {
		stack.configure(map[string]string{"writeRegion": "us-east-1"})
		stack.up()
	}
	assert.Equal(t, stored, at("PUT", us, "/bob", interstellar))
	assert.True(t, strings.HasPrefix(at("PUT", eu, "/bob", interstellar), "403 "))
	assert.Equal(t, bobsMovie, at("GET", eu, "/bob", ""))
	assert.Equal(t, "https://us-east-1.api.films.example", there.output("writeUrl"))
	for _, stack := range []*harness{there, here} {
		stack.configure(map[string]string{"writeRegion": "eu-west-1"})
		stack.up()
	}
	assert.Equal(t, stored, at("PUT", eu, "/cid", interstellar))
	assert.True(t, strings.HasPrefix(at("PUT", us, "/cid", interstellar), "403 "))

	// The second region goes, and its items stay.
	require.Error(t, there.stack.Destroy(t.Context()), "its replica is protected")
	there.configure(map[string]string{"deletionProtection": "false"})
	there.up()
	require.NoError(t, there.stack.Destroy(t.Context()))
	here.configure(map[string]string{"regions": "", "writeRegion": ""})
	here.up()
	assert.Contains(t, at("GET", "api.films.example", "/cid", ""), `"favorite_movie":"Interstellar"`)
	assert.Equal(t, stored, at("PUT", "api.films.example", "/cid", interstellar))
}
