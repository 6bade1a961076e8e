package wire

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
)

// head is what the head of a request says of its framing, and its header names.
type head struct {
	names    []byte // joined by commas
	version  string
	unclear  bool
	encoding []string // the values of Transfer-Encoding
	length   []string // the values of Content-Length
}

// framing is what comes after a head.
type framing int

const (
	byLength framing = iota // as many bytes as Content-Length says, or none
	chunked
	unclear // net/http might read it differently
)

// maxNames limits the header names of one request together.
const maxNames = 64 << 10

func newHead(requestLine []byte) head {
	text := string(bytes.TrimRight(requestLine, "\r\n"))
	version := text[strings.LastIndexByte(text, ' ')+1:]
	isOther := strings.HasPrefix(text, http.MethodConnect+" ") || strings.HasPrefix(text, "PRI ")
	return head{version: version, unclear: isOther}
}

// addLong takes the first part of a header line whose rest is passed on unseen.
func (h *head) addLong(part []byte) {
	before := len(h.length) + len(h.encoding)
	h.add(part)
	h.unclear = h.unclear || len(h.length)+len(h.encoding) > before
}

// add takes a header line.
func (h *head) add(line []byte) {
	name, value, ok := bytes.Cut(line, []byte(":"))
	if !ok || !token(name) || len(h.names) > maxNames { // a continued line, or one that net/http refuses
		h.unclear = true
		return
	}
	if len(h.names) > 0 {
		h.names = append(h.names, ',')
	}
	h.names = append(h.names, name...)
	switch {
	case bytes.EqualFold(name, []byte("Transfer-Encoding")):
		h.encoding = append(h.encoding, string(bytes.TrimSpace(value)))
	case bytes.EqualFold(name, []byte("Content-Length")):
		h.length = append(h.length, string(bytes.TrimSpace(value)))
	case bytes.EqualFold(name, []byte("Upgrade")):
		h.unclear = true // another protocol may follow
	}
}

func (h *head) framing() (framing, uint64) {
	switch {
	case h.unclear || h.version != "HTTP/1.1" && h.version != "HTTP/1.0" || len(h.length)+len(h.encoding) > 1:
		return unclear, 0
	case len(h.encoding) == 1:
		if h.version == "HTTP/1.1" && strings.EqualFold(h.encoding[0], "chunked") {
			return chunked, 0
		}
		return unclear, 0
	case len(h.length) == 1:
		n, err := strconv.ParseUint(h.length[0], 10, 63)
		if err != nil {
			return unclear, 0
		}
		return byLength, n
	}
	return byLength, 0
}

// token reports whether a text is a token of HTTP (RFC 9110, section 5.6.2).
func token(text []byte) bool {
	for _, c := range text {
		isAlphanumeric := '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !isAlphanumeric && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return len(text) > 0
}

// chunkSize reads a line with a chunk's size: hexadecimal digits, perhaps white space, perhaps an
// extension after a semicolon.
func chunkSize(line []byte) (uint64, bool) {
	text, ok := strings.CutSuffix(string(line), "\r\n")
	if !ok || strings.ContainsFunc(text, isControl) {
		return 0, false
	}
	text, _, _ = strings.Cut(text, ";")
	text = strings.TrimRight(text, " \t")
	digits := strings.TrimLeft(text, "0")
	if digits == "" {
		return 0, text != ""
	}
	n, err := strconv.ParseUint(digits, 16, 63)
	return n, err == nil
}

// isField reports whether a line of a trailer is a header: a name, a colon and a value.
func isField(line []byte) bool {
	text, ok := strings.CutSuffix(string(line), "\r\n")
	name, value, found := strings.Cut(text, ":")
	return ok && found && name != "" && !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f }) && !strings.ContainsFunc(value, isControl)
}

// isControl reports whether a character must not be in extensions and values; a tab may.
func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

func appendSize(to []byte, size uint64) []byte {
	return append(strconv.AppendUint(to, size, 16), "\r\n"...)
}
