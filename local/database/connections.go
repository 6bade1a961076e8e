package database

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// connections keeps HTTP/1.1 connections to one endpoint. A call writes and reads on its own
// goroutine; net/http's transport hands each request through two others, which costs more than all
// the rest of the gateway does for a request.
type connections struct {
	address string
	tls     *tls.Config // nil for plain HTTP
	dialer  net.Dialer

	mu     sync.Mutex
	idle   []*connection // the most recently used last
	closed bool
}

const (
	// idleTimeout is shorter than the five seconds after which node, and so dynalite, closes a
	// connection: the client must be the first to let go, or a request meets a closing connection.
	idleTimeout = 4 * time.Second
	maxIdle     = 512
	dialTimeout = 5 * time.Second
)

type connection struct {
	net.Conn
	reader *bufio.Reader
	writer *bufio.Writer
	used   bool // it has carried a request before
	idle   time.Time
}

// errNoAnswer is a connection that ended before the first byte of an answer.
var errNoAnswer = errors.New("the connection was closed before an answer came")

// do sends a request and reads its answer. A kept connection that turns out to be closed is replaced,
// as the AWS SDKs do.
func (c *connections) do(ctx context.Context, request []byte, read func(*http.Response) error) error {
	for {
		conn, err := c.get(ctx)
		if err != nil {
			return err
		}
		kept := conn.used // afterwards it may be another call's
		err = c.exchange(ctx, conn, request, read)
		if kept && errors.Is(err, errNoAnswer) {
			continue // the next one is kept too, or new; each is tried once
		}
		return err
	}
}

func (c *connections) exchange(ctx context.Context, conn *connection, request []byte, read func(*http.Response) error) (err error) {
	deadline, _ := ctx.Deadline() // the zero time is no deadline
	if err := conn.SetDeadline(deadline); err != nil {
		return errors.Join(errNoAnswer, err, conn.Close())
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) }) // ends reads and writes
	keep := false
	defer func() {
		if stop() && keep && err == nil {
			c.put(conn)
			return
		}
		_ = conn.Close() // what matters has been read, or the error says more
		if ctx.Err() != nil {
			err = ctx.Err()
		} else if errors.Is(err, os.ErrDeadlineExceeded) { // the context is about to say so
			err = context.DeadlineExceeded
		}
	}()
	if _, err := conn.writer.Write(request); err != nil {
		return errors.Join(errNoAnswer, err)
	}
	if err := conn.writer.Flush(); err != nil {
		return errors.Join(errNoAnswer, err)
	}
	if _, err := conn.reader.Peek(1); err != nil {
		return errors.Join(errNoAnswer, err)
	}
	response, err := http.ReadResponse(conn.reader, nil)
	if err != nil {
		return err
	}
	if err := read(response); err != nil {
		return err
	}
	// Draining finds the end of a chunked body, without which the connection cannot be kept.
	_, err = io.Copy(io.Discard, response.Body)
	keep = !response.Close
	return err
}

// get takes a kept connection or makes one.
func (c *connections) get(ctx context.Context) (*connection, error) {
	c.mu.Lock()
	for len(c.idle) > 0 {
		conn := c.idle[len(c.idle)-1]
		c.idle = c.idle[:len(c.idle)-1]
		if time.Since(conn.idle) < idleTimeout {
			c.mu.Unlock()
			conn.used = true
			return conn, nil
		}
		_ = conn.Close() // it was kept for too long, and so were all before it
	}
	c.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	conn, err := c.dialer.DialContext(ctx, "tcp", c.address)
	if err != nil {
		return nil, err
	}
	if c.tls != nil {
		secure := tls.Client(conn, c.tls)
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		conn = secure
	}
	return &connection{Conn: conn, reader: bufio.NewReaderSize(conn, 4096), writer: bufio.NewWriterSize(conn, 4096)}, nil
}

func (c *connections) put(conn *connection) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || len(c.idle) >= maxIdle || conn.reader.Buffered() > 0 {
		_ = conn.Close() // its result is not needed
		return
	}
	conn.idle = time.Now()
	c.idle = append(c.idle, conn)
}

func (c *connections) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	for _, conn := range c.idle {
		_ = conn.Close() // its result is not needed
	}
	c.idle = nil
}
