package dataplane

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
)

// maxPayload is the limit of a request's and a response's payload: 10 MB, which cannot be raised
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).
const maxPayload = 10 << 20

// maxHeaderBytes limits the header values of a request together (same page).
const maxHeaderBytes = 10240

// Request is what a client sent, as it was on the wire.
type Request struct {
	Method     string
	Path       string // percent-encoded, from the invoke URL's root: "/dev/bob%20smith"
	RawQuery   string // without the question mark
	Host       string
	Header     http.Header
	Body       []byte
	BodyFailed bool // the body exceeded the payload limit or broke off; Body is then empty
	SourceIP   string
	Scheme     string // http or https
	Protocol   string // HTTP/1.1
}

// FromHTTP reads a request off the server's hands. It keeps the path as the client wrote it:
// encoded slashes, empty segments and dots survive. What is no HTTP at all, Go's server has refused
// before (GW-034).
func FromHTTP(r *http.Request) *Request {
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
		Method: r.Method, Path: path, RawQuery: query, Host: r.Host, Header: r.Header,
		SourceIP: ip, Scheme: scheme, Protocol: "HTTP/1.1", // $context.protocol says so for HTTP/2 as well
	}
	body, err := readBody(r)
	request.Body, request.BodyFailed = body, err != nil
	return request
}

// NewRequest makes a request that no server read: target is a path with its query string, as after the
// host in the invoke URL ("/dev/bob?q=1"). It comes from the loopback address.
func NewRequest(method, target string, header http.Header, body []byte) *Request {
	path, query, _ := strings.Cut(target, "?")
	if header == nil {
		header = http.Header{}
	}
	host := header.Get("Host")
	if host == "" {
		host = "127.0.0.1"
	}
	return &Request{
		Method: method, Path: path, RawQuery: query, Host: host, Header: header, Body: body,
		BodyFailed: len(body) > maxPayload, SourceIP: "127.0.0.1", Scheme: "http", Protocol: "HTTP/1.1",
	}
}

var errTooLong = errors.New("the payload exceeds 10 MB")

func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	if r.ContentLength > maxPayload {
		return nil, errTooLong
	}
	if r.ContentLength > 0 {
		body := make([]byte, r.ContentLength)
		if _, err := io.ReadFull(r.Body, body); err != nil {
			return nil, err
		}
		return body, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxPayload+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxPayload {
		return nil, errTooLong
	}
	return body, nil
}

// Response is what the client gets.
type Response struct {
	StatusCode int
	Header     Headers
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
		// An error means that the client has gone, and there is nobody left to tell.
		_, _ = w.Write(r.Body)
	}
}

// bodyAllowed says whether HTTP lets a response of that status have a body (RFC 9110, 6.4.1).
func bodyAllowed(status int) bool { return status >= 200 && status != 204 && status != 304 }
