package controlplane

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

func open(t testing.TB, dir string) *Account {
	t.Helper()
	a, err := Open(dir, Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.Close()) })
	return a
}

func TestOpenRefusesWhatItCannotKeep(t *testing.T) {
	t.Parallel()
	for situation, c := range map[string]struct{ file, says string }{
		"no JSON":         {"{", "is not readable: unexpected end of JSON input; undo the edit, or remove the folder and deploy again"},
		"a newer version": {`{"version":3,"records":{}}`, "has version 3 and this program reads version 2; use the program that wrote it, or remove the folder and deploy again"},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, FileName), []byte(c.file), 0o600))
			_, err := Open(dir, Options{})
			require.ErrorContains(t, err, c.says)
		})
	}
	_, err := Open("", Options{})
	require.Error(t, err)
}

func TestAccountSurvivesARestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := LogGroup{Name: "g", RetentionInDays: 7, Tags: map[string]string{"a": "b"}}
	made, err := LogGroups.Create(open(t, dir).In("us-east-1"), in)
	require.NoError(t, err)
	found, err := LogGroups.Get(open(t, dir).In("us-east-1"), LogGroup{ID: "g"})
	require.NoError(t, err)
	assert.Equal(t, made, found)
	_, err = LogGroups.Get(open(t, dir).In("eu-west-1"), LogGroup{ID: "g"})
	require.True(t, IsNotFound(err), "another region has none")
}

// Changes that arrive together are all in memory and all in the file.
func TestConcurrentChanges(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, dir)
	const n = 100
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			c := a.In("us-east-1")
			_, err := LogGroups.Create(c, LogGroup{Name: fmt.Sprint(i)})
			assert.NoError(t, err)
			_, err = LogGroups.Get(c, LogGroup{ID: fmt.Sprint(i)})
			assert.NoError(t, err)
			_, ok := a.Stage("", "none")
			assert.False(t, ok)
			if i%2 == 0 {
				assert.NoError(t, LogGroups.Delete(c, LogGroup{ID: fmt.Sprint(i)}))
			}
		})
	}
	group.Wait()
	for _, at := range []*Account{a, open(t, dir)} {
		require.NoError(t, at.store.Read(func(tx *store.Tx) error {
			assert.Len(t, store.List[LogGroup](tx, ""), n/2)
			return nil
		}))
	}
	left, err := filepath.Glob(filepath.Join(dir, FileName+".*"))
	require.NoError(t, err)
	assert.Empty(t, left, "no temporary files stay")
}

// One of many who create the same thing succeeds.
func TestConcurrentDuplicates(t *testing.T) {
	t.Parallel()
	a := open(t, t.TempDir())
	var group sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for range 20 {
		group.Go(func() {
			if _, err := LogGroups.Create(a.In("us-east-1"), LogGroup{Name: "g"}); err == nil {
				mu.Lock()
				made++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	assert.Equal(t, 1, made)
}

func TestAnotherProcessIsSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, b := open(t, dir), open(t, dir)
	_, err := LogGroups.Create(a.In("us-east-1"), LogGroup{Name: "from a"})
	require.NoError(t, err)
	_, err = LogGroups.Create(b.In("us-east-1"), LogGroup{Name: "from b"})
	require.NoError(t, err)
	for _, name := range []string{"from a", "from b"} {
		_, err = LogGroups.Get(a.In("us-east-1"), LogGroup{ID: name})
		require.NoError(t, err)
	}
}

func TestOpenReadsVersion1(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := `{"version":1,"records":{"apigateway.Deployment":{"us-east-1/a/d":{"region":"us-east-1","id":"d","restApi":"a","snapshot":{"id":"a","resources":[
		{"id":"r","path":"/","methods":[{"httpMethod":"GET","integration":{"type":"AWS","httpMethod":"POST"}},{"httpMethod":"PUT"}]}]}},
		"us-east-1/a/e":{"region":"us-east-1","id":"e","restApi":"a"}}}}`
	require.NoError(t, os.WriteFile(filepath.Join(dir, FileName), []byte(text), 0o600))
	a := open(t, dir)
	var d apigateway.Deployment
	require.NoError(t, a.store.Read(func(x *store.Tx) error { d, _ = store.Load[apigateway.Deployment](x, "us-east-1/a/d"); return nil }))
	require.NotNil(t, d.API)
	assert.Equal(t, "a", d.API.RestAPI.ID)
	methods := d.API.Resources[0].Methods
	assert.Equal(t, "GET", methods[0].Integration.HTTPMethod)
	assert.Equal(t, "POST", methods[0].Integration.IntegrationHTTPMethod)
	assert.Nil(t, methods[1].Integration)
	require.NoError(t, os.WriteFile(filepath.Join(dir, FileName), []byte(`{"version":1,"records":{"apigateway.Deployment":{"k":{"snapshot":7}}}}`), 0o600))
	_, err := Open(dir, Options{})
	require.ErrorContains(t, err, "of version 1 cannot be upgraded: the record apigateway.Deployment \"k\"")
}

func TestRefusedCallsChangeNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := open(t, dir).In("us-east-1")
	_, err := Roles.Create(c, Role{Name: "r", Path: "/", AssumeRolePolicy: trust, ManagedPolicyARNs: &[]string{"arn:aws:iam::000000000000:policy/none"}})
	require.Error(t, err, "the role is staged before its policy is refused")
	_, err = Roles.Get(c, Role{ID: "r"})
	require.True(t, IsNotFound(err))
}

func TestFailureToWriteIsAnError(t *testing.T) {
	t.Parallel()
	if os.Getuid() == 0 {
		// root writes everywhere: take the folder's place instead of its permissions
		t.Log("running as root")
	}
	dir := filepath.Join(t.TempDir(), "account")
	a := open(t, dir)
	require.NoError(t, os.RemoveAll(dir))
	require.NoError(t, os.WriteFile(dir, nil, 0o600))
	_, err := LogGroups.Create(a.In("us-east-1"), LogGroup{Name: "g"})
	require.ErrorContains(t, err, dir)
}

func TestFileIsForPeople(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := LogGroups.Create(open(t, dir).In("us-east-1"), LogGroup{Name: "g"})
	require.NoError(t, err)
	data, err := os.ReadFile(filepath.Join(dir, FileName))
	require.NoError(t, err)
	assert.Contains(t, string(data), "\n    \"logs.LogGroup\": {\n      \"us-east-1/g\": {\n")
	var f struct{ Version int }
	require.NoError(t, json.Unmarshal(data, &f))
	assert.Equal(t, 2, f.Version)
}

func BenchmarkCreate(b *testing.B) {
	a := open(b, b.TempDir())
	c := a.In("us-east-1")
	api, err := RestAPIs.Create(c, apigateway.RestAPI{Name: "api"})
	require.NoError(b, err)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			_, err := RequestValidators.Create(c, apigateway.RequestValidator{RestAPIID: api.ID})
			require.NoError(b, err)
		}
	})
}
