// Package wire keeps what net/http's server does not pass on of an HTTP/1.1 request: the client's spelling
// and order of the header names. API Gateway's templates see both.
//
// A listener wraps its connections. Each reads the requests' framing as they pass, and adds one header
// line, with the names, to each head. The line travels inside the request that it describes, so that
// keep-alive, pipelining and requests that never reach a handler cannot mix them up. Its name is
// random, so that a client cannot send it.
//
// Chunked bodies are framed again: extensions, trailers, white space before an extension and leading zeros of a size
// are valid (RFC 9112, section 7.1) and mean nothing, but net/http refuses some of them.
//
// A request whose framing net/http might read differently is passed on as it came, and so is everything
// after it on that connection; its header names are then those of net/http.
package wire
