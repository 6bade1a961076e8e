// Package cors computes the headers that let pages of other origins use an API from a browser
// (https://fetch.spec.whatwg.org/#http-cors-protocol). docs/adr/0013-cors.md explains the choices.
package cors

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Config says pages of which other origins may use the API.
type Config struct {
	// Origins are compared exactly: "https://app.example.com", without a path. None turns CORS off; "*"
	// alone is every origin.
	Origins []string
	// Credentials lets pages send cookies. It needs exactly one origin. Tokens and API keys in headers do
	// not need it.
	Credentials bool
	// MaxAge is for how many seconds a browser may keep the answer to a preflight.
	MaxAge int
}

const (
	allowOrigin = "Access-Control-Allow-Origin"
	// exposed are response headers that pages may read: those that endpoints set, and API Gateway's own.
	exposed = "ETag,Location,X-Amzn-ErrorType,X-Amzn-RequestId,X-Amzn-Trace-Id"
)

// clientHeaders are request headers that pages may send: those of the access kinds and of conditional
// requests, and the type of a body.
var clientHeaders = []string{
	"Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Amz-Content-Sha256", "X-Amz-Date", "X-Amz-Security-Token", "X-Api-Key",
}

// On reports whether any other origin is allowed.
func (c Config) On() bool { return len(c.Origins) > 0 }

// Headers are those of every method's answers, as mapping expressions by name. With several origins
// Access-Control-Allow-Origin is only the first, for the method response to declare; Choice sets it.
func (c Config) Headers() map[string]string {
	all := map[string]string{
		allowOrigin:                     static(c.Origins[0]),
		"Access-Control-Expose-Headers": static(exposed),
	}
	if c.several() {
		all["Vary"] = static("Origin")
	}
	if c.Credentials {
		all["Access-Control-Allow-Credentials"] = static("true")
	}
	return all
}

// Mapped are those of the headers that a mapping expression sets, not the template.
func (c Config) Mapped(headers map[string]string) map[string]string {
	mapped := map[string]string{}
	for name, expression := range headers {
		if name != allowOrigin || !c.several() {
			mapped[name] = expression
		}
	}
	return mapped
}

// Preflight are the headers of the answer to OPTIONS on a path: which verbs it has, and which request
// headers a page may send besides those that every API takes.
func (c Config) Preflight(verbs, requestHeaders []string) map[string]string {
	all := c.Headers()
	delete(all, "Access-Control-Expose-Headers")
	all["Access-Control-Allow-Methods"] = static(joined(verbs))
	all["Access-Control-Allow-Headers"] = static(joined(slices.Concat(requestHeaders, clientHeaders)))
	all["Access-Control-Max-Age"] = static(strconv.Itoa(c.MaxAge))
	return all
}

// Refusals are the headers of what API Gateway answers by itself. A gateway response cannot compare
// origins. With several, any page may read that its request was refused: the texts are fixed and say
// nothing about anyone, and without credentials a browser sends no cookie.
func (c Config) Refusals() map[string]string {
	all := c.Headers()
	if c.several() {
		all[allowOrigin] = static("*")
		delete(all, "Vary")
	}
	return all
}

// Choice is the beginning of a response template that allows the request's own origin if it is one of
// several, empty for one origin. The allowed value is never what the client sent. Browsers send the
// header's name in lower case over HTTP/2, and the template's names are case-sensitive.
func (c Config) Choice() string {
	if !c.several() {
		return ""
	}
	var out strings.Builder
	for i, origin := range c.Origins {
		directive := "#elseif"
		if i == 0 {
			directive = "#if"
		}
		fmt.Fprintf(&out, "%s($input.params().header.get('origin') == '%s' || $input.params().header.get('Origin') == '%s')\n", directive, origin, origin)
		fmt.Fprintf(&out, "#set($context.responseOverride.header.%s = '%s')\n", allowOrigin, origin)
	}
	out.WriteString("#end\n")
	return out.String()
}

func (c Config) several() bool { return len(c.Origins) > 1 }

// static is the mapping expression of a fixed value.
func static(value string) string { return "'" + value + "'" }

// joined is a list as headers have it. Names of headers that differ in case only are one.
func joined(values []string) string {
	values = slices.SortedFunc(slices.Values(values), func(a, b string) int {
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	})
	return strings.Join(slices.CompactFunc(values, strings.EqualFold), ",")
}
