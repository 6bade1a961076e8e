package provider

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"

	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/tables"
)

// GetPluginInfo says which version this stands in for.
func (p *Provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: Version}, nil
}

// Handshake says what the provider understands.
func (p *Provider) Handshake(context.Context, *pulumirpc.ProviderHandshakeRequest) (*pulumirpc.ProviderHandshakeResponse, error) {
	return &pulumirpc.ProviderHandshakeResponse{AcceptSecrets: true, AcceptResources: true, AcceptOutputs: true, SupportsAutonamingConfiguration: true}, nil
}

// Attach is called instead of Handshake by older engines.
func (p *Provider) Attach(context.Context, *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// Cancel stops the caller's requests from waiting. The engine also calls it when it is done with a provider, so it
// must not touch the requests of other callers.
func (p *Provider) Cancel(ctx context.Context, _ *emptypb.Empty) (*emptypb.Empty, error) {
	c := connectionOf(ctx)
	c.stop.Do(func() { close(c.stopped) })
	return &emptypb.Empty{}, nil
}

// GetMapping has nothing to map.
func (p *Provider) GetMapping(context.Context, *pulumirpc.GetMappingRequest) (*pulumirpc.GetMappingResponse, error) {
	return &pulumirpc.GetMappingResponse{}, nil
}

// GetMappings has nothing to map.
func (p *Provider) GetMappings(context.Context, *pulumirpc.GetMappingsRequest) (*pulumirpc.GetMappingsResponse, error) {
	return &pulumirpc.GetMappingsResponse{}, nil
}

// resourceType is a resource type with what Check and Diff compute from it.
type resourceType struct{ *resources.Type }

// typeOf finds the resource type of a URN.
func (p *Provider) typeOf(urn string) (resourceType, error) {
	u := resource.URN(urn)
	if !u.IsValid() {
		return resourceType{}, fmt.Errorf("%q is not a URN", urn)
	}
	t, err := p.types.Lookup(string(u.Type()))
	return resourceType{t}, err
}

// call is one request about one resource: its type, the caller's settings, and the cloud.
type call struct {
	resourceType
	settings *settings
	cloud    resources.Cloud
}

func (p *Provider) call(ctx context.Context, urn string) (*call, error) {
	t, err := p.typeOf(urn)
	if err != nil {
		return nil, err
	}
	s, err := p.configured(ctx)
	if err != nil {
		return nil, err
	}
	return &call{resourceType: t, settings: s, cloud: p.cloud(s.region)}, nil
}

func (p *Provider) cloud(region string) resources.Cloud {
	return resources.Cloud{
		Client: p.account.In(region), Tables: &tables.Clients{Endpoint: p.options.DynamoDBEndpoint, Region: p.options.DynamoDBRegion},
		Patience: p.options.RolePropagation,
	}
}

// untilCancelled ends with the request, or when the engine cancels.
func untilCancelled(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	c := connectionOf(ctx)
	go func() {
		select {
		case <-c.stopped:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// Check validates inputs and fills in defaults.
func (p *Provider) Check(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	if p.unimplemented(req.GetUrn()) {
		return &pulumirpc.CheckResponse{Inputs: req.GetNews()}, nil
	}
	t, err := p.typeOf(req.GetUrn())
	if err != nil {
		return nil, err
	}
	olds, news, err := readChange(req)
	if err != nil {
		return nil, err
	}
	c := &checking{name: resource.URN(req.GetUrn()).Name(), seed: req.GetRandomSeed(), autonaming: req.GetAutonaming()}
	in := t.checkInputs(c, olds, news)
	out := &pulumirpc.CheckResponse{}
	for _, f := range c.failures {
		out.Failures = append(out.Failures, &pulumirpc.CheckFailure{Property: f.Property, Reason: f.Property + " " + f.Reason})
	}
	out.Inputs, err = write("inputs", in)
	return out, err
}

// Diff compares what AWS has with what the program wants.
func (p *Provider) Diff(ctx context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	c, err := p.call(ctx, req.GetUrn())
	if err != nil {
		return nil, err
	}
	state, news, err := readChange(req)
	if err != nil {
		return nil, err
	}
	return c.response(ignoring(c.allChanges(state, news), req.GetIgnoreChanges()), state, news), nil
}
