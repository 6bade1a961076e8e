// Package cognito issues and checks the tokens of the local account's user pools. Each pool has a signing
// key of its own, as on AWS; the issuer in the tokens is the pool's on AWS, so that programs see the same
// claims in both places.
package cognito

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

// Issuer signs tokens with the keys of the user pools, which it keeps in a folder. It is safe for
// concurrent use, also by several processes.
type Issuer struct {
	dir  string
	mu   sync.Mutex
	keys map[string]jwk.Key // private, by pool
}

// NewIssuer keeps its keys in dir/cognito, readable by their owner alone.
func NewIssuer(dir string) *Issuer {
	return &Issuer{dir: filepath.Join(dir, "cognito"), keys: map[string]jwk.Key{}}
}

// URL is the issuer of a pool's tokens: https://cognito-idp.{region}.amazonaws.com/{pool}. A pool's id
// begins with its region.
func URL(pool string) string {
	region, _, _ := strings.Cut(pool, "_")
	suffix := "amazonaws.com"
	if strings.HasPrefix(region, "cn-") {
		suffix += ".cn"
	}
	return "https://cognito-idp." + region + "." + suffix + "/" + pool
}

// Keys is the pool's public key set, which AWS serves at {issuer}/.well-known/jwks.json.
func (i *Issuer) Keys(pool string) (jwk.Set, error) {
	private, err := i.key(pool)
	if err != nil {
		return nil, err
	}
	public, err := private.PublicKey()
	if err != nil {
		return nil, err
	}
	set := jwk.NewSet()
	return set, set.AddKey(public)
}

// poolID is the form of a pool's id, which cannot be a path.
var poolID = regexp.MustCompile(`^[a-z0-9-]+_[A-Za-z0-9]+$`)

// key is the pool's private key, made when it is first needed.
func (i *Issuer) key(pool string) (jwk.Key, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if key := i.keys[pool]; key != nil {
		return key, nil
	}
	if !poolID.MatchString(pool) {
		return nil, fmt.Errorf("%q is not the id of a user pool, such as us-east-1_Ab1Cd2Ef3", pool)
	}
	file := filepath.Join(i.dir, pool+".jwk.json")
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		text, err = create(file)
	}
	if err != nil {
		return nil, fmt.Errorf("the signing key of user pool %s: %w", pool, err)
	}
	key, err := jwk.ParseKey(text)
	if err != nil {
		return nil, fmt.Errorf("%s is not a key: %w; remove it, and sign in again", file, err)
	}
	i.keys[pool] = key
	return key, nil
}

// create writes a new key, or reads the one that another process has written meanwhile.
func create(file string) ([]byte, error) {
	raw, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	key, err := jwk.Import(raw)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(jwk.AssignKeyID(key), key.Set(jwk.AlgorithmKey, jwa.RS256()), key.Set(jwk.KeyUsageKey, "sig")); err != nil {
		return nil, err
	}
	text, err := json.Marshal(key)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	temporary := fmt.Sprintf("%s.%d", file, os.Getpid())
	if err := os.WriteFile(temporary, text, 0o600); err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(temporary) }()
	if err := os.Link(temporary, file); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	return os.ReadFile(file)
}

// Grant is what a token says.
type Grant struct {
	Pool     string // the user pool's id
	ClientID string
	User     string        // the user's name, of which the claim sub is made
	Scopes   []string      // of an access token
	Use      string        // access or id
	IssuedAt time.Time     //
	Lifetime time.Duration // negative for a token that has expired
}

// Sign makes the token that a user pool would give the user
// (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html).
func (i *Issuer) Sign(g Grant) (string, error) {
	key, err := i.key(g.Pool)
	if err != nil {
		return "", err
	}
	builder := jwt.NewBuilder().Issuer(URL(g.Pool)).Subject(Subject(g.Pool, g.User)).
		IssuedAt(g.IssuedAt).Expiration(g.IssuedAt.Add(g.Lifetime)).JwtID(rand.Text()).
		Claim("token_use", g.Use).Claim("auth_time", g.IssuedAt.Unix()).Claim("origin_jti", rand.Text())
	if g.Use == "id" {
		builder = builder.Audience([]string{g.ClientID}).Claim("cognito:username", g.User)
	} else {
		builder = builder.Claim("client_id", g.ClientID).Claim("username", g.User).Claim("scope", strings.Join(g.Scopes, " ")).Claim("version", 2)
	}
	token, err := builder.Build()
	if err != nil {
		return "", err
	}
	signed, err := jwt.Sign(token, jwt.WithKey(jwa.RS256(), key))
	return string(signed), err
}
