package database

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"lambdaless/local/dataplane/backend"
)

// Client speaks DynamoDB's wire protocol over HTTP. It is safe for concurrent use and keeps its
// connections.
type Client struct {
	endpoint    *url.URL
	invalid     error // what is wrong with the endpoint; every call says it
	credentials aws.Credentials
	signer      *v4.Signer
	connections *connections
}

var _ backend.Database = (*Client)(nil)

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
	if c.invalid == nil {
		c.connections = &connections{address: address(c.endpoint), dialer: net.Dialer{KeepAlive: 30 * time.Second}}
		if c.endpoint.Scheme == "https" {
			c.connections.tls = &tls.Config{ServerName: c.endpoint.Hostname(), MinVersion: tls.VersionTLS12}
		}
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
func (c *Client) Call(ctx context.Context, region, action string, body []byte) (backend.Answer, error) {
	if c.invalid != nil {
		return backend.Answer{}, c.invalid
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint.String(), bytes.NewReader(body))
	if err != nil {
		return backend.Answer{}, err
	}
	request.Header["Content-Type"] = []string{"application/x-amz-json-1.0"}
	request.Header["X-Amz-Target"] = []string{"DynamoDB_20120810." + action}
	request.Header["Accept-Encoding"] = []string{"identity"}
	hash := sha256.Sum256(body)
	if err := c.signer.SignHTTP(ctx, c.credentials, request, hex.EncodeToString(hash[:]), "dynamodb", region, time.Now()); err != nil {
		return backend.Answer{}, fmt.Errorf("signing for DynamoDB: %w", err)
	}
	answer := backend.Answer{}
	err = c.connections.do(ctx, wireForm(request, body), func(response *http.Response) (err error) {
		answer.StatusCode, answer.Header = response.StatusCode, response.Header
		answer.Body, err = readAnswer(response)
		return err
	})
	if err != nil {
		return backend.Answer{}, fmt.Errorf("DynamoDB at %s does not answer: %w", c.endpoint.Host, err)
	}
	return answer, nil
}

// address is where to dial.
func address(endpoint *url.URL) string {
	port := endpoint.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[endpoint.Scheme]
	}
	return net.JoinHostPort(endpoint.Hostname(), port)
}

// wireForm is the signed request as HTTP/1.1 sends it.
func wireForm(request *http.Request, body []byte) []byte {
	wire := make([]byte, 0, 1024+len(body))
	wire = append(wire, "POST "+request.URL.RequestURI()+" HTTP/1.1\r\nHost: "+request.URL.Host+"\r\n"...)
	for name, values := range request.Header {
		for _, value := range values {
			wire = append(wire, name...)
			wire = append(wire, ": "...)
			wire = append(wire, value...)
			wire = append(wire, "\r\n"...)
		}
	}
	wire = append(wire, "Content-Length: "...)
	wire = strconv.AppendInt(wire, int64(len(body)), 10)
	wire = append(wire, "\r\n\r\n"...)
	return append(wire, body...)
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

// Close closes the connections that are idle, and keeps no others.
func (c *Client) Close() {
	if c.connections != nil {
		c.connections.close()
	}
}
