package command

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/internal/module"
	"lambdaless/local/engine"
	"lambdaless/local/scaffold"
)

var newBook = []string{"go", "run", "./local", "new", "book", "--property", "title:string!", "--property", "price:number", "--property", "sold:integer",
	"--property", "in_stock:boolean", "--property", "links:list", "--property", "tags:set"}

// What `local new` writes into a new project compiles, is up to date, and passes its contract test; a table with a
// partition too. Existing files are not overwritten.
func TestANewResourceWorksAtOnce(t *testing.T) {
	t.Parallel()
	root, err := engine.Root(".")
	require.NoError(t, err)
	dir := newProject(t, filepath.Join(root, "template"), "my-shop")
	in(t, dir, "go", "mod", "edit", "-replace", module.Name+"="+root)
	in(t, dir, "go", "mod", "tidy")

	cmd := exec.CommandContext(t.Context(), newBook[0], newBook[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	assert.Contains(t, string(out), "GET /books/{id}")
	assert.Contains(t, string(out), "--yes")
	assert.NoDirExists(t, filepath.Join(dir, "templates", "book"))

	assert.Contains(t, in(t, dir, append(newBook, "--yes")...), "Wrote 17 files")
	assert.Contains(t, in(t, dir, "go", "run", "./local", "new", "order-line", "--key", "customer,id", "--property", "note:string!", "--yes"), "GET /order-lines/{customer}/{id}")
	again := exec.CommandContext(t.Context(), "go", "run", "./local", "new", "book", "--property", "isbn:string", "--yes")
	again.Dir = dir
	out, err = again.CombinedOutput()
	require.Error(t, err)
	assert.Contains(t, string(out), "choose another name")

	assert.NotContains(t, in(t, dir, "make", "templates"), "wrote", "the templates are current")
	tested := in(t, dir, "go", "run", "./local", "exec", "--", "go", "test", "-v", "-count=1", "./contract")
	for _, test := range []string{"TestBookIsCreatedReadListedChangedAndDeleted", "TestOrderLineIsCreatedReadListedChangedAndDeleted", "TestBookIsRefusedWithWhatTheSchemaHasNot"} {
		assert.Contains(t, tested, "--- PASS: "+test)
	}
	assert.Contains(t, in(t, dir, "make", "preview", "STACK=dev"), "16 of 16 methods proven")
}

func exists(path string) bool { _, err := os.Stat(path); return err == nil }

// Ctrl-C ends a question, which no answer would.
func TestAQuestionIsInterrupted(t *testing.T) {
	t.Parallel()
	never, writer := io.Pipe()
	defer func() { _ = writer.Close() }()
	ctx, interrupt := context.WithCancel(t.Context())
	q := &questions{ctx: ctx, in: bufio.NewReader(never), out: io.Discard}
	time.AfterFunc(10*time.Millisecond, interrupt)
	_, err := q.resource("", "", "", "", nil)
	require.ErrorIs(t, err, context.Canceled)
}

// On a terminal it asks for what no flag sets, and again after a wrong property.
func TestQuestionsOfANewResource(t *testing.T) {
	t.Parallel()
	ask := func(answers string) (scaffold.Resource, string, error) {
		var out bytes.Buffer
		q := &questions{ctx: t.Context(), in: bufio.NewReader(strings.NewReader(answers)), out: &out, api: infra.API{Tables: []infra.Table{{Name: "shop"}}}}
		r, err := q.resource("", "", "", "", nil)
		return r, out.String(), err
	}
	_, out, err := ask("9x\nBook\n")
	require.ErrorContains(t, err, "nothing was written")
	assert.Equal(t, 2, strings.Count(out, "must be lower-case words"), "it asks again at once")

	r, out, err := ask("book\n\ncustomer, id\ntitle\ntitle:string!\ntags:set\n\n")
	require.NoError(t, err)
	assert.Equal(t, scaffold.Resource{Name: "book", Table: "books", Key: []string{"customer", "id"}, Properties: []scaffold.Property{
		{Name: "title", Kind: "string", Required: true}, {Name: "tags", Kind: "set"},
	}}, r)
	assert.Contains(t, out, "Table [books]: ")
	assert.Contains(t, out, `the property "title" must be NAME:TYPE`)

	r, out, err = ask("note\nshop\ntext:string\n\n")
	require.NoError(t, err)
	assert.Empty(t, r.Key)
	assert.Contains(t, out, "The API has the table shop, with its key")

	_, _, err = ask("book\n")
	require.ErrorContains(t, err, "there was no answer, nothing was written")
	_, err = (&questions{}).resource("", "", "", "", nil)
	require.ErrorContains(t, err, "there is no terminal to ask on")

	for answer, want := range map[string]string{"y\n": "", "\n": "", "no\n": "nothing was written"} {
		var out bytes.Buffer
		err := (&questions{ctx: t.Context(), in: bufio.NewReader(strings.NewReader(answer)), out: &out}).agree(false, 3)
		assert.Contains(t, out.String(), "Write these 3 files?")
		if want == "" {
			assert.NoError(t, err)
		} else {
			assert.ErrorContains(t, err, want)
		}
	}
	require.ErrorContains(t, (&questions{}).agree(false, 3), "add --yes")
}
