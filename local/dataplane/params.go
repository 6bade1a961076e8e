package dataplane

import (
	"net"
	"net/http"
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
// client but the ones that API Gateway drops, and the ones it adds (GW-024).
//
// Go's server canonicalises names, so the client's spelling is lost; each name is given the spelling
// that the method's own mappings and templates use, else the canonical one (GW-023).
func (x *exchange) visibleHeaders() params {
	spelling := x.methodOrNone().headerSpelling
	headers := make(params, 0, len(x.request.Header)+5)
	add := func(name string, values ...string) {
		if droppedRequestHeaders[name] {
			return
		}
		if spelled, ok := spelling[name]; ok {
			name = spelled
		}
		headers = append(headers, param{name, values})
	}
	for name, values := range x.request.Header {
		switch name {
		case "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Amzn-Trace-Id", "Host":
		default:
			add(name, values...)
		}
	}
	add("Host", x.request.Host)
	add("X-Amzn-Trace-Id", "Root="+x.traceID)
	add("X-Forwarded-For", forwardedFor(x.request.Header, x.request.SourceIP))
	add("X-Forwarded-Port", port(x.request))
	add("X-Forwarded-Proto", x.request.Scheme)
	slices.SortFunc(headers, func(a, b param) int { return strings.Compare(a.name, b.name) })
	return headers
}

func forwardedFor(header http.Header, ip string) string {
	if before := strings.Join(header.Values("X-Forwarded-For"), ", "); before != "" {
		return before + ", " + ip
	}
	return ip
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
