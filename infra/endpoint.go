package infra

import (
	"lambdaless/infra/item"
	"lambdaless/infra/settings"
)

// Endpoint is one method of an API: what is asked, the one DynamoDB action that it becomes, and
// what is answered. Everything else about it is derived.
type Endpoint struct {
	// Method is the HTTP verb, in capitals.
	Method string
	// Path starts with a slash. A segment in braces is a parameter: "/{name}".
	Path string
	// Call declares what the endpoint does with items, such as item.Get{Of: movie}. Action, Table and Index
	// follow from it, and so do the templates and the model: "make templates" writes them, unless Request,
	// a Response or Model names a file in their place.
	Call item.Operation
	// Action is what DynamoDB is asked to do. The method's role may do this and nothing else. With Mock
	// DynamoDB is asked nothing, and there is no role.
	Action Action
	// Table is the name of one of the API's tables. It may be empty when there is only one.
	Table string
	// Index is the index that a Query or a Scan reads, empty for the table itself.
	Index string
	// Request is the path of the request template, such as "movie/get.request.vtl".
	Request string
	// Responses are the answers; exactly one has no When and is the default.
	Responses []Response
	// Model is the path of the JSON schema (draft 4) that request bodies must match, empty for none.
	Model string
	// QueryStrings and Headers are the parameters that the request template reads besides the path's,
	// and whether each is required: a request without a required one is answered with 400.
	QueryStrings, Headers map[string]bool
	// Access says which setting of the config's access applies, or Anyone. Empty means what the action is:
	// Reads, also for Mock, or Writes. OPTIONS is for Anyone. Users is for endpoints that work on the
	// caller's own items: a stack whose config has no login for users is deployed without them.
	Access AccessClass
	// Uncached keeps the answers out of the stage's cache, where the config turns one on. It otherwise keeps
	// those of a GET for cacheTtl seconds, unless they differ by caller.
	Uncached bool `json:",omitempty"`
	// Summary is a line about the endpoint in the API's OpenAPI document. Empty for one made from Call, or the
	// route.
	Summary string

	called called // what Call says besides
}

// called is what a Call says that an endpoint without one cannot say.
type called struct {
	Parts    []item.Permission // what a transaction does
	LifeDays int               // what the request template's {{LifeSeconds}} stands for
	Claims   []string          // of the caller's token that the templates read
	Counts   bool              // an Update, which a GET may declare: it counts what was read
	About    item.Description
}

// needs are the IAM actions that the endpoint's requests need, by table.
func (e Endpoint) needs(table string) []item.Permission {
	switch e.Action {
	case Mock:
		return nil
	case TransactWriteItems:
		return e.called.Parts
	}
	return []item.Permission{{Action: string(e.Action), Table: table}}
}

// Response is an integration response: what is answered when DynamoDB's status matches.
type Response struct {
	// Status is the HTTP status, unless the template overrides it.
	Status int
	// When is a regular expression over DynamoDB's HTTP status, such as `4\d{2}`. Empty is the default
	// response: every status that no other response's When matches.
	When string
	// Template is the path of the response template.
	Template string
	// Overrides are the further statuses that the template may set in $context.responseOverride.status.
	Overrides []int
	// Schema is the path of a JSON schema of the body, for the API's OpenAPI document. Empty for any JSON or,
	// where the template is generated, for what that answers.
	Schema string

	schema  string   // the text of Schema, or from Call
	headers []string // that the template sets, from Call
}

// AccessClass is one of the kinds of use that the config gives access to separately.
type AccessClass string

// The classes of access. Anyone is let in whatever the config says.
const (
	Reads  AccessClass = "reads"
	Writes AccessClass = "writes"
	Users  AccessClass = "users" // who signed in, to items of their own
	Anyone AccessClass = "anyone"
)

// kind is how the stack's settings let in the class, empty for anyone.
func (c AccessClass) kind(access settings.Access) string {
	return map[AccessClass]string{Reads: access.Reads, Writes: access.Writes, Users: access.Users}[c]
}

// Route is how people name the endpoint: "GET /{name}".
func (e Endpoint) Route() string { return e.Method + " " + e.Path }

func (e Endpoint) access() AccessClass {
	switch {
	case e.Method == "OPTIONS":
		return Anyone
	case e.Access != "":
		return e.Access
	case e.Action.Reads(), e.Action == Mock:
		return Reads
	default:
		return Writes
	}
}

// scope is Reads or Writes, as the access says or, for Users, the action.
func (e Endpoint) scope() AccessClass {
	if e.access() == Users {
		e.Access = ""
	}
	return e.access()
}
