package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"

	"lambdaless/local/account"
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

// Cancel ends the waits of the caller's requests. The engine also calls it when it is done with a
// provider, so it must not touch those of others.
func (p *Provider) Cancel(ctx context.Context, _ *emptypb.Empty) (*emptypb.Empty, error) {
	c := connectionOf(ctx)
	c.stop.Do(func() { close(c.stopped) })
	return &emptypb.Empty{}, nil
}

// GetSchema names the package; programs use the schema of the real provider.
func (p *Provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	data, err := json.Marshal(map[string]string{"name": "aws", "version": Version})
	return &pulumirpc.GetSchemaResponse{Schema: string(data)}, err
}

// GetMapping has nothing to map.
func (p *Provider) GetMapping(context.Context, *pulumirpc.GetMappingRequest) (*pulumirpc.GetMappingResponse, error) {
	return &pulumirpc.GetMappingResponse{}, nil
}

// GetMappings has nothing to map.
func (p *Provider) GetMappings(context.Context, *pulumirpc.GetMappingsRequest) (*pulumirpc.GetMappingsResponse, error) {
	return &pulumirpc.GetMappingsResponse{}, nil
}

// typeOf finds the resource type of a URN.
func (p *Provider) typeOf(urn string) (*resourceType, error) {
	u, err := resource.URN(urn), error(nil)
	if !u.IsValid() {
		return nil, fmt.Errorf("%q is no URN", urn)
	}
	t, err := p.types.lookup(string(u.Type()))
	return t, err
}

// call is one request about one resource: its type, the caller's settings, and the cloud.
type call struct {
	*resourceType
	settings *settings
	cloud    cloud
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
	return &call{resourceType: t, settings: s, cloud: cloud{
		Client: p.account.In(s.region), tables: &tables{endpoint: p.options.DynamoDBEndpoint, region: p.options.DynamoDBRegion},
		patience: p.options.RolePropagation,
	}}, nil
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
	t, err := p.typeOf(req.GetUrn())
	if err != nil {
		return nil, err
	}
	olds, err := read("olds", req.GetOlds())
	if err != nil {
		return nil, err
	}
	news, err := read("news", req.GetNews())
	if err != nil {
		return nil, err
	}
	c := &checking{name: resource.URN(req.GetUrn()).Name(), seed: req.GetRandomSeed(), autonaming: req.GetAutonaming()}
	in := t.checkInputs(c, olds, news)
	out := &pulumirpc.CheckResponse{}
	for _, f := range c.failures {
		out.Failures = append(out.Failures, &pulumirpc.CheckFailure{Property: f.property, Reason: f.property + " " + f.reason})
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
	state, err := read("olds", req.GetOlds())
	if err != nil {
		return nil, err
	}
	news, err := read("news", req.GetNews())
	if err != nil {
		return nil, err
	}
	return c.response(ignoring(c.allChanges(state, news), req.GetIgnoreChanges()), state, news), nil
}

// allChanges are the changes of the inputs, of outputs that went stale, and of the provider's default tags.
func (c *call) allChanges(state, news resource.PropertyMap) []change {
	changes := c.changes(state, news)
	if c.stale != nil {
		for _, name := range c.stale(c.cloud, native(state)) {
			changes = append(changes, change{path: name, top: name, kind: pulumirpc.PropertyDiff_UPDATE})
		}
	}
	if _, ok := find(c.properties, tagsAll); !ok || isUnknown(news["tags"]) {
		return changes
	}
	for _, ch := range changes {
		if ch.top == "tags" {
			return changes
		}
	}
	d := &differ{top: tagsAll}
	olds := resource.PropertyMap{}
	if all := bare(state[tagsAll]); all.IsObject() {
		olds = all.ObjectValue()
	}
	d.dict(dict(tagsAll, text("")), olds, c.allTags(news), tagsAll)
	return append(changes, d.changes...)
}

// allTags are a resource's tags with the provider's default ones. Unknown values stay unknown.
func (c *call) allTags(in resource.PropertyMap) resource.PropertyMap {
	out := resource.PropertyMap{}
	for k, v := range c.settings.defaultTags {
		out[resource.PropertyKey(k)] = resource.NewStringProperty(v)
	}
	if own := bare(in["tags"]); own.IsObject() {
		maps.Copy(out, own.ObjectValue())
	}
	return out
}

// planned is what outputs are known to be before AWS is asked. state is nil for a new resource.
func (c *call) planned(in, state resource.PropertyMap) resource.PropertyMap {
	changed := map[string]bool{}
	if state != nil {
		for _, ch := range c.allChanges(state, in) {
			changed[ch.top] = true
		}
	}
	out := plan(c.properties, in, state, changed)
	if _, ok := find(c.properties, tagsAll); ok {
		out[tagsAll] = resource.NewObjectProperty(c.allTags(in))
		if isUnknown(in["tags"]) {
			out[tagsAll] = unknown()
		}
	}
	return out
}

// plan works on one level of properties. changed is nil inside objects: what such an object had not
// computed before is computed when the object changes.
func plan(properties []property, in, state resource.PropertyMap, changed map[string]bool) resource.PropertyMap {
	out := resource.PropertyMap{}
	for _, p := range properties {
		key := resource.PropertyKey(p.name)
		v, given := in[key]
		old, had := state[key]
		renewed := false
		for _, name := range p.renewed {
			renewed = renewed || changed[name]
		}
		switch {
		case given:
			out[key] = planValue(p, v, old)
		case !p.output && !p.computed:
		case had && !renewed:
			out[key] = old
		case state == nil || renewed || changed == nil:
			out[key] = unknown()
		}
		if p.secret {
			if v, ok := out[key]; ok && !v.IsSecret() {
				out[key] = resource.MakeSecret(v)
			}
		}
	}
	return out
}

// planValue fills the computed fields of objects inside a value.
func planValue(p property, v, old resource.PropertyValue) resource.PropertyValue {
	if v.IsSecret() {
		return resource.MakeSecret(planValue(p, v.SecretValue().Element, bare(old)))
	}
	switch {
	case p.kind == objectKind && v.IsObject():
		var olds resource.PropertyMap
		if old = bare(old); old.IsObject() {
			olds = old.ObjectValue()
		}
		return resource.NewObjectProperty(plan(p.fields, v.ObjectValue(), olds, nil))
	case (p.kind == listKind || p.kind == setKind) && v.IsArray():
		out := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, e := range v.ArrayValue() {
			out[i] = planValue(*p.elem, e, counterpart(p, e, old))
		}
		return resource.NewArrayProperty(out)
	}
	return v
}

// counterpart is the old element of a set that a new one continues.
func counterpart(p property, e, old resource.PropertyValue) resource.PropertyValue {
	if old = bare(old); p.identity != "" && old.IsArray() {
		for _, candidate := range old.ArrayValue() {
			if (&differ{}).matches(*p.elem, p.identity, candidate, e) {
				return candidate
			}
		}
	}
	return resource.PropertyValue{}
}

// Create makes the resource. A preview only says what would be known.
func (p *Provider) Create(ctx context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	c, err := p.call(ctx, req.GetUrn())
	if err != nil {
		return nil, err
	}
	in, err := read("properties", req.GetProperties())
	if err != nil {
		return nil, err
	}
	if req.GetPreview() {
		out, err := write("outputs", c.planned(in, nil))
		return &pulumirpc.CreateResponse{Properties: out}, err
	}
	ctx, done := untilCancelled(ctx)
	defer done()
	id, answer, err := c.calls.create(ctx, c.cloud, c.asked(in, nil))
	if err != nil {
		return nil, fmt.Errorf("creating %s: %w", c.named(native(in)), err)
	}
	out, err := write("outputs", c.outputs(answer, in))
	return &pulumirpc.CreateResponse{Id: id, Properties: out}, err
}

// asked is what the account is asked for: the inputs, the properties that AWS computed before and the
// program leaves to it, and all tags.
func (c *call) asked(in resource.PropertyMap, current map[string]any) map[string]any {
	want := native(in)
	keep(c.properties, want, current)
	if _, ok := find(c.properties, tagsAll); ok {
		own := map[string]string{}
		if tags, ok := want["tags"].(map[string]any); ok {
			for k, v := range tags {
				own[k] = fmt.Sprint(v)
			}
		}
		want[tagsAll] = c.settings.withDefaults(own)
	}
	return want
}

func keep(properties []property, want, current map[string]any) {
	for _, p := range properties {
		v, have := current[p.name]
		asked, given := want[p.name]
		switch {
		case have && !given && (p.output || p.computed) && !p.live && p.name != tagsAll:
			want[p.name] = v
		case have && given && p.kind == objectKind:
			inner, ok := asked.(map[string]any)
			before, was := v.(map[string]any)
			if ok && was {
				keep(p.fields, inner, before)
			}
		}
	}
}

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
		if wanted, err = c.calls.imported(req.GetId()); err != nil {
			return nil, fmt.Errorf("importing %s: %w", c.label, err)
		}
	} else {
		wanted["id"] = req.GetId()
	}
	id, answer, err := c.calls.read(ctx, c.cloud, wanted)
	if account.IsNotFound(err) {
		return &pulumirpc.ReadResponse{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", c.named(wanted), err)
	}
	outputs := c.outputs(answer, state, inputs)
	if len(state) == 0 {
		inputs = importedInputs(c.properties, outputs)
	} else {
		inputs = drifted(c.properties, inputs, state, outputs)
	}
	out := &pulumirpc.ReadResponse{Id: id}
	if out.Properties, err = write("outputs", outputs); err != nil {
		return nil, err
	}
	out.Inputs, err = write("inputs", inputs)
	return out, err
}

// importedInputs are the inputs that would make what AWS has.
func importedInputs(properties []property, outputs resource.PropertyMap) resource.PropertyMap {
	in := resource.PropertyMap{defaultsKey: resource.NewArrayProperty([]resource.PropertyValue{})}
	for _, p := range properties {
		if v, ok := outputs[resource.PropertyKey(p.name)]; ok && !p.output && (p.required || !isZero(v)) {
			in[resource.PropertyKey(p.name)] = v
		}
	}
	return in
}

// drifted are the inputs as they were, with what AWS has instead where somebody changed it.
func drifted(properties []property, inputs, state, outputs resource.PropertyMap) resource.PropertyMap {
	in := inputs.Copy()
	for _, p := range properties {
		key := resource.PropertyKey(p.name)
		if p.output {
			continue
		}
		d := &differ{}
		d.value(p, state[key], outputs[key], p.name)
		if len(d.changes) == 0 && isZero(state[key]) == isZero(outputs[key]) {
			continue
		}
		_, asked := inputs[key]
		switch v, has := outputs[key]; {
		case has && (asked || !p.computed):
			in[key] = v
		case !has:
			delete(in, key)
		}
	}
	return in
}

// Update changes the resource in place.
func (p *Provider) Update(ctx context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	c, err := p.call(ctx, req.GetUrn())
	if err != nil {
		return nil, err
	}
	state, err := read("olds", req.GetOlds())
	if err != nil {
		return nil, err
	}
	in, err := read("news", req.GetNews())
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
	_, current, err := c.calls.read(ctx, c.cloud, wanted)
	if err == nil {
		want := c.asked(in, current)
		want["id"] = req.GetId()
		current, err = c.calls.update(ctx, c.cloud, want)
	}
	if err != nil {
		return nil, fmt.Errorf("updating %s: %w", c.named(wanted), err)
	}
	out, err := write("outputs", c.outputs(current, in))
	return &pulumirpc.UpdateResponse{Properties: out}, err
}

// Delete deletes the resource. One that is gone already is no error.
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
	if err := c.calls.remove(ctx, c.cloud, wanted); err != nil && !account.IsNotFound(err) {
		return nil, fmt.Errorf("deleting %s: %w", c.named(wanted), err)
	}
	return &emptypb.Empty{}, nil
}
