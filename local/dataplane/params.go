package dataplane

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// params are named values in the order in which the client sent the names.
type params []param

type param struct {
	name   string
	values []string
}

func (p params) get(name string) []string {
	for i := range p {
		if p[i].name == name {
			return p[i].values
		}
	}
	return nil
}

func (p params) add(name, value string) params {
	for i := range p {
		if p[i].name == name {
			p[i].values = append(p[i].values, value)
			return p
		}
	}
	return append(p, param{name, []string{value}})
}

// parseQuery decodes a query string as a form: percent and plus are decoded, a semicolon separates
// as an ampersand does, and what is malformed stays as it is (GW-021).
func parseQuery(raw string) params {
	var query params
	for pair := range strings.FieldsFuncSeq(raw, func(r rune) bool { return r == '&' || r == ';' }) {
		name, value, _ := strings.Cut(pair, "=")
		query = query.add(unescapeForm(name), unescapeForm(value))
	}
	return query
}

func unescapeForm(text string) string {
	decoded, err := url.QueryUnescape(text)
	if err != nil {
		return text
	}
	return decoded
}

// visibleHeaders are the headers that templates and mappings can see, sorted by name: those of the
// client, in its own spelling (GW-023), without the ones that API Gateway drops, and the ones that it adds
// (GW-024).
func (x *exchange) visibleHeaders() params {
	headers := make(params, 0, len(x.request.Header)+5)
	for _, field := range x.request.Header {
		switch lower := strings.ToLower(field.Name); lower {
		case "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto", "x-amzn-trace-id", "host":
		default:
			if !droppedRequestHeaders[lower] {
				headers = headers.add(field.Name, field.Value)
			}
		}
	}
	headers = headers.add("Host", x.request.Host)
	headers = headers.add("X-Amzn-Trace-Id", x.xray.String())
	headers = headers.add("X-Forwarded-For", forwardedFor(x.request))
	headers = headers.add("X-Forwarded-Port", port(x.request))
	headers = headers.add("X-Forwarded-Proto", x.request.Scheme)
	slices.SortFunc(headers, func(a, b param) int { return strings.Compare(a.name, b.name) })
	return headers
}

func forwardedFor(request *Request) string {
	return strings.Join(append(request.Header.Values("X-Forwarded-For"), request.SourceIP), ", ")
}

func port(request *Request) string {
	if _, port, err := net.SplitHostPort(request.Host); err == nil && port != "" {
		return port
	}
	if request.Scheme == "https" {
		return "443"
	}
	return "80"
}
