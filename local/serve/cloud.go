// Package serve puts the local AWS together: the account, the provider through which the Pulumi
// engine fills it, the database, and the gateway that serves what was deployed.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"lambdaless/local/cognito"
	"lambdaless/local/controlplane"
	"lambdaless/local/database"
	"lambdaless/local/dataplane"
	"lambdaless/local/dataplane/wire"
	"lambdaless/local/pipes"
	"lambdaless/local/provider"
)

// Options say where the local AWS lives and what it serves on.
type Options struct {
	Dir              string // its folder: account, data, logs; made if it is missing
	Tools            string // the folder that holds the database engines' folders
	Port             int    // loopback port of the gateway; 0 for any free one
	DynamoDBEndpoint string // a DynamoDB that already runs; "" to start the engine of this platform
	Progress         io.Writer
	Log              *slog.Logger
	// PreviewOnly starts no database and no gateway: stacks can be previewed and not deployed. See
	// provider.Options.
	PreviewOnly bool
}

// Cloud is a running local AWS. Everything it listens on is on the loopback interface.
type Cloud struct {
	ProviderPort     int    // where the Pulumi engine attaches its aws provider
	URL              string // where the gateway listens, without a trailing slash
	DynamoDBEndpoint string
	Gateway          *dataplane.Gateway
	Account          *controlplane.Account
	Provider         *provider.Provider
	Issuer           *cognito.Issuer // of the user pools' tokens

	closers []func() error // in the order of starting
	expired *database.Expired
	failed  chan error
}

// Start starts everything. The caller closes what it got.
func Start(ctx context.Context, o Options) (_ *Cloud, err error) {
	c := &Cloud{failed: make(chan error, 2), expired: &database.Expired{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Close())
		}
	}()
	if err := c.lock(o.Dir); err != nil {
		return nil, err
	}
	listener, err := listen(o.Port)
	if err != nil {
		return nil, err
	}
	c.closers = append(c.closers, func() error { return ignoreClosed(listener.Close()) })
	c.URL = "http://" + listener.Addr().String()

	endpoint := ""
	if !o.PreviewOnly {
		if endpoint, err = c.database(ctx, o); err != nil {
			return nil, err
		}
	}
	c.DynamoDBEndpoint = endpoint
	c.Account, err = controlplane.Open(o.Dir, controlplane.Options{InvokeBaseURL: c.URL})
	if err != nil {
		return nil, err
	}
	c.closers = append(c.closers, c.Account.Close)
	c.Issuer = cognito.NewIssuer(o.Dir)
	if err := c.announce(o.Dir); err != nil {
		return nil, err
	}
	if err := c.control(ctx, o, endpoint); err != nil {
		return nil, err
	}
	if o.PreviewOnly {
		return c, nil
	}
	c.Gateway = dataplane.New(dataplane.Config{Cloud: c.Account, Database: &database.DynamoDB{Database: database.NewClient(endpoint), Account: c.Account.ID()}, Log: o.Log, Authorizers: authorizers(c.Issuer, c.Account)})
	c.pipes(o, endpoint)
	if o.DynamoDBEndpoint == "" {
		c.expire(endpoint, o.Log) // after the pipes, so that it ends before they do
	}
	c.serve(listener)
	return c, nil
}

// Failed receives an error when a part stops that should not have.
func (c *Cloud) Failed() <-chan error { return c.failed }

// Close stops everything, the last started first, and reports every error.
func (c *Cloud) Close() error {
	var errs []error
	for i := len(c.closers) - 1; i >= 0; i-- {
		errs = append(errs, c.closers[i]())
	}
	c.closers = nil
	return errors.Join(errs...)
}

// database returns the endpoint of the DynamoDB to use, having started an engine unless one runs already.
func (c *Cloud) database(ctx context.Context, o Options) (string, error) {
	if o.DynamoDBEndpoint != "" {
		if err := database.Probe(ctx, o.DynamoDBEndpoint); err != nil {
			return "", fmt.Errorf("DYNAMODB_ENDPOINT is %q: %w; start it, correct it, or unset it to use the one that comes with this project", o.DynamoDBEndpoint, err)
		}
		return o.DynamoDBEndpoint, nil
	}
	engine, err := database.Default(o.Tools, o.Dir)
	if err != nil {
		return "", err
	}
	if err := engine.Install(ctx, o.Progress); err != nil {
		return "", err
	}
	if missing := engine.Missing(); missing != "" {
		_, _ = fmt.Fprintf(o.Progress, "The database is %s, which lacks %s.\n", engine.Name(), missing)
	}
	d, err := engine.Start(ctx, o.Dir)
	if err != nil {
		return "", err
	}
	closing := make(chan struct{})
	c.closers = append(c.closers, func() error { close(closing); return d.Close() })
	go func() {
		select {
		case <-closing:
		case <-d.Exited():
			c.failed <- fmt.Errorf("%s, the local database, stopped by itself: start again", d.Name())
		}
	}()
	return d.Endpoint(), nil
}

// expire starts deleting expired items from the engine's tables.
func (c *Cloud) expire(endpoint string, log *slog.Logger) {
	ctx, cancel := context.WithCancel(context.Background())
	client, done := database.NewClient(endpoint), make(chan struct{})
	go func() {
		defer close(done)
		database.Expire(ctx, client, c.expired, func(err error) { log.Warn(err.Error()) })
	}()
	c.closers = append(c.closers, func() error { cancel(); <-done; client.Close(); return nil })
}

// pipes starts delivering the changes of tables.
func (c *Cloud) pipes(o Options, endpoint string) {
	ctx, cancel := context.WithCancel(context.Background())
	client, done := database.NewClient(endpoint), make(chan struct{})
	runner := &pipes.Runner{Account: c.Account, Database: client, Expired: c.expired, Dir: o.Dir, Log: o.Log}
	go func() {
		defer close(done)
		if err := runner.Run(ctx); err != nil {
			o.Log.Warn("pipes do not run: " + err.Error())
		}
	}()
	c.closers = append(c.closers, func() error { cancel(); <-done; client.Close(); return nil })
}

// control starts the provider.
func (c *Cloud) control(ctx context.Context, o Options, endpoint string) error {
	serving, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c.Provider = provider.New(c.Account, provider.Options{DynamoDBEndpoint: endpoint, Journal: filepath.Join(o.Dir, "created.jsonl"), PreviewOnly: o.PreviewOnly})
	port, err := c.Provider.Serve(serving)
	if err != nil {
		cancel()
		return fmt.Errorf("serving the local aws provider: %w", err)
	}
	c.ProviderPort = port
	c.closers = append(c.closers, func() error { cancel(); return nil })
	return nil
}

func (c *Cloud) serve(listener net.Listener) {
	server := &http.Server{Handler: c.handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(wire.Listener(listener)); !errors.Is(err, http.ErrServerClosed) {
			c.failed <- fmt.Errorf("serving the API: %w", err)
		}
	}()
	c.closers = append(c.closers, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			return errors.Join(fmt.Errorf("finishing the requests under way: %w", err), server.Close())
		}
		return nil
	})
}

func listen(port int) (net.Listener, error) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err == nil {
		return listener, nil
	}
	if strings.Contains(err.Error(), "address already in use") {
		return nil, fmt.Errorf("port %d is taken by another program: stop it, or choose another port, for example PORT=%d", port, port+1)
	}
	return nil, fmt.Errorf("listening on port %d: %w", port, err)
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
