package database

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
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

	"lambdaless/local/gateway"
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

var _ gateway.Database = (*Client)(nil)

// idleTimeout is shorter than the five seconds after which node, and so dynalite, closes a
// connection: the client must be the first to let go, or a request meets a closing connection.
const idleTimeout = 4 * time.Second

// maxAnswer is more than DynamoDB ever answers with: 16 MB of items and their JSON.
const maxAnswer = 64 << 20

// NewClient returns a client for an endpoint such as http://127.0.0.1:4567. It signs with
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN when they are set, and with
// stand-ins otherwise, which dynalite and DynamoDB Local accept.
func NewClient(endpoint string) *Client {
	c := &Client{credentials: credentialsFromEnvironment(), signer: v4.NewSigner()}
	c.endpoint, c.invalid = url.Parse(endpoint)
	if c.invalid == nil && (c.endpoint.Scheme != "http" && c.endpoint.Scheme != "https" || c.endpoint.Host == "") {
		c.invalid = fmt.Errorf("the DynamoDB endpoint %q is not an http or https URL", endpoint)
	}
	if c.invalid == nil && strings.Trim(c.endpoint.Path, "/") == "" {
		c.endpoint.Path = "/"
	}
	c.transport = &http.Transport{
		DialContext:         (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		MaxIdleConns:        512,
		MaxIdleConnsPerHost: 512,
		IdleConnTimeout:     idleTimeout,
		DisableCompression:  true,
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
func (c *Client) Call(ctx context.Context, region, action string, body []byte) (gateway.Answer, error) {
	if c.invalid != nil {
		return gateway.Answer{}, c.invalid
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint.String(), bytes.NewReader(body))
	if err != nil {
		return gateway.Answer{}, err
	}
	request.Header["Content-Type"] = []string{"application/x-amz-json-1.0"}
	request.Header["X-Amz-Target"] = []string{"DynamoDB_20120810." + action}
	request.Header["Accept-Encoding"] = []string{"identity"}
	hash := sha256.Sum256(body)
	if err := c.signer.SignHTTP(ctx, c.credentials, request, hex.EncodeToString(hash[:]), "dynamodb", region, time.Now()); err != nil {
		return gateway.Answer{}, fmt.Errorf("signing for DynamoDB: %w", err)
	}
	response, err := c.transport.RoundTrip(request) // not a client: DynamoDB sends no redirects or cookies
	if err != nil {
		return gateway.Answer{}, fmt.Errorf("DynamoDB at %s does not answer: %w", c.endpoint.Host, err)
	}
	defer response.Body.Close() //nolint:errcheck // the answer has been read, or the error says more
	answer, err := readAnswer(response)
	if err != nil {
		return gateway.Answer{}, fmt.Errorf("reading DynamoDB's answer: %w", err)
	}
	return gateway.Answer{StatusCode: response.StatusCode, Header: response.Header, Body: answer}, nil
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
