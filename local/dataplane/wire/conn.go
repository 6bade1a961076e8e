package wire

import (
	"bufio"
	"errors"
	"io"
	"net"
)

// conn is a connection whose requests are rewritten as the server reads them. Only the server's own
// goroutine reads at a time, as net/http does.
type conn struct {
	net.Conn
	in      *bufio.Reader
	out     []byte // rewritten bytes that the server has not read yet
	partial []byte // the beginning of a line whose end has not come yet
	state   state
	head    head
	left    uint64 // of the body or of the chunk
	meta    int    // bytes of this body's extensions and trailers
}

type state int

const (
	betweenRequests state = iota // before a request line
	inHead                       // after the request line
	inLongLine                   // inside a header line that does not fit into the buffer
	inBody                       // in a body with a Content-Length
	atChunk                      // before a chunk's size
	inChunk                      // in a chunk's data
	afterChunk                   // before the line end after a chunk's data
	inTrailer                    // after the last chunk
	passing                      // everything is passed on as it comes
)

const (
	// maxLine limits a line of chunked framing, and the first line of a request.
	maxLine = 64 << 10
	// maxMeta limits the extensions and trailers of one body together.
	maxMeta = 1 << 20
	// sizeLine is the longest line of a chunk without an extension and leading zeros.
	sizeLine = 16 + 2
)

// brokenChunk makes net/http refuse the body: not a size.
const brokenChunk = "malformed\r\n"

// Read implements net.Conn. An error in the middle of a line, such as a deadline of net/http, which then
// reads on, loses nothing.
func (c *conn) Read(p []byte) (int, error) {
	for len(c.out) == 0 {
		switch c.state {
		case passing:
			return c.in.Read(p)
		case inBody, inChunk:
			return c.readData(p)
		}
		if err := c.step(); err != nil {
			if errors.Is(err, io.EOF) && len(c.partial) > 0 {
				c.pass(c.partial) // the server says what is wrong with it
				break
			}
			return 0, err
		}
	}
	n := copy(p, c.out)
	c.out = c.out[n:]
	return n, nil
}

// readData passes data on.
func (c *conn) readData(p []byte) (int, error) {
	if uint64(len(p)) > c.left {
		p = p[:c.left]
	}
	n, err := c.in.Read(p)
	c.left -= uint64(n) // n is not negative
	if c.left == 0 {
		if c.state == inBody {
			c.state = betweenRequests
		} else {
			c.state = afterChunk
		}
	}
	return n, err
}

// pass gives up rewriting: the bytes, and all that come after them, are passed on.
func (c *conn) pass(line []byte) {
	c.out = append(c.out[:0], line...)
	c.partial, c.state = nil, passing
}

// step reads one line.
func (c *conn) step() error {
	part, err := c.in.ReadSlice('\n')
	isFull := errors.Is(err, bufio.ErrBufferFull)
	if c.state == inLongLine || c.state == inHead && isFull {
		return c.longLine(part, err)
	}
	if err != nil || len(c.partial) > 0 {
		c.partial = append(c.partial, part...)
		part = c.partial
	}
	switch {
	case len(part) > maxLine && c.state == betweenRequests:
		c.pass(part)
	case len(part) > maxLine && c.state != inHead:
		c.breakBody()
	case err == nil:
		c.line(part)
		c.partial = nil
	case !isFull:
		return err
	}
	return nil
}

// longLine passes a header line that does not fit into the buffer on in parts.
func (c *conn) longLine(part []byte, err error) error {
	if c.state == inHead {
		part = append(c.partial, part...)
		c.partial = nil
		c.head.addLong(part)
	}
	c.out = append(c.out[:0], part...)
	switch {
	case err == nil:
		c.state = inHead
	case errors.Is(err, bufio.ErrBufferFull):
		c.state = inLongLine
	case len(part) == 0:
		return err
	}
	return nil // an error that came with bytes comes again
}

// line takes one line with its end.
func (c *conn) line(line []byte) {
	c.out = c.out[:0]
	switch c.state {
	case betweenRequests:
		if !isEmpty(line) { // net/http allows for empty lines after a POST
			c.head = newHead(line)
			c.state = inHead
		}
		c.out = append(c.out, line...)
	case inHead:
		if isEmpty(line) {
			c.endHead(line)
			return
		}
		c.head.add(line)
		c.out = append(c.out, line...)
	case atChunk:
		c.chunk(line)
	case afterChunk:
		c.state = atChunk
		c.out = append(c.out, "\r\n"...)
		if string(line) != "\r\n" {
			c.breakBody()
		}
	case inTrailer:
		if string(line) == "\r\n" {
			c.out, c.state = append(c.out, "\r\n"...), betweenRequests
		} else if c.meta += len(line); c.meta > maxMeta || !isField(line) {
			c.breakBody()
		}
	}
}

// isEmpty reports whether a line is one that ends a head. net/http takes a line feed alone as well.
func isEmpty(line []byte) bool { return string(line) == "\r\n" || string(line) == "\n" }

// endHead adds the names, and finds out what comes after the head.
func (c *conn) endHead(end []byte) {
	framing, length := c.head.framing()
	if framing != unclear {
		c.out = append(append(append(c.out, namesHeader+": "...), c.head.names...), "\r\n"...)
	}
	c.out = append(c.out, end...)
	c.left, c.meta, c.state = length, 0, betweenRequests
	switch {
	case framing == unclear:
		c.state = passing
	case framing == chunked:
		c.state = atChunk
	case length > 0:
		c.state = inBody
	}
}

// chunk reads the line with a chunk's size and rewrites it.
func (c *conn) chunk(line []byte) {
	size, ok := chunkSize(line)
	c.meta += max(0, len(line)-sizeLine)
	switch {
	case !ok || c.meta > maxMeta:
		c.breakBody()
	case size == 0:
		c.out, c.state = append(c.out, "0\r\n"...), inTrailer
	default:
		c.left, c.state = size, inChunk
		c.out = appendSize(c.out, size)
	}
}

// breakBody makes net/http refuse the body and close the connection.
func (c *conn) breakBody() {
	c.out = append(c.out, brokenChunk...)
	c.partial, c.state = nil, passing
}
