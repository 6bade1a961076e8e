package controlplane

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"lambdaless/local/controlplane/store"
)

// defaultID is the account number of the stand-in: no AWS account has it.
const defaultID = "000000000000"

// FileName is the file, in the account's folder, that holds every record.
const FileName = "account.json"

// Options are the choices of a caller of Open. The command uses the zero value.
type Options struct {
	// AccountID is the twelve-digit account number, twelve zeros when empty.
	AccountID string
	// InvokeBaseURL is where the data plane listens, "http://127.0.0.1:8080" when empty.
	InvokeBaseURL string
	// IDs makes the identifiers that AWS would make up: ten lower-case letters and digits, never the
	// same twice. Tests inject a counter.
	IDs func() string
	// Clock tells the time, time.Now when nil.
	Clock func() time.Time
}

// Account is one AWS account. It is safe for concurrent use by one process; a second process sees
// what the first one wrote, and must not write at the same time.
type Account struct {
	id    string
	ids   func() string
	clock func() time.Time

	invokeBase atomic.Value // string
	logs       *logFiles
	store      *store.Store

	view   atomic.Pointer[view]
	looked atomic.Int64 // when the data plane last looked at the file
}

// Open reads the account kept in dir, which is created when missing. An unreadable or newer file is
// an error that says what to do: losing an account silently would orphan what Pulumi's state names.
func Open(dir string, opts Options) (*Account, error) {
	if dir == "" {
		return nil, errors.New("account: the folder to keep the account in is empty")
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	a := &Account{id: opts.AccountID, ids: opts.IDs, clock: opts.Clock, logs: newLogFiles(filepath.Join(dir, "logs"))}
	if a.id == "" {
		a.id = defaultID
	}
	if a.ids == nil {
		a.ids = randomID
	}
	if a.clock == nil {
		a.clock = time.Now
	}
	a.SetInvokeBaseURL(opts.InvokeBaseURL)
	var err error
	a.store, err = store.Open(filepath.Join(dir, FileName), store.Options{
		Version: 2, Upgrade: upgradeV1, Changed: func() { a.view.Store(nil) },
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Close releases the log files. Every change is on disk already when the call that made it returns.
func (a *Account) Close() error { return a.logs.close() }

// ID is the account number.
func (a *Account) ID() string { return a.id }

// SetInvokeBaseURL says where the data plane listens; an empty url means the default. It is the base of stages'
// invoke URLs from then on.
func (a *Account) SetInvokeBaseURL(url string) {
	if url == "" {
		url = "http://127.0.0.1:8080"
	}
	a.invokeBase.Store(url)
	a.view.Store(nil)
}

// Records are the records of a kind, such as "iam.Role", by key, as the account's file holds them.
func (a *Account) Records(kind string) (map[string]json.RawMessage, error) {
	return a.store.Records(kind)
}

// In is the account seen from a region, as a client of the AWS SDK sees it.
func (a *Account) In(region string) *Client {
	return &Client{account: a, region: region, partition: PartitionOf(region)}
}

// Client makes the calls of the control plane in one region. IAM's records are global.
type Client struct {
	account   *Account
	region    string
	partition string
}

// Region is the region that the client calls.
func (c *Client) Region() string { return c.region }

// AccountID is the account number.
func (c *Client) AccountID() string { return c.account.id }

// Partition is the partition of the client's region.
func (c *Client) Partition() string { return c.partition }

func (c *Client) now() time.Time { return c.account.clock().UTC() }

// Now is the time in RFC 3339, as the provider prints AWS's timestamps.
func (c *Client) Now() string { return c.now().Format(time.RFC3339) }
