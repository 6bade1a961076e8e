package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/schema"
)

// Create creates the resource. A preview only says what would be known.
func (p *Provider) Create(ctx context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	in, err := read("properties", req.GetProperties())
	if err != nil {
		return nil, err
	}
	if s, err := p.configured(ctx); err == nil && req.GetPreview() && p.unimplemented(req.GetUrn()) {
		return p.previewed(req.GetUrn(), s.region, in)
	}
	c, err := p.call(ctx, req.GetUrn())
	if err != nil {
		return nil, err
	}
	if req.GetPreview() {
		planned := c.planned(in, nil)
		p.foretell(req.GetUrn(), c.settings.region, planned)
		out, err := write("outputs", planned)
		return &pulumirpc.CreateResponse{Properties: out}, err
	}
	ctx, done := untilCancelled(ctx)
	defer done()
	id, answer, err := p.create(ctx, c, req.GetUrn(), in)
	if err != nil {
		return nil, fmt.Errorf("creating %s: %w", c.Named(native(in)), err)
	}
	out, err := write("outputs", c.outputs(answer, in))
	return &pulumirpc.CreateResponse{Id: id, Properties: out}, err
}

// create creates the resource, noting it in the journal before and after, or takes over the one that a killed
// deployment created.
func (p *Provider) create(ctx context.Context, c *call, urn string, in resource.PropertyMap) (id string, answer map[string]any, err error) {
	if kept, ok := p.adopted(c, urn, in); ok {
		want := c.asked(in, kept.Properties)
		want["id"] = kept.ID
		answer, err = c.Calls.Update(ctx, c.cloud, kept.Properties, want)
		return kept.ID, answer, err
	}
	asked := c.asked(in, nil)
	note := entry{URN: urn, Step: creating, Region: c.settings.region, Properties: asked}
	if err := p.journal.note(note); err != nil {
		return "", nil, err
	}
	id, answer, err = c.Calls.Create(ctx, c.cloud, asked)
	note.Step, note.ID, note.Properties = created, id, answer
	if err != nil {
		var unfinished *resources.Unfinished
		if errors.As(err, &unfinished) {
			return "", nil, err // noted as begun: Reconcile looks for what it left
		}
		note.Step, note.ID, note.Properties = failed, "", nil
	}
	return id, answer, errors.Join(err, p.journal.note(note))
}

// asked are the properties that are requested of the account: the inputs, the properties that AWS computed before and
// the program leaves to it, and all tags.
func (c *call) asked(in resource.PropertyMap, current map[string]any) map[string]any {
	want := native(in)
	keep(c.Properties, want, current)
	if _, ok := schema.Find(c.Properties, schema.TagsAll); ok {
		own := map[string]string{}
		if tags, ok := want["tags"].(map[string]any); ok {
			for k, v := range tags {
				own[k] = fmt.Sprint(v)
			}
		}
		want[schema.TagsAll] = c.settings.withDefaults(own)
	}
	return want
}

func keep(properties []schema.Property, want, current map[string]any) {
	for _, p := range properties {
		v, have := current[p.Name]
		asked, given := want[p.Name]
		switch {
		case have && !given && (p.Output || p.Computed) && !p.Live && p.Name != schema.TagsAll:
			want[p.Name] = v
		case have && given && p.Kind == schema.Object:
			inner, ok := asked.(map[string]any)
			before, was := v.(map[string]any)
			if ok && was {
				keep(p.Fields, inner, before)
			}
		}
	}
}

// Update changes the resource in place.
func (p *Provider) Update(ctx context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	c, err := p.call(ctx, req.GetUrn())
	if err != nil {
		return nil, err
	}
	state, in, err := readChange(req)
	if err != nil {
		return nil, err
	}
	if req.GetPreview() {
		out, err := write("outputs", c.planned(in, state))
		return &pulumirpc.UpdateResponse{Properties: out}, err
	}
	ctx, done := untilCancelled(ctx)
	defer done()
	wanted := native(state)
	wanted["id"] = req.GetId()
	_, current, err := c.Calls.Read(ctx, c.cloud, wanted)
	if err == nil {
		want := c.asked(in, current)
		want["id"] = req.GetId()
		current, err = c.Calls.Update(ctx, c.cloud, wanted, want)
	}
	if err != nil {
		return nil, fmt.Errorf("updating %s: %w", c.Named(wanted), err)
	}
	out, err := write("outputs", c.outputs(current, in))
	return &pulumirpc.UpdateResponse{Properties: out}, err
}

// Delete deletes the resource. Deleting a resource that does not exist succeeds.
func (p *Provider) Delete(ctx context.Context, req *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	c, err := p.call(ctx, req.GetUrn())
	if err != nil {
		return nil, err
	}
	state, err := read("properties", req.GetProperties())
	if err != nil {
		return nil, err
	}
	ctx, done := untilCancelled(ctx)
	defer done()
	wanted := native(state)
	wanted["id"] = req.GetId()
	if err := c.Calls.Remove(ctx, c.cloud, wanted); err != nil && !controlplane.IsNotFound(err) {
		return nil, fmt.Errorf("deleting %s: %w", c.Named(wanted), err)
	}
	if err := p.journal.note(entry{URN: req.GetUrn(), Step: deleted, ID: req.GetId()}); err != nil {
		return nil, fmt.Errorf("deleting %s: %w", c.Named(wanted), err)
	}
	return &emptypb.Empty{}, nil
}
