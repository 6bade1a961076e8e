package provider

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/stats"
)

// settings are what the program configured of one provider.
type settings struct {
	region      string
	defaultTags map[string]string
}

// connection is one client: the engine opens one for every provider of the program, so two providers
// with two regions do not meet here.
type connection struct {
	mu       sync.Mutex
	settings *settings
	stopped  chan struct{} // closed when the engine cancels
	stop     sync.Once
}

func newConnection() *connection { return &connection{stopped: make(chan struct{})} }

// connectionOf is the caller's connection.
func connectionOf(ctx context.Context) *connection {
	if c, ok := ctx.Value(connectionKey{}).(*connection); ok {
		return c
	}
	return newConnection()
}

func (c *connection) configure(s *settings) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settings = s
}

func (c *connection) configured() *settings {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.settings
}

type connectionKey struct{}

// perConnection gives every connection of the server a place for its settings.
type perConnection struct{}

// TagConn implements stats.Handler.
func (perConnection) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	return context.WithValue(ctx, connectionKey{}, newConnection())
}

// HandleConn implements stats.Handler.
func (perConnection) HandleConn(context.Context, stats.ConnStats) {}

// TagRPC implements stats.Handler.
func (perConnection) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }

// HandleRPC implements stats.Handler.
func (perConnection) HandleRPC(context.Context, stats.RPCStats) {}

// CheckConfig accepts the provider's configuration: profile, keys, endpoints and the like mean
// nothing here and are accepted, so that the same program runs on AWS.
func (p *Provider) CheckConfig(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: req.GetNews()}, nil
}

// DiffConfig replaces everything when the region changes, as the AWS provider does.
func (p *Provider) DiffConfig(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	olds, news, err := readChange(req)
	if err != nil {
		return nil, err
	}
	out := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}
	if !olds.DeepEquals(news) {
		out.Changes = pulumirpc.DiffResponse_DIFF_SOME
	}
	if old, updated := bare(olds["region"]), bare(news["region"]); old.IsString() && updated.IsString() && !old.DeepEquals(updated) {
		out.Replaces = []string{"region"}
	}
	return out, nil
}

// Configure reads the region and the default tags.
func (p *Provider) Configure(ctx context.Context, req *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	if ofAwsx(req.GetUrn()) {
		return &pulumirpc.ConfigureResponse{AcceptSecrets: true, AcceptResources: true, AcceptOutputs: true, SupportsPreview: true}, nil
	}
	config, err := configuration(req)
	if err != nil {
		return nil, err
	}
	s, err := readSettings(config)
	if err != nil {
		return nil, err
	}
	connectionOf(ctx).configure(s)
	p.mu.Lock()
	p.lastSeen = s
	p.mu.Unlock()
	return &pulumirpc.ConfigureResponse{
		AcceptSecrets: true, AcceptResources: true, AcceptOutputs: true, SupportsPreview: true, SupportsAutonamingConfiguration: true,
	}, nil
}

// configuration gathers the arguments, which engines send in one of two ways.
func configuration(req *pulumirpc.ConfigureRequest) (resource.PropertyMap, error) {
	out, err := read("config", req.GetArgs())
	if err != nil {
		return nil, err
	}
	//lint:ignore SA1019 older engines send only these
	for k, v := range req.GetVariables() {
		key := resource.PropertyKey(strings.TrimPrefix(k, "aws:config:"))
		if _, ok := out[key]; !ok {
			out[key] = resource.NewStringProperty(v)
		}
	}
	return out, nil
}

var regionName = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-\d$`)

func readSettings(config resource.PropertyMap) (*settings, error) {
	s := &settings{}
	region := bare(config["region"])
	switch {
	case region.IsComputed():
		return nil, errors.New("the AWS provider's region is not known before another resource exists: the local AWS needs a known aws:region")
	case !region.IsString() || region.StringValue() == "":
		return nil, errors.New("missing required configuration variable 'aws:region': run `pulumi config set aws:region us-east-1`")
	case !regionName.MatchString(region.StringValue()):
		return nil, errors.New("invalid AWS Region: " + region.StringValue() + ": run `pulumi config set aws:region us-east-1`")
	}
	s.region = region.StringValue()
	tags, err := nested(config["defaultTags"])
	if err != nil {
		return nil, errors.New("aws:defaultTags is not an object: " + err.Error())
	}
	if given, ok := tags["tags"].(map[string]any); ok {
		s.defaultTags = map[string]string{}
		for k, v := range given {
			if text, ok := v.(string); ok {
				s.defaultTags[k] = text
			}
		}
	}
	return s, nil
}

// nested reads a configuration value that is an object, or the same as JSON text.
func nested(v resource.PropertyValue) (map[string]any, error) {
	v = bare(v)
	switch {
	case v.IsObject():
		return native(v.ObjectValue()), nil
	case v.IsString() && v.StringValue() != "":
		var out map[string]any
		return out, json.Unmarshal([]byte(v.StringValue()), &out)
	}
	return nil, nil
}

// configured returns the settings of the caller's provider.
func (p *Provider) configured(ctx context.Context) (*settings, error) {
	if s := connectionOf(ctx).configured(); s != nil {
		return s, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lastSeen == nil {
		return nil, errors.New("the AWS provider is not configured: the engine has to call Configure first")
	}
	return p.lastSeen, nil
}

// withDefaults adds the provider's default tags to a resource's own.
func (s *settings) withDefaults(tags map[string]string) map[string]string {
	all := maps.Clone(s.defaultTags)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, tags)
	return all
}
