package wire

import (
	"bufio"
	"crypto/rand"
	"net"
	"net/http"
	"slices"
	"strings"
)

// namesHeader carries the header names of a request from the connection to Fields.
var namesHeader = http.CanonicalHeaderKey("X-Names-" + rand.Text())

// Listener wraps the connections of a listener for an http.Server. Fields then knows the client's
// spelling of header names.
func Listener(l net.Listener) net.Listener { return listener{l} }

type listener struct{ net.Listener }

func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, in: bufio.NewReaderSize(c, 4096)}, nil
}

// Fields returns a request's header lines, without Host, in the client's order and spelling. Those of a
// request that came through no Listener are sorted, and spelled as net/http does.
func Fields(r *http.Request) Headers {
	fields := make(Headers, 0, len(r.Header))
	seen := map[string]int{}
	for _, line := range r.Header[namesHeader] {
		for name := range strings.SplitSeq(line, ",") {
			key := http.CanonicalHeaderKey(name)
			if i := seen[key]; i < len(r.Header[key]) && key != namesHeader {
				fields = append(fields, Field{name, r.Header[key][i]})
				seen[key]++
			}
		}
	}
	known := len(fields)
	for key, values := range r.Header {
		if key == namesHeader {
			continue
		}
		for _, value := range values[seen[key]:] {
			fields = append(fields, Field{key, value})
		}
	}
	slices.SortStableFunc(fields[known:], func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return fields
}
