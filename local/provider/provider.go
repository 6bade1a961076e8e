package provider

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/registry"
)

// Version is the version of the AWS provider that this one stands in for: the one whose SDK the
// program is built with.
const Version = "6.83.2"

// Options say what the provider needs beside the account.
type Options struct {
	// DynamoDBEndpoint is the URL of the database that speaks DynamoDB's protocol. Tables need it.
	DynamoDBEndpoint string
	// DynamoDBRegion overrides the region that the database is called with; empty means the region
	// that the program configures.
	DynamoDBRegion string
	// RolePropagation is how long the provider waits for a role to get its policies, 30 s when 0: the
	// engine makes a role, its policies and whatever uses it side by side.
	RolePropagation time.Duration
	// PreviewOnly previews resources of every type, and foretells ARNs. Types that are not implemented can then
	// be previewed, but not created.
	PreviewOnly bool
	// Journal is the file that notes what is created, for Reconcile; empty for none.
	Journal string
}

// Provider serves the resource types to the Pulumi engine.
type Provider struct {
	pulumirpc.UnimplementedResourceProviderServer

	account *controlplane.Account
	options Options
	types   registry.Types
	journal journal

	mu        sync.Mutex
	lastSeen  *settings
	adoptable map[string]entry // what Reconcile kept, by URN
}

// New makes a provider over an account.
func New(acct *controlplane.Account, options Options) *Provider {
	if options.RolePropagation == 0 {
		options.RolePropagation = 30 * time.Second
	}
	return &Provider{account: acct, options: options, types: registry.All(), journal: journal{file: options.Journal}}
}

// Types lists the tokens of the resource types that the provider implements, in order.
func (p *Provider) Types() []string { return p.types.Tokens() }

// Serve listens on a free port of the loopback interface until ctx ends, and returns the port: the
// engine attaches with PULUMI_DEBUG_PROVIDERS=aws:PORT.
func (p *Provider) Serve(ctx context.Context) (int, error) {
	cancel := make(chan bool)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(s *grpc.Server) error {
			pulumirpc.RegisterResourceProviderServer(s, p)
			return nil
		},
		Options: []grpc.ServerOption{grpc.StatsHandler(perConnection{})},
	})
	if err != nil {
		return 0, fmt.Errorf("serving the AWS provider: %w", err)
	}
	context.AfterFunc(ctx, func() { close(cancel) })
	return handle.Port, nil
}
