// Package conformance holds what the numbered assumptions about the template language say, as templates
// with the text that they must render. The package's tests render them with our engine; the oracle
// renders them with Apache Velocity, too.
package conformance

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.cases
var files embed.FS

// Case is a template and what it renders.
type Case struct {
	ID       string // VTL-001
	Name     string // the situation
	Template string
	Body     string
	Want     string // what is rendered
	Error    string // or a part of the error
	Ours     bool   // Velocity or its libraries do otherwise, as the assumption explains
}

// Vars are the top-level references that every case may use, as JSON; there are also the parameters
// and stage variables below.
const Vars = `{"x":"X","e":"","s":"a,b,,c","n":5,"d":1.5,"t":true,"f":false,"nil":null,"l":[1,2,3],"w":["b","a",null],` +
	`"m":{"a":1,"b":[1,"q"],"c":{"d":"e"}},"first":{"first-name":"Ann","k":"v"},"emoji":"a😀é"}`

// The parameters of every case.
var (
	Path           = map[string]string{"id": "o%27b", "shared": "path"}
	Querystring    = map[string]string{"q": "a b", "shared": "query"}
	Header         = map[string]string{"X-Id": "h", "shared": "header", "q": "header"}
	StageVariables = map[string]string{"env": "dev"}
	Context        = map[string]any{"requestId": "r-1", "identity": map[string]any{"sourceIp": "1.2.3.4", "user": nil}}
)

// Cases returns all cases. A file consists of blocks:
//
//	== VTL-001 the situation
//	template
//	-- body
//	{"a": 1}
//	-- want
//	text
//
// with "-- error" instead of "-- want" for a part of an error, and "-- want ours" or "-- error ours"
// where Velocity differs. The line end before each of these lines does not belong to the text.
func Cases() ([]Case, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var cases []Case
	for _, e := range entries {
		text, err := files.ReadFile(e.Name())
		if err != nil {
			return nil, err
		}
		for _, block := range strings.Split("\n"+string(text), "\n== ")[1:] {
			c, err := read(block)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", e.Name(), err)
			}
			cases = append(cases, c)
		}
	}
	return cases, nil
}

func read(block string) (Case, error) {
	title, rest, _ := strings.Cut(block, "\n")
	id, name, _ := strings.Cut(title, " ")
	c := Case{ID: id, Name: name}
	parts := strings.Split(rest, "\n-- ")
	c.Template = parts[0]
	for _, part := range parts[1:] {
		kind, text, _ := strings.Cut(part, "\n")
		switch kind {
		case "body":
			c.Body = text
		case "want", "want ours":
			c.Want = text
		case "error", "error ours":
			c.Error = strings.TrimSpace(text)
		default:
			return c, fmt.Errorf("%s: unknown part %q", title, kind)
		}
		c.Ours = c.Ours || strings.HasSuffix(kind, " ours")
	}
	if len(parts) < 2 || c.Error == "" && strings.Contains(rest, "-- error") {
		return c, fmt.Errorf("%s: neither want nor error", title)
	}
	return c, nil
}
