package database

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// Client speaks DynamoDB's wire protocol over HTTP. It is safe for concurrent use and keeps its
// connections.
type Client struct {
	endpoint    *url.URL
	invalid     error // what is wrong with the endpoint; every call says it
	credentials aws.Credentials
	signer      *v4.Signer
	transport   *http.Transport
}

var _ API = (*Client)(nil)

const (
	// maxAnswer is more than DynamoDB ever answers with: 16 MB of items and their JSON.
	maxAnswer = 64 << 20
	// idleTimeout is shorter than the five seconds after which node, and so dynalite, closes a
	// connection: the client must be the first to let go, or a request meets a closing connection.
	idleTimeout = 4 * time.Second
	maxIdle     = 512
	dialTimeout = 5 * time.Second
)

// NewClient returns a client for an endpoint such as http://127.0.0.1:4567. It signs with
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN when they are set, and with
// stand-ins otherwise, which dynalite and DynamoDB Local accept.
func NewClient(endpoint string) *Client {
	c := &Client{credentials: credentialsFromEnvironment(), signer: v4.NewSigner(), transport: &http.Transport{
		DialContext:         (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: dialTimeout,
		MaxIdleConnsPerHost: maxIdle,
		IdleConnTimeout:     idleTimeout,
		DisableCompression:  true, // DynamoDB's checksum is of what it sent
	}}
	c.endpoint, c.invalid = url.Parse(endpoint)
	if c.invalid == nil && (c.endpoint.Scheme != "http" && c.endpoint.Scheme != "https" || c.endpoint.Host == "") {
		c.invalid = fmt.Errorf("the DynamoDB endpoint %q is not an http or https URL", endpoint)
	}
	if c.invalid == nil && strings.Trim(c.endpoint.Path, "/") == "" {
		c.endpoint.Path = "/"
	}
	return c
}

func credentialsFromEnvironment() aws.Credentials {
	id, secret := os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
	if id == "" || secret == "" {
		return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}
	}
	return aws.Credentials{AccessKeyID: id, SecretAccessKey: secret, SessionToken: os.Getenv("AWS_SESSION_TOKEN")}
}

// Call sends one operation and returns DynamoDB's answer, refusals included. An error means that no
// answer came back.
func (c *Client) Call(ctx context.Context, region, action string, body []byte) (Answer, error) {
	return c.send(ctx, region, "DynamoDB_20120810."+action, body)
}

// Stream sends one operation of DynamoDB Streams, an API of its own at the same endpoint here.
func (c *Client) Stream(ctx context.Context, region, action string, body []byte) (Answer, error) {
	return c.send(ctx, region, "DynamoDBStreams_20120810."+action, body)
}

func (c *Client) send(ctx context.Context, region, target string, body []byte) (Answer, error) {
	if c.invalid != nil {
		return Answer{}, c.invalid
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint.String(), bytes.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	request.Header["Content-Type"] = []string{"application/x-amz-json-1.0"}
	request.Header["X-Amz-Target"] = []string{target}
	request.Header["Accept-Encoding"] = []string{"identity"}
	hash := sha256.Sum256(body)
	if err := c.signer.SignHTTP(ctx, c.credentials, request, hex.EncodeToString(hash[:]), "dynamodb", region, time.Now()); err != nil {
		return Answer{}, fmt.Errorf("signing for DynamoDB: %w", err)
	}
	// A header without values is not sent. It lets the transport repeat a request that a kept connection did
	// not take because the server had closed it, as the AWS SDKs do.
	request.Header["Idempotency-Key"] = nil
	response, err := c.transport.RoundTrip(request)
	if err != nil {
		return Answer{}, c.silent(err)
	}
	answer := Answer{StatusCode: response.StatusCode, Header: response.Header}
	answer.Body, err = readAnswer(response)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return Answer{}, c.silent(err)
	}
	return answer, nil
}

func (c *Client) silent(err error) error {
	return fmt.Errorf("DynamoDB at %s does not answer: %w", c.endpoint.Host, err)
}

func readAnswer(response *http.Response) ([]byte, error) {
	if response.ContentLength > maxAnswer {
		return nil, fmt.Errorf("it is %d bytes long", response.ContentLength)
	}
	if response.ContentLength >= 0 {
		answer := make([]byte, response.ContentLength)
		_, err := io.ReadFull(response.Body, answer)
		return answer, err
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err == nil && len(answer) > maxAnswer {
		err = fmt.Errorf("it is longer than %d bytes", maxAnswer)
	}
	return answer, err
}

// Close closes the connections that are idle.
func (c *Client) Close() { c.transport.CloseIdleConnections() }
