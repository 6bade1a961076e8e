package dataplane

import (
	"io"
	"net"
	"net/http"
	"strings"

	"lambdaless/local/dataplane/wire"
)

// maxPayload is the limit of a request's and a response's payload: 10 MB, which cannot be raised
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).
const maxPayload = 10 << 20

// maxHeaderBytes limits the header values of a request together (same page).
const maxHeaderBytes = 10240

// Request is what a client sent, as it was on the wire.
type Request struct {
	Method    string
	Path      string // percent-encoded, from the invoke URL's root: "/dev/bob%20smith"
	RawQuery  string // without the question mark
	Host      string
	Header    wire.Headers // in the client's order and spelling, without Host
	Body      []byte
	BodyError BodyError // why there is no body; Body is then empty
	SourceIP  string
	Scheme    string // http or https
	Protocol  string // HTTP/1.1
}

// BodyError is why a request's body could not be read.
type BodyError string

// The body errors.
const (
	bodyTooLong   BodyError = "the payload exceeds 10 MB"
	bodyMalformed BodyError = "the payload broke off or is not chunked as HTTP says"
)

// fromHTTP converts a request of net/http's server. The path is kept as sent: encoded slashes, empty
// segments and dots survive. Malformed HTTP never gets here: net/http refuses it (GW-034).
func fromHTTP(r *http.Request) *Request {
	path, query := r.URL.EscapedPath(), r.URL.RawQuery
	if strings.HasPrefix(r.RequestURI, "/") {
		path, query, _ = strings.Cut(r.RequestURI, "?")
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	ip, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		ip = r.RemoteAddr
	}
	request := &Request{
		Method: r.Method, Path: path, RawQuery: query, Host: r.Host,
		SourceIP: ip, Scheme: scheme, Protocol: "HTTP/1.1", // $context.protocol says so for HTTP/2 as well
	}
	request.Header = wire.Fields(r)
	request.Body, request.BodyError = readBody(r)
	return request
}

func readBody(r *http.Request) ([]byte, BodyError) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, ""
	}
	if r.ContentLength > maxPayload {
		return nil, bodyTooLong
	}
	if r.ContentLength > 0 {
		body := make([]byte, r.ContentLength)
		if _, err := io.ReadFull(r.Body, body); err != nil {
			return nil, bodyMalformed
		}
		return body, ""
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxPayload+1))
	switch {
	case err != nil:
		return nil, bodyMalformed
	case len(body) > maxPayload:
		return nil, bodyTooLong
	}
	return body, ""
}

// Response is what the client gets.
type Response struct {
	StatusCode int
	Header     wire.Headers
	Body       []byte
}

func (r *Response) writeTo(w http.ResponseWriter) {
	header := w.Header()
	for _, field := range r.Header {
		name := field.Name // as it is: AWS's own headers are not all in canonical form
		if strings.EqualFold(name, "Content-Type") {
			name = "Content-Type" // the server would add its own beside any other spelling
		}
		header[name] = append(header[name], field.Value)
	}
	w.WriteHeader(r.StatusCode)
	if bodyAllowed(r.StatusCode) {
		// An error means that the client has gone: there is no one left to answer.
		_, _ = w.Write(r.Body)
	}
}

// bodyAllowed says whether HTTP lets a response of that status have a body (RFC 9110, 6.4.1).
func bodyAllowed(status int) bool { return status >= 200 && status != 204 && status != 304 }
