// Package signature signs requests to the local account's APIs with Signature Version 4, and checks
// signatures. The account has one set of credentials, which are its root user's; IAM allows it everything.
package signature

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"lambdaless/local/dataplane"
	"lambdaless/local/dataplane/failure"
)

// The credentials of the local account. They are no secret: it listens on the loopback interface alone.
const (
	AccessKeyID     = "test"
	SecretAccessKey = "test"
)

const (
	service  = "execute-api"
	timeForm = "20060102T150405Z"
	// skew is how old or new a signature may be
	// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html).
	skew = 5 * time.Minute
)

// Sign adds the signature's headers to a request.
func Sign(r *dataplane.Request, region string, at time.Time) error {
	signed := http.Header{}
	if contentType := r.Header.Get("Content-Type"); contentType != "" {
		signed.Set("Content-Type", contentType)
	}
	header, err := sign(*r, signed, region, at, aws.Credentials{AccessKeyID: AccessKeyID, SecretAccessKey: SecretAccessKey})
	if err != nil {
		return err
	}
	for _, name := range []string{"Authorization", "X-Amz-Date"} {
		r.Header.Set(name, header.Get(name))
	}
	return nil
}

// sign returns the signed headers of a request that has the given ones, besides Host.
func sign(r dataplane.Request, header http.Header, region string, at time.Time, credentials aws.Credentials) (http.Header, error) {
	decoded, err := url.PathUnescape(r.Path)
	if err != nil {
		return nil, fmt.Errorf("the path %q: %w", r.Path, err)
	}
	request := &http.Request{
		Method: r.Method, Host: r.Host, Header: header.Clone(),
		URL: &url.URL{Scheme: "https", Host: r.Host, Path: decoded, RawPath: r.Path, RawQuery: r.RawQuery},
	}
	if length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64); err == nil {
		request.ContentLength = length
		request.Header.Del("Content-Length")
	}
	sum := sha256.Sum256(r.Body)
	err = v4.NewSigner().SignHTTP(context.Background(), credentials, request, hex.EncodeToString(sum[:]), service, region, at)
	return request.Header, err
}

// authorization is the header of a signed request
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
var authorization = regexp.MustCompile(`^AWS4-HMAC-SHA256 Credential=([^/,\s]+)/(\d{8})/([^/,\s]+)/([^/,\s]+)/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$`)

// Authorizer runs the methods whose authorization is AWS_IAM.
type Authorizer struct {
	Clock func() time.Time // time.Now when nil
}

// Authorize checks the signature of a request, with AWS's messages (GW-137).
func (a *Authorizer) Authorize(_ context.Context, r dataplane.AuthorizationRequest) (*dataplane.Authorization, *failure.Failure) {
	sent := r.Request.Header.Values("Authorization")
	if len(sent) != 1 {
		return nil, failure.Of(failure.MissingAuthenticationToken).Because("the request has %d headers Authorization; one is needed", len(sent))
	}
	parts := authorization.FindStringSubmatch(sent[0])
	if parts == nil {
		return nil, &failure.Failure{
			Type: failure.InvalidSignature, ErrorType: "IncompleteSignatureException", Status: http.StatusForbidden,
			Message: "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=" + sent[0],
		}
	}
	key, day, region, name, headers, signature := parts[1], parts[2], parts[3], parts[4], strings.Split(parts[5], ";"), parts[6]
	if key != AccessKeyID {
		return nil, &failure.Failure{
			Type: failure.InvalidSignature, ErrorType: "UnrecognizedClientException", Message: "The security token included in the request is invalid.",
			Detail: fmt.Sprintf("the access key is %q; the local account's is %q", key, AccessKeyID),
		}
	}
	at, err := time.Parse(timeForm, r.Request.Header.Get("X-Amz-Date"))
	if err != nil || at.Format("20060102") != day {
		return nil, mismatch("X-Amz-Date is %q, and the credential's date %q", r.Request.Header.Get("X-Amz-Date"), day)
	}
	clock := a.Clock
	if clock == nil {
		clock = time.Now
	}
	if now := clock().UTC(); now.Sub(at) > skew || at.Sub(now) > skew {
		f := mismatch("the signature is of %s", at)
		f.Message = fmt.Sprintf("Signature expired: %s is now earlier than %s (%s - 5 min.)", at.Format(timeForm), now.Add(-skew).Format(timeForm), now.Format(timeForm))
		if at.After(now) {
			f.Message = fmt.Sprintf("Signature not yet current: %s is still later than %s (%s + 5 min.)", at.Format(timeForm), now.Add(skew).Format(timeForm), now.Format(timeForm))
		}
		return nil, f
	}
	if name != service || region != r.API.Region {
		return nil, mismatch("the credential is for %s in %s; it has to be for %s in %s", name, region, service, r.API.Region)
	}
	if !slices.Contains(headers, "host") {
		return nil, mismatch("the header host is not signed")
	}
	want, err := expected(r.Request, headers, region, at)
	if err != nil || subtle.ConstantTimeCompare([]byte(want), []byte(signature)) != 1 {
		return nil, mismatch("the signature is of another request, or made with another key")
	}
	root := "arn:aws:iam::" + r.API.AccountID + ":root"
	return &dataplane.Authorization{PrincipalID: r.API.AccountID, Identity: map[string]string{
		"accessKey": key, "accountId": r.API.AccountID, "caller": r.API.AccountID, "user": r.API.AccountID, "userArn": root,
	}}, nil
}

// expected is the signature that the request's signer should have made over the headers that it names.
func expected(r dataplane.Request, headers []string, region string, at time.Time) (string, error) {
	signed := http.Header{}
	for _, name := range headers {
		if name == "host" || name == "x-amz-date" {
			continue // the signer adds them
		}
		values := r.Header.Values(name)
		if len(values) == 0 {
			return "", fmt.Errorf("the header %s is signed and not there", name)
		}
		signed[http.CanonicalHeaderKey(name)] = values
	}
	if sum := signed.Get("X-Amz-Content-Sha256"); sum != "" {
		actual := sha256.Sum256(r.Body)
		if !bytes.Equal([]byte(sum), []byte(hex.EncodeToString(actual[:]))) {
			return "", fmt.Errorf("x-amz-content-sha256 is not the body's")
		}
	}
	header, err := sign(r, signed, region, at, aws.Credentials{AccessKeyID: AccessKeyID, SecretAccessKey: SecretAccessKey})
	if err != nil {
		return "", err
	}
	_, signature, _ := strings.Cut(header.Get("Authorization"), "Signature=")
	return signature, nil
}

func mismatch(format string, values ...any) *failure.Failure {
	return &failure.Failure{
		Type: failure.InvalidSignature, Detail: fmt.Sprintf(format, values...),
		Message: "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
	}
}
