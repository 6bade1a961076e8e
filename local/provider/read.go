package provider

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

// Read answers what AWS has now. Without a state it imports: the id is then one of the forms that the
// provider documents.
func (p *Provider) Read(ctx context.Context, req *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	c, err := p.call(ctx, req.GetUrn())
	if err != nil {
		return nil, err
	}
	state, err := read("properties", req.GetProperties())
	if err != nil {
		return nil, err
	}
	inputs, err := read("inputs", req.GetInputs())
	if err != nil {
		return nil, err
	}
	ctx, done := untilCancelled(ctx)
	defer done()
	wanted := native(state)
	if len(state) == 0 {
		var ok bool
		if wanted, ok = c.Calls.Imported(req.GetId()); !ok {
			return nil, fmt.Errorf("importing %s: unexpected format of ID (%q), expected %s", c.Label, req.GetId(), c.ImportShape)
		}
	} else {
		wanted["id"] = req.GetId()
	}
	_, known := state["arn"] // of a resource that was deployed or read before
	byProgram := c.StandIn && len(state) > 0 && !known
	if byProgram && p.options.PreviewOnly {
		return p.foreseen(c, req, state)
	}
	id, answer, err := c.Calls.Read(ctx, c.cloud, wanted)
	if byProgram && controlplane.IsNotFound(err) {
		id, answer, err = c.Calls.Create(ctx, c.cloud, c.asked(state, nil))
	}
	if controlplane.IsNotFound(err) {
		return &pulumirpc.ReadResponse{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", c.Named(wanted), err)
	}
	outputs := c.outputs(answer, state, inputs)
	if len(state) == 0 {
		inputs = importedInputs(c.Properties, outputs)
	} else {
		inputs = drifted(c.Properties, inputs, state, outputs)
	}
	out := &pulumirpc.ReadResponse{Id: id}
	if out.Properties, err = write("outputs", outputs); err != nil {
		return nil, err
	}
	out.Inputs, err = write("inputs", inputs)
	return out, err
}

// foreseen answers the reading of a resource that another program makes, where nothing is made: with what the
// program expects of it, and nothing that only AWS knows.
func (p *Provider) foreseen(c *call, req *pulumirpc.ReadRequest, expected resource.PropertyMap) (*pulumirpc.ReadResponse, error) {
	outputs := expected.Copy()
	p.foretell(req.GetUrn(), c.settings.region, outputs)
	properties, err := write("outputs", outputs)
	return &pulumirpc.ReadResponse{Id: req.GetId(), Properties: properties, Inputs: req.GetInputs()}, err
}

// importedInputs are the inputs that would make what AWS has.
func importedInputs(properties []schema.Property, outputs resource.PropertyMap) resource.PropertyMap {
	in := resource.PropertyMap{defaultsKey: resource.NewArrayProperty([]resource.PropertyValue{})}
	for _, p := range properties {
		if v, ok := outputs[resource.PropertyKey(p.Name)]; ok && !p.Output && (p.Required || !isZero(v)) {
			in[resource.PropertyKey(p.Name)] = v
		}
	}
	return in
}

// drifted are the inputs as they were, with the values that AWS has where they were changed outside the program.
func drifted(properties []schema.Property, inputs, state, outputs resource.PropertyMap) resource.PropertyMap {
	in := inputs.Copy()
	for _, p := range properties {
		key := resource.PropertyKey(p.Name)
		if p.Output {
			continue
		}
		d := &differ{}
		d.value(p, state[key], outputs[key], p.Name)
		if len(d.changes) == 0 && isZero(state[key]) == isZero(outputs[key]) {
			continue
		}
		_, asked := inputs[key]
		switch v, has := outputs[key]; {
		case has && (asked || !p.Computed):
			in[key] = v
		case !has:
			delete(in, key)
		}
	}
	return in
}
