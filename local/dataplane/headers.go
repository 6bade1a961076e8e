package dataplane

import (
	"strings"

	"lambdaless/local/dataplane/wire"
)

// droppedRequestHeaders never reach a template or a mapping, however the client spells them (GW-020).
var droppedRequestHeaders = set(
	"connection", "content-length", "content-md5", "expect", "max-forwards", "proxy-authenticate",
	"server", "te", "transfer-encoding", "trailer", "upgrade", "www-authenticate",
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
func remap(headers wire.Headers) wire.Headers {
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
