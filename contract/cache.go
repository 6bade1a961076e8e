package contract

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// ErrCached says that a stage answers from a cache.
var ErrCached = errors.New(`the stage answers GET from its cache, and the contract reads what it has just written: run it against a stage without one, or switch the cache off meanwhile:
  pulumi config set cacheTtl 0 --stack STACK && pulumi up --stack STACK`)

// CheckUncached stores a movie after its name was asked for, and is ErrCached if the old answer keeps coming. A stage
// that does not let the client do this is for the contract itself to report.
func CheckUncached(ctx context.Context, c *Client) error {
	// DynamoDB's eventually consistent reads lag behind for much less.
	return checkUncached(ctx, c, 2*time.Second)
}

func checkUncached(ctx context.Context, c *Client, patience time.Duration) error {
	path := "/contract-" + strings.ToLower(rand.Text()[:10]) + "-cache"
	before, err := c.Do(ctx, http.MethodGet, path, "", nil)
	if err != nil || before.Status != http.StatusNotFound {
		return err
	}
	stored, err := c.Do(ctx, http.MethodPut, path, movieBody("cached"), nil)
	if err != nil || stored.Status != http.StatusOK {
		return err
	}
	err = reads(ctx, c, path, patience)
	_, removed := c.Do(ctx, http.MethodDelete, path, "", nil)
	return errors.Join(err, removed)
}

// reads waits until a path is found.
func reads(ctx context.Context, c *Client, path string, patience time.Duration) error {
	for start := time.Now(); ; time.Sleep(patience / 20) {
		after, err := c.Do(ctx, http.MethodGet, path, "", nil)
		if err != nil || after.Status != http.StatusNotFound {
			return err
		}
		if time.Since(start) > patience {
			return fmt.Errorf("GET %s answers 404 for %s after it was stored: %w", path, patience, ErrCached)
		}
	}
}
