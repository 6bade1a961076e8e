package dataplane

import "strings"

// HeaderField is one header line.
type HeaderField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Headers are header lines in order, spelled as they are sent.
type Headers []HeaderField

// Get returns the first value of a header, by name in any case.
func (h Headers) Get(name string) string {
	for _, field := range h {
		if strings.EqualFold(field.Name, name) {
			return field.Value
		}
	}
	return ""
}

// Values returns all values of a header, by name in any case.
func (h Headers) Values(name string) []string {
	var values []string
	for _, field := range h {
		if strings.EqualFold(field.Name, name) {
			values = append(values, field.Value)
		}
	}
	return values
}

// Set replaces a header or adds it.
func (h *Headers) Set(name, value string) {
	for i, field := range *h {
		if strings.EqualFold(field.Name, name) {
			(*h)[i] = HeaderField{name, value}
			return
		}
	}
	*h = append(*h, HeaderField{name, value})
}

// droppedRequestHeaders never reach a template or a mapping, however the client spells them (GW-020).
var droppedRequestHeaders = set(
	"connection", "content-length", "content-md5", "expect", "max-forwards", "proxy-authenticate",
	"server", "te", "transfer-encoding", "trailer", "upgrade", "www-authenticate",
)

// forbiddenIntegrationHeaders make an AWS integration fail when a mapping sets them (GW-071).
var forbiddenIntegrationHeaders = set(
	"authorization", "connection", "content-length", "transfer-encoding", "expect",
	"proxy-authenticate", "te", "x-amzn-trace-id",
)

// remappedResponseHeaders reach the client as x-amzn-Remapped-<name> (GW-094).
var remappedResponseHeaders = map[string]string{
	"authorization": "Authorization", "connection": "Connection", "content-length": "Content-Length",
	"content-md5": "Content-MD5", "date": "Date", "expect": "Expect", "host": "Host",
	"max-forwards": "Max-Forwards", "proxy-authenticate": "Proxy-Authenticate", "server": "Server",
	"trailer": "Trailer", "upgrade": "Upgrade", "user-agent": "User-Agent",
	"www-authenticate": "WWW-Authenticate",
}

// remap applies what API Gateway does to the names of response headers.
func remap(headers Headers) Headers {
	kept := headers[:0]
	for _, field := range headers {
		lower := strings.ToLower(field.Name)
		if lower == "transfer-encoding" {
			continue
		}
		if name, ok := remappedResponseHeaders[lower]; ok {
			field.Name = "x-amzn-Remapped-" + name
		}
		kept = append(kept, field)
	}
	return kept
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}
