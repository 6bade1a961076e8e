package backend

import (
	"net/url"
	"strings"
	"time"

	"lambdaless/local/dataplane/mapping"
)

// Call is an integration request: what goes to the back end.
type Call struct {
	Method      string
	URI         string
	Credentials string // the ARN of the role to assume
	Header      mapping.Parameters
	Query       mapping.Parameters
	Path        mapping.Parameters // what was mapped for the {names} of the uri
	Body        []byte

	Start   time.Time     // when API Gateway received the method request
	Timeout time.Duration // of the integration
}

// Set gives a header, querystring or path parameter of the integration request a value.
func (c *Call) Set(place, name, value string) {
	switch place {
	case "header":
		c.Header = c.Header.Set(name, value)
	case "querystring":
		c.Query = c.Query.Set(name, value)
	case "path":
		c.Path = c.Path.Set(name, value)
	}
}

// PathValue fills a {name} of the uri; the value is decoded on its way in and encoded into the uri
// (GW-073).
func (c *Call) PathValue(name string) string {
	values := c.Path.Get(name)
	if len(values) == 0 {
		return "{" + name + "}"
	}
	decoded, err := url.PathUnescape(values[0])
	if err != nil {
		decoded = values[0]
	}
	return url.PathEscape(decoded)
}

// headerValue finds a header of the integration request whatever its case.
func (c *Call) headerValue(name string) string {
	for _, header := range c.Header {
		if strings.EqualFold(header.Name, name) {
			return header.Values[0]
		}
	}
	return ""
}
