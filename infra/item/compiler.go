package item

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Type is what items of one kind have in common.
type Type struct {
	// Table is the name of one of the API's tables. It may be empty when there is only one.
	Table string
	// Schema is the path of the JSON schema (draft 4) of an item, such as "movie/movie.schema.json".
	// The templates are written beside it.
	Schema string
	// Key says where key attributes come from that are not parameters of the path by their own name.
	Key Key
	// Life is how many days an item lives after it was last written, 0 for as long as nothing deletes it.
	// The config's itemLifeDays changes it for a stack. The table needs an attribute that expires.
	Life int
	// Version is the attribute, a string, that holds the item's version: every write changes it, a Get
	// answers with it as ETag, and If-Match and If-None-Match are obeyed. Empty for items without versions.
	Version string
}

// Operation is what a declared endpoint does: Get, Put, Patch, Delete, List, Scan, BatchGet or Mock.
type Operation interface {
	// of is the type of the items, nil for an operation without items.
	of() Type
	// file names the operation in the names of its templates, unless named does.
	file() (standard, named string)
	// compile writes the templates.
	compile(c *compiler)
}

// Endpoint is a declared endpoint as Generate takes it.
type Endpoint struct {
	// Route is the method and the path: "GET /{name}".
	Route string
	// Parameters are the names of the path's parameters.
	Parameters []string
	Operation  Operation
	// Tables are the API's, in its order.
	Tables []Table
	// ReadFile reads a schema.
	ReadFile func(file string) (string, error)
}

// Generated is what API Gateway needs of a declared endpoint.
type Generated struct {
	Action     string       // DynamoDB's operation, empty for a mock
	Table      string       // the logical name
	Index      string       // empty for the table itself
	Operations []Permission // what a transaction does, by table; nil for every other action
	Request    File
	Responses  []Response
	Model      File            // the body's, without a Path when no body is read
	LifeDays   int             // what {{LifeSeconds}} in the request template stands for, 0 where it is not there
	Query      map[string]bool // parameters of the query string: whether each is required
	Headers    map[string]bool // likewise
	Claims     []string        // of the caller's token, which only a login brings; sorted
	// Description is for the API's description and for no template.
	Description Description
}

// Permission is an action of DynamoDB on a table, by its logical name.
type Permission struct{ Action, Table string }

// File is a file under templates/.
type File struct{ Path, Text string }

// Response is an integration response.
type Response struct {
	Status    int
	When      string // over DynamoDB's status, empty for the default
	Template  File
	Overrides []int
	// Schema is the JSON schema of the body, empty for an error and where there is no body. Headers are those
	// that the template sets.
	Schema  string
	Headers []string
}

// compiler generates one endpoint.
type compiler struct {
	Endpoint
	of     Type
	table  Table
	schema *property
	body   *property // of the request, which placeholders name: the schema but in a part of a transaction
	name   string    // folder and operation: "movie/get"
	inPart *openPart // of a transaction, nil outside of one
	// alwaysChanges tells that a patch changes something whatever the body is.
	alwaysChanges bool
	located       bool // the request template sets the Location of a new item

	out      Generated
	problems []error
	head     []string // the template's first statements
	bound    map[part]string
	taken    map[string]bool // variables
	aliases  map[string]string
	// documents are the JSONPaths of the variables that hold a part of what $input reads.
	documents map[string]string
}

// Generate writes the templates of a declared endpoint. Its error has a line for each mistake.
func Generate(e Endpoint) (Generated, error) {
	c := &compiler{
		Endpoint: e, of: e.Operation.of(), schema: &property{schema: newObject()}, body: &property{schema: newObject()},
		bound: map[part]string{}, taken: map[string]bool{}, aliases: map[string]string{}, documents: map[string]string{"$body": "$"},
	}
	c.out.Query, c.out.Headers = map[string]bool{}, map[string]bool{}
	c.readType()
	if len(c.problems) == 0 {
		e.Operation.compile(c)
	}
	slices.Sort(c.out.Claims)
	c.out.Description.Summary = c.summarize(strings.TrimPrefix(fmt.Sprintf("%T", e.Operation), "item."))
	c.describePath()
	return c.out, errors.Join(c.problems...)
}

// readType finds the type's schema and table.
func (c *compiler) readType() {
	standard, name := c.Operation.file()
	if name == "" {
		name = standard
	} else if !fileName.MatchString(name) {
		c.add("Name %q must be lower-case letters, digits and dashes", name)
	}
	if _, ok := c.Operation.(Mock); ok {
		c.name = "mock/" + name
		return
	}
	c.name = path.Join(path.Dir(c.of.Schema), name)
	c.readSchema()
	c.body = c.schema
	if _, several := c.Operation.(Transaction); several || c.of.Schema == "" {
		return // each part has a table of its own
	}
	c.readTable()
	c.out.Table = c.table.Name
}

// readSchema reads the type's schema.
func (c *compiler) readSchema() {
	if c.of.Schema == "" {
		c.add("the Type has no Schema")
		return
	}
	text, err := c.ReadFile(c.of.Schema)
	if err != nil {
		c.add("%v", err)
		return
	}
	schema, err := parseSchema(text)
	for _, line := range lines(err) {
		c.add("templates/%s: %s", c.of.Schema, line)
	}
	if schema != nil {
		c.schema = schema
	}
}

// readTable finds the type's table.
func (c *compiler) readTable() {
	i := slices.IndexFunc(c.Tables, func(t Table) bool { return t.Name == c.of.Table })
	if c.of.Table == "" && len(c.Tables) == 1 {
		i = 0
	}
	if i < 0 {
		var names []string
		for _, t := range c.Tables {
			names = append(names, t.Name)
		}
		c.add("there is no table %q among %s", c.of.Table, strings.Join(names, ", "))
		return
	}
	c.table = c.Tables[i]
	c.checkManaged()
}

// readsBody reports whether the operation has a model of the request's body.
func (c *compiler) readsBody() bool {
	switch c.Operation.(type) {
	case Put, Create, Patch, Transaction:
		return true
	}
	return false
}

func (c *compiler) add(format string, args ...any) {
	c.problems = append(c.problems, fmt.Errorf(format, args...))
}

func lines(err error) []string {
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

// madeBy is how the first line of a generated template and the description of a generated model begin.
const madeBy = `Made by "make templates" from `

// IsGenerated reports whether a file says that it was generated.
func IsGenerated(text string) bool {
	if strings.HasPrefix(text, "## "+madeBy) {
		return true
	}
	quoted, err := marshal(madeBy)
	return err == nil && strings.HasPrefix(text, "{") && strings.Contains(text, `"description": `+string(quoted[:len(quoted)-1]))
}

// madeFrom is how a generated file says what it is.
func (c *compiler) madeFrom() string {
	text := fmt.Sprintf("%s%s (%T)", madeBy, c.Route, c.Operation)
	if c.of.Schema != "" {
		text += " and templates/" + c.of.Schema
	}
	return text + ". Change those, or name a file of your own in the endpoint."
}

// request keeps the request template: the statements that the body needs, and the body.
func (c *compiler) request(action, body string) {
	c.readBody(body)
	c.out.Action = action
	c.out.Request = File{c.name + ".request.vtl", c.firstLine() + strings.Join(c.head, "") + body}
}

// respond adds an integration response.
func (c *compiler) respond(r Response, suffix, text string) {
	r.Template = File{c.name + "." + suffix + ".vtl", c.firstLine() + text}
	c.out.Responses = append(c.out.Responses, r)
}

// respondRefused adds the response for what DynamoDB refuses. It has the status 502 unless its template
// gives it another.
func (c *compiler) respondRefused(text string, statuses []int) {
	slices.Sort(statuses)
	c.respond(Response{Status: 502, When: `4\d{2}`, Overrides: slices.Compact(statuses)}, "error", text)
}

func (c *compiler) firstLine() string { return "## " + c.madeFrom() + "\n" }
