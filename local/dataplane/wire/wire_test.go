package wire

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// stream is a connection that a client has sent bytes on, in pieces of a given size.
type stream struct {
	net.Conn
	rest     []byte
	piece    int
	timeouts bool // every second read fails as after a deadline
	reads    int
}

func (s *stream) Read(p []byte) (int, error) {
	s.reads++
	if s.timeouts && s.reads%2 == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.rest[:min(len(s.rest), s.piece)])
	s.rest = s.rest[n:]
	return n, nil
}

// patient reads on after a deadline, as net/http does after a background read.
type patient struct{ io.Reader }

func (p patient) Read(b []byte) (int, error) {
	for {
		n, err := p.Reader.Read(b)
		if n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			return n, err
		}
	}
}

// read is what net/http reads from a stream: each request in one line, and the error at the end.
func read(r io.Reader) (requests []string, err error) {
	reader := bufio.NewReader(patient{r})
	for {
		request, err := http.ReadRequest(reader)
		if err != nil {
			return requests, err
		}
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return requests, err
		}
		line := request.Method + " " + request.RequestURI + " " + request.Proto + " " + request.Host
		for _, f := range Fields(request) {
			line += fmt.Sprintf(" %s=%q", f.Name, f.Value)
		}
		requests = append(requests, fmt.Sprintf("%s %q", line, body))
	}
}

func wrapped(text string, piece int, timeouts bool) net.Conn {
	s := &stream{rest: []byte(text), piece: piece, timeouts: timeouts}
	return &conn{Conn: s, in: bufio.NewReaderSize(s, 4096)}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 9000)
	for _, test := range []struct {
		name, sent string
		want       []string
		err        string // of what comes after; EOF when empty
	}{
		{"names as they were sent", "GET / HTTP/1.1\r\nhost: h\r\nX-UPPER: 1\r\nx-lower: 2\r\n\r\n", []string{`GET / HTTP/1.1 h X-UPPER="1" x-lower="2" ""`}, ""},
		{"one name in several spellings", "GET / HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a: 2\r\nX-A: 3\r\n\r\n", []string{`GET / HTTP/1.1 h X-A="1" x-a="2" X-A="3" ""`}, ""},
		{"pipelining", "POST /1 HTTP/1.1\r\nHost: h\r\ncontent-length: 2\r\n\r\nabGET /2 HTTP/1.1\r\nHost: h\r\nx-b: 1\r\n\r\n", []string{`POST /1 HTTP/1.1 h content-length="2" "ab"`, `GET /2 HTTP/1.1 h x-b="1" ""`}, ""},
		{"HTTP/1.0", "POST /1 HTTP/1.0\r\nConnection: keep-alive\r\ncontent-length: 2\r\nx-a: 1\r\n\r\nab", []string{`POST /1 HTTP/1.0  Connection="keep-alive" content-length="2" x-a="1" "ab"`}, ""},
		{"line feeds alone", "GET / HTTP/1.1\nhost: h\nx-a: 1\n\n", []string{`GET / HTTP/1.1 h x-a="1" ""`}, ""},
		{"a long header", "GET / HTTP/1.1\r\nhost: h\r\nx-long: " + long + "\r\nx-a: 1\r\n\r\n", []string{`GET / HTTP/1.1 h x-long="` + long + `" x-a="1" ""`}, ""},
		{"a long path", "GET /" + long + " HTTP/1.1\r\nhost: h\r\nx-a: 1\r\n\r\n", []string{`GET /` + long + ` HTTP/1.1 h x-a="1" ""`}, ""},
		{"chunks", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\nGET /2 HTTP/1.1\r\nhost: h\r\nx-a: 1\r\n\r\n", []string{`POST / HTTP/1.1 h "abcd"`, `GET /2 HTTP/1.1 h x-a="1" ""`}, ""},
		{"white space before an extension", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3 \t; a = \"b;c\"\r\nabc\r\n0 ;end\r\n\r\n", []string{`POST / HTTP/1.1 h "abc"`}, ""},
		{"leading zeros", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: Chunked\r\n\r\n0000000000000000000003\r\nabc\r\n00000000000000000000\r\n\r\n", []string{`POST / HTTP/1.1 h "abc"`}, ""},
		{"long extensions and trailers", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3;" + long + "\r\nabc\r\n1;" + long + long + "\r\nd\r\n0\r\nx-t: " + long + "\r\nX-U: 1\r\n\r\n", []string{`POST / HTTP/1.1 h "abcd"`}, ""},
		{"extensions without end", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3;" + strings.Repeat(long, 10) + "\r\nabc\r\n0\r\n\r\n", nil, "invalid byte in chunk length"},
		{"extensions of more than 1 MB together", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n" + strings.Repeat("1;"+long+"\r\na\r\n", 120) + "0\r\n\r\n", nil, "invalid byte in chunk length"},
		{"an extension with a control character", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3;a=\x01\r\nabc\r\n0\r\n\r\n", nil, "invalid byte in chunk length"},
		{"a trailer that is not a header", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nGET /2 HTTP/1.1\r\n\r\n", nil, "malformed MIME header"},
		{"a trailer whose name has a blank", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx y: 1\r\n\r\n", nil, "malformed MIME header"},
		{"a trailer that ends with a line feed alone", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx: 1\n\r\n", nil, "malformed MIME header"},
		{"a size that is not one", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n", nil, "invalid byte in chunk length"},
		{"a size that is too large", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n8000000000000000\r\nabc\r\n0\r\n\r\n", nil, "invalid byte in chunk length"},
		{"no size", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n;a\r\nabc\r\n0\r\n\r\n", nil, "invalid byte in chunk length"},
		{"a size that ends with a line feed alone", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n", nil, "invalid byte in chunk length"},
		{"a chunk longer than its size", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", nil, "invalid byte in chunk length"},
		{"a body that breaks off", "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 3\r\n\r\nab", nil, "unexpected EOF"},
		{"a chunked body that breaks off", "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3\r\nab", nil, "unexpected EOF"},
		{"a head that breaks off", "GET / HTTP/1.1\r\nhost: h\r\nx-a", nil, "missing colon"},
		{"a length and chunks", "POST / HTTP/1.1\r\nhost: h\r\nx-a: 1\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", []string{`POST / HTTP/1.1 h X-A="1" "abc"`}, ""},
		{"two equal lengths", "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 3\r\ncontent-length: 3\r\n\r\nabc", []string{`POST / HTTP/1.1 h Content-Length="3" "abc"`}, ""},
		{"a continued header", "GET / HTTP/1.1\r\nhost: h\r\nx-a: 1\r\n  2\r\n\r\n", []string{`GET / HTTP/1.1 h X-A="1 2" ""`}, ""},
		{"a request line that is not one", "hello\r\n\r\n", nil, "malformed HTTP request"},
	} {
		for _, piece := range []int{1, 7, 1 << 20} {
			for _, timeouts := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, in pieces of %d, timeouts %v", test.name, piece, timeouts), func(t *testing.T) {
					t.Parallel()
					got, err := read(wrapped(test.sent, piece, timeouts))
					assert.Equal(t, test.want, got)
					if test.err == "" {
						assert.Equal(t, io.EOF, err)
					} else {
						assert.ErrorContains(t, err, test.err)
					}
				})
			}
		}
	}
}

// chunkedRequest draws a valid chunked request (RFC 9112, section 7.1) and its body.
func chunkedRequest(t *rapid.T) (text, body string) {
	space := func(label string) string { return rapid.StringMatching(`[ \t]{0,3}`).Draw(t, label) }
	extension := func() string {
		var b strings.Builder
		for range rapid.IntRange(0, 3).Draw(t, "extensions") {
			b.WriteString(space("before") + ";" + space("after") + rapid.StringMatching("[a-zA-Z0-9!#$%&'*+.^_`|~-]{1,20}").Draw(t, "name"))
			switch rapid.IntRange(0, 2).Draw(t, "value") {
			case 1:
				b.WriteString(space("before =") + "=" + space("after =") + rapid.StringMatching(`[a-z0-9]{1,600}`).Draw(t, "token"))
			case 2:
				b.WriteString(`="` + rapid.StringMatching(`([ !#-\[\]-~]|\\["\\ ]){0,40}`).Draw(t, "quoted") + `"`)
			}
		}
		return b.String()
	}
	size := func(n int) string {
		s := strings.Repeat("0", rapid.SampledFrom([]int{0, 0, 1, 20}).Draw(t, "zeros")) + strconv.FormatInt(int64(n), 16)
		if rapid.Bool().Draw(t, "upper") {
			s = strings.ToUpper(s)
		}
		return s
	}
	var b strings.Builder
	b.WriteString("POST /" + rapid.StringMatching(`[a-z]{0,5}`).Draw(t, "path") + " HTTP/1.1\r\nHost: h\r\nx-Spelled: yes\r\nTransfer-Encoding: chunked\r\n\r\n")
	for range rapid.IntRange(0, 40).Draw(t, "chunks") {
		data := rapid.SliceOfN(rapid.Byte(), 1, rapid.SampledFrom([]int{1, 3, 300}).Draw(t, "most")).Draw(t, "data")
		b.WriteString(size(len(data)) + extension() + "\r\n" + string(data) + "\r\n")
		body += string(data)
	}
	b.WriteString(strings.Repeat("0", rapid.SampledFrom([]int{1, 1, 2, 25}).Draw(t, "last")) + extension() + "\r\n")
	for range rapid.IntRange(0, 3).Draw(t, "trailers") {
		b.WriteString(rapid.StringMatching(`[a-zA-Z-]{1,9}`).Draw(t, "trailer") + ": " + rapid.StringMatching(`[a-z]{0,400}`).Draw(t, "trailer value") + "\r\n")
	}
	b.WriteString("\r\n")
	return b.String(), body
}

// TestEveryValidChunkedRequestIsRead sends pipelined valid requests.
func TestEveryValidChunkedRequestIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var sent strings.Builder
		var bodies []string
		for range rapid.IntRange(1, 3).Draw(t, "requests") {
			text, body := chunkedRequest(t)
			sent.WriteString(text)
			bodies = append(bodies, body)
		}
		got, err := read(wrapped(sent.String(), rapid.SampledFrom([]int{1, 13, 1 << 20}).Draw(t, "piece"), rapid.Bool().Draw(t, "timeouts")))
		if !errors.Is(err, io.EOF) || len(got) != len(bodies) {
			t.Fatalf("%d of %d requests were read: %v\n%q", len(got), len(bodies), err, sent.String())
		}
		for i, body := range bodies {
			if !strings.HasSuffix(got[i], fmt.Sprintf(` x-Spelled="yes" %q`, body)) {
				t.Fatalf("%s, want the body %q", got[i], body)
			}
		}
	})
}

// FuzzSameRequests holds that whatever net/http reads from a stream, it reads through a wrapped connection
// too: the same requests with the same bodies, header names apart.
func FuzzSameRequests(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\nHost: h\r\n\r\nPOST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx"), 1)
	f.Add([]byte("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;a\r\nx\r\n0\r\nt: 1\r\n\r\nGET / HTTP/1.0\n\n"), 5)
	f.Add([]byte("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"), 5)
	f.Fuzz(func(t *testing.T, sent []byte, piece int) {
		piece = 1 + int(uint(piece)%5000)
		want, wantErr := read(bytes.NewReader(sent))
		got, gotErr := read(wrapped(string(sent), piece, false))
		if len(got) < len(want) {
			t.Fatalf("net/http alone reads %q (%v), through the wrapper %q (%v)", want, wantErr, got, gotErr)
		}
		for i := range want {
			if !strings.EqualFold(sortedWords(want[i]), sortedWords(got[i])) {
				t.Fatalf("net/http alone reads %q, through the wrapper %q", want[i], got[i])
			}
		}
		if errors.Is(wantErr, io.EOF) && len(got) > len(want) {
			t.Fatalf("through the wrapper there are more requests: %q, %q", want, got)
		}
	})
}

// sortedWords makes two orders of header lines comparable.
func sortedWords(line string) string {
	words := strings.Fields(strings.ToLower(line))
	for i := range words { // an insertion sort is fast enough for a few words
		for j := i; j > 0 && words[j] < words[j-1]; j-- {
			words[j], words[j-1] = words[j-1], words[j]
		}
	}
	return strings.Join(words, " ")
}

func serve(t testing.TB, wrap bool, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	if wrap {
		server.Listener = Listener(server.Listener)
	}
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

func TestOverAServer(t *testing.T) {
	t.Parallel()
	address := serve(t, true, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %v %v %q %v", r.URL, Fields(r), r.Header[namesHeader] != nil, body, err)
	})
	client, err := net.Dial("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() })
	require.NoError(t, client.SetDeadline(time.Now().Add(10*time.Second)))
	answers := bufio.NewReader(client)
	exchange := func(sent string, want ...string) {
		t.Helper()
		_, err := io.WriteString(client, sent)
		require.NoError(t, err)
		for _, w := range want {
			response, err := http.ReadResponse(answers, nil)
			require.NoError(t, err)
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			assert.Equal(t, w, string(body))
		}
	}
	exchange("GET /1 HTTP/1.1\r\nHost: h\r\nx-one: 1\r\n\r\n", `/1 [{x-one 1}] true "" <nil>`)
	exchange("OPTIONS * HTTP/1.1\r\nHost: h\r\nx-star: 1\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nX-two: 2\r\n\r\nGET /3 HTTP/1.1\r\nHost: h\r\n\r\n",
		"", `/2 [{X-two 2}] true "" <nil>`, `/3 [] true "" <nil>`)
	_, err = io.WriteString(client, "POST /4 HTTP/1.1\r\nHost: h\r\nexpect: 100-continue\r\ntransfer-ENCODING: chunked\r\n\r\n")
	require.NoError(t, err)
	line, err := answers.ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "HTTP/1.1 100 Continue\r\n", line)
	_, err = answers.ReadString('\n')
	require.NoError(t, err)
	exchange("3 ;x\r\nabc\r\n0\r\n\r\n", `/4 [{expect 100-continue}] true "abc" <nil>`)
	exchange("POST /5 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", `/5 [] true "" invalid byte in chunk length`)
	_, err = answers.ReadByte()
	assert.Equal(t, io.EOF, err, "the server closes the connection")
}

func TestAClientCannotSendTheNames(t *testing.T) {
	t.Parallel()
	got, err := read(wrapped("GET / HTTP/1.1\r\nHost: h\r\nX-Names: a\r\n"+namesHeader+": b\r\n\r\n", 100, false))
	assert.Equal(t, io.EOF, err)
	assert.Equal(t, []string{`GET / HTTP/1.1 h X-Names="a" ""`}, got, "even one who knows the name")
}

func BenchmarkServer(b *testing.B) {
	for _, wrap := range []bool{false, true} {
		b.Run(fmt.Sprintf("wrapped=%v", wrap), func(b *testing.B) {
			address := serve(b, wrap, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(w, r.Body)
			})
			client, err := net.Dial("tcp", address)
			require.NoError(b, err)
			defer func() { _ = client.Close() }()
			answers := bufio.NewReader(client)
			request := []byte("PUT /dev/bob HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: bench\r\nAccept-Encoding: gzip\r\nX-Api-Key: 0123456789\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n{\"favorite_movie\":\"The Matri\"}")
			for b.Loop() {
				_, _ = client.Write(request)
				response, err := http.ReadResponse(answers, nil)
				if err != nil {
					b.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, response.Body)
			}
		})
	}
}
