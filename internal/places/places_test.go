package places

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSettingPlaces(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	file := filepath.Join(root, "Pulumi.dev.yaml")
	require.NoError(t, os.WriteFile(file, []byte("config:\n  aws:region: x\n  access:\n    reads: open\n  \"quoted\": 1\n  lambdaless:burst: 3\n  last:\n"), 0o600))
	for key, want := range map[string]string{
		"lambdaless:access.reads": "Pulumi.dev.yaml:3", "lambdaless:burst": "Pulumi.dev.yaml:6", "aws:region": "Pulumi.dev.yaml:2",
		"lambdaless:quoted": "Pulumi.dev.yaml:5", "lambdaless:last[0]": "Pulumi.dev.yaml:7", "lambdaless:las": "", "lambdaless:other": "",
	} {
		assert.Equal(t, want, Setting(root, file, key).String(), key)
	}
	assert.Empty(t, Setting(root, filepath.Join(root, "missing.yaml"), "a").String())
}

func TestResourcesOfAYAMLProgram(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	file := filepath.Join(root, "Pulumi.yaml")
	require.NoError(t, os.WriteFile(file, []byte("name: role\nconfig:\n  table:\n    default: x\nresources:\n  table: # the table\n    type: aws:dynamodb:Table\n    properties:\n      hashKey: id\n  \"get role\":\n    type: aws:iam:Role\n    name: reader\n"), 0o600))
	for name, want := range map[string]string{"table": "Pulumi.yaml:6", "get role": "Pulumi.yaml:10", "reader": "Pulumi.yaml:12", "role": "", "x": ""} {
		assert.Equal(t, want, Resource(root, file, name).String(), name)
	}
	assert.Empty(t, Resource(root, filepath.Join(root, "none.yaml"), "table").String())
}

func TestAProgramIsReadFromTheFoldersThatItImports(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":             "module example.com/shop // the shop\n\ngo 1.26\n",
		"main.go":            "package main\n\nimport (\n\t\"fmt\"\n\t\"example.com/shop/api\"\n)\n",
		"api/api.go":         "package api\n\nimport \"example.com/shop/api/more\"\n\nvar e = E{Method: \"GET\", Path: \"/\"}\nvar t = Table{Name: \"films\", PartitionKey: k}\nvar a = API{Name: \"shop\", Endpoints: all}\nvar more = movies(\"/me\", strings.Split(x, \"/\"))\n",
		"api/more/more.go":   "package more\n\nimport \"example.com/shop/api\"\n\nfunc f() {\n\tiam.NewRole(ctx, \"reader\", args)\n\tiam.NewRole(ctx, name, args)\n\tapigateway.NewStage(ctx, name, args)\n\tapigateway.NewStage(ctx, name+\"b\", args)\n\tNew(\"a\")\n}\n",
		"api/more/x_test.go": "package more\n\nvar e = E{Method: \"PUT\", Path: \"/\"}\n",
		"fixture/fixture.go": "package fixture\n\nvar e = E{Method: \"GET\", Path: \"/\"}\n",
		"api/more/broken.go": "package more\n\nfunc (",
	} {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	folders := Folders(root)
	assert.Equal(t, []string{root, filepath.Join(root, "api"), filepath.Join(root, "api", "more")}, folders)
	assert.Equal(t, Program{
		Endpoints: map[string]Place{"GET /": {"api/api.go", 5}}, Paths: map[string]Place{"/me": {"api/api.go", 8}}, Tables: map[string]Place{"films": {"api/api.go", 6}},
		APIs:      map[string]Place{"shop": {"api/api.go", 7}},
		Resources: map[string]Place{"Role reader": {"api/more/more.go", 6}}, Computed: map[string]Place{"Role": {"api/more/more.go", 7}, "Stage": {}},
	}, Read(root, folders))
	assert.Equal(t, []string{"/nowhere"}, Folders("/nowhere"), "a program without a module is its folder")
	assert.Empty(t, Read("/nowhere", []string{"/nowhere"}).Endpoints)
}

func TestAnEndpointThatAFunctionMakesIsWhereItIsCalled(t *testing.T) {
	t.Parallel()
	p := Program{
		Endpoints: map[string]Place{"GET /me": {"api.go", 1}},
		Paths:     map[string]Place{"/me": {"api.go", 2}, "/me/movies": {"api.go", 3}},
	}
	for endpoint, want := range map[[2]string]string{
		{"GET", "/me"}: "api.go:1", {"PUT", "/me"}: "api.go:2", {"PUT", "/me/movies"}: "api.go:3",
		{"DELETE", "/me/movies/{title}"}: "api.go:3", {"GET", "/me/other"}: "api.go:2", {"GET", "/meat"}: "", {"GET", "/"}: "",
	} {
		assert.Equal(t, want, p.Endpoint(endpoint[0], endpoint[1]).String(), endpoint)
	}
}

func TestTheResourcesOfAnAPILeadToItsDeclaration(t *testing.T) {
	t.Parallel()
	p := Program{APIs: map[string]Place{"shop": {"api.go", 1}, "shop-admin": {"api.go", 2}}}
	for resource, want := range map[string]string{
		"shop": "api.go:1", "shop-deployment": "api.go:1", "shop-admin-deployment": "api.go:2", "shopping": "", "other": "",
	} {
		assert.Equal(t, want, p.API(resource).String(), resource)
	}
}
