package dataplane

import (
	"net"
	"slices"
	"strings"

	"lambdaless/local/dataplane/mapping"
)

// visibleHeaders are the headers that templates and mappings can see, sorted by name: those of the client, in
// its own spelling (GW-023), without the ones that API Gateway drops, and the ones that it adds (GW-024).
func visibleHeaders(request *Request, xray xrayHeader) mapping.Parameters {
	headers := make(mapping.Parameters, 0, len(request.Header)+5)
	for _, field := range request.Header {
		switch lower := strings.ToLower(field.Name); lower {
		case "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto", "x-amzn-trace-id", "host":
		default:
			if !droppedRequestHeaders[lower] {
				headers = headers.Add(field.Name, field.Value)
			}
		}
	}
	headers = headers.Add("Host", request.Host)
	headers = headers.Add("X-Amzn-Trace-Id", xray.String())
	headers = headers.Add("X-Forwarded-For", strings.Join(append(request.Header.Values("X-Forwarded-For"), request.SourceIP), ", "))
	headers = headers.Add("X-Forwarded-Port", port(request))
	headers = headers.Add("X-Forwarded-Proto", request.Scheme)
	slices.SortFunc(headers, func(a, b mapping.Parameter) int { return strings.Compare(a.Name, b.Name) })
	return headers
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

// contentType is the media type that selects models and templates: application/json by default (GW-060).
func contentType(request *Request) string {
	if value := request.Header.Get("Content-Type"); value != "" {
		return mapping.MediaType(value)
	}
	return "application/json"
}

// accept is the first media type of the Accept header: application/json by default.
func accept(request *Request) string {
	first, _, _ := strings.Cut(request.Header.Get("Accept"), ",")
	if first = mapping.MediaType(first); first != "" {
		return first
	}
	return "application/json"
}
