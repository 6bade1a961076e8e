package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/provider/registry"
	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/schema"
)

// keptType describes a type of the kept table.
type keptType interface {
	Parent() (token, property string)
	Conflicts() bool
}

// samples complete the inputs that are made up from a type's properties.
var samples = map[string]props{
	"aws:appautoscaling/target:Target": {"resourceId": "table/movies", "scalableDimension": "dynamodb:table:ReadCapacityUnits", "serviceNamespace": "dynamodb"},
}

// domainInsteadOfARN is a Cognito domain's output that the provider documents as CloudFront's domain
// name, whatever it is called.
const domainInsteadOfARN = "cloudfrontDistributionArn"

// keptHarness makes kept resources with inputs that are made up.
type keptHarness struct {
	*harness
	types registry.Types
}

// inputs are the smallest inputs of a type; the resource that it is part of is made first.
func (l *keptHarness) inputs(token string) (in props, parent *deployed) {
	l.Helper()
	in = props{}
	for _, p := range l.types[token].Properties {
		if p.Required {
			in[p.Name] = sample(p, 0)
		}
	}
	maps.Copy(in, samples[token])
	if _, of := in["restApi"]; of {
		in["restApi"] = l.create(restAPIType, "api", props{"name": "api"}).id
	}
	kept, _ := l.types[token].Calls.(keptType)
	if of, property := kept.Parent(); of != "" {
		inputs, _ := l.inputs(of)
		parent = l.create(of, "parent", inputs)
		in[property] = parent.id
	}
	return in, parent
}

var texts = []any{"sample", "other", "arn:aws:iam::000000000000:role/sample", "arn:aws:iam::000000000000:role/other"}
var numbers = []any{1.0, 2.0, 7.0, 30.0, 60.0, 300.0, 3600.0}

// sample makes up a value that a property accepts; n picks one of several.
func sample(p schema.Property, n int) any {
	accepted := func(candidates []any) any {
		ok := slices.DeleteFunc(slices.Clone(candidates), func(v any) bool { return p.Check != nil && p.Check(v) != nil })
		if len(ok) == 0 {
			return nil
		}
		return ok[n%len(ok)]
	}
	switch p.Kind {
	case schema.Document:
		return []any{`{"a":1}`, `{"a":2}`}[n%2]
	case schema.Integer, schema.Number:
		return accepted(numbers)
	case schema.Boolean:
		return n%2 == 1
	case schema.List, schema.Set:
		return []any{sample(*p.Elem, n)}
	case schema.Dict:
		return props{"key": sample(*p.Elem, n)}
	case schema.Object:
		out := props{}
		for _, f := range p.Fields {
			if f.Required || n%2 == 1 && f.Kind == schema.Boolean {
				out[f.Name] = sample(f, n)
			}
		}
		return out
	}
	if len(p.OneOf) > 0 {
		return p.OneOf[n%len(p.OneOf)]
	}
	return accepted(texts)
}

// different is a value that a property accepts and that is none of those given; nil when there is none.
func different(p schema.Property, from ...any) any {
	for n := range 8 {
		v := sample(p, n)
		same := func(other any) bool { return propertyOf(v).DeepEquals(propertyOf(other)) }
		if v != nil && !isZero(propertyOf(v)) && !slices.ContainsFunc(from, same) {
			return v
		}
	}
	return nil
}

// Every kept type goes through what the engine does with a resource in its life.
func TestKeptTypes(t *testing.T) {
	t.Parallel()
	types := registry.All()
	for token, rt := range types {
		kept, ok := rt.Calls.(keptType)
		if !ok {
			continue
		}
		t.Run(token, func(t *testing.T) {
			t.Parallel()
			l := &keptHarness{openHarness(t, t.TempDir(), ""), types}
			l.configure("us-east-1")
			in, parent := l.inputs(token)
			r := l.born(rt, in)
			l.again(kept, token, in)
			l.unchanged(r, in)
			l.replaced(rt, r, in)
			l.changed(rt, r, in)

			if parent == nil {
				r.delete()
			} else {
				parent.delete()
			}
			assert.False(t, r.refresh(), "gone")
			r.delete() // deleting a deleted resource succeeds
			if parent != nil {
				_, err := l.tryCreate(token, "orphan", in)
				require.Error(t, err, "its parent is gone")
				assert.Regexp(t, `: [\w.]*(NotFound|NoSuch|Nonexistent|NonExistent)\w*: [^{}]+$`, message(err))
			}
		})
	}
}

// born creates a resource: what a preview knows is so, and what it does not know AWS answers.
func (l *keptHarness) born(rt *resources.Type, in props) *deployed {
	l.Helper()
	previewed := l.preview(rt.Token, "x", in)
	r := l.create(rt.Token, "x", in)
	require.NotEmpty(l, r.id)
	outputs := r.outputs()
	assert.Empty(l, unknownPaths(outputs, ""), "unknown after creation")
	l.knownAtPreview(previewed, outputs)
	for _, p := range rt.Properties {
		if p.Output && p.Kind != schema.List && p.Kind != schema.Dict && p.Kind != schema.Object {
			assert.Contains(l, outputs, p.Name, "AWS answers every output")
		}
		if p.Output && strings.HasSuffix(strings.ToLower(p.Name), "arn") && outputs[p.Name] != "" && p.Name != domainInsteadOfARN {
			assert.Regexp(l, `^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(000000000000|lambda)?:.+$`, outputs[p.Name], p.Name)
		}
		if p.Name == schema.TagsAll {
			assert.Contains(l, outputs, p.Name)
		}
	}
	return r
}

// again creates a second resource with the same inputs.
func (l *keptHarness) again(kept keptType, token string, in props) {
	l.Helper()
	_, err := l.tryCreate(token, "x", in)
	if !kept.Conflicts() {
		require.NoError(l, err)
		return
	}
	require.Error(l, err)
	assert.Regexp(l, `^creating [A-Z][\w /-]+( \(.*\))?: \w+: [^{}]+$`, message(err), "AWS's code and words")
}

func (l *keptHarness) unchanged(r *deployed, in props) {
	l.Helper()
	before := r.outputs()
	same := r.diff(in)
	assert.Equal(l, pulumirpc.DiffResponse_DIFF_NONE, same.GetChanges(), "no change: %v", same.GetDetailedDiff())
	require.True(l, r.refresh())
	assert.Equal(l, before, r.outputs(), "no drift")
	same = r.diff(in)
	assert.Equal(l, pulumirpc.DiffResponse_DIFF_NONE, same.GetChanges(), "no change after a refresh: %v", same.GetDetailedDiff())

	id := l.types[r.token()].ImportShape
	for name, v := range before {
		id = strings.ReplaceAll(id, "{"+name+"}", text(v))
	}
	imported := r.imported(strings.ReplaceAll(id, "{id}", r.id))
	assert.Equal(l, r.id, imported.GetId(), "imported with %s", id)
	assert.Equal(l, before, r.unpack(imported.GetProperties()), "imported")
	assert.Empty(l, r.imported("none").GetId(), "import of a resource that does not exist")
}

func text(v any) string {
	s, _ := convert(schema.Text, propertyOf(v))
	if !s.IsString() {
		return ""
	}
	return s.StringValue()
}

// replaced changes every property that replaces.
func (l *keptHarness) replaced(rt *resources.Type, r *deployed, in props) {
	l.Helper()
	for _, p := range rt.Properties {
		v := different(p, r.outputs()[p.Name], in[p.Name])
		if !p.Replaces || p.Output || v == nil || excluded(rt, p, in) {
			continue
		}
		inputs, failures := l.check(rt.Token, r.name(), r.inputs, with(in, props{p.Name: v}))
		if len(failures) > 0 {
			continue // the provider's own checks across properties refuse the value
		}
		d, err := l.client.Diff(l.Context(), &pulumirpc.DiffRequest{Id: r.id, Urn: r.urn, Olds: r.state, OldInputs: r.inputs, News: inputs})
		require.NoError(l, err)
		assert.Contains(l, d.GetReplaces(), p.Name)
	}
}

// excluded reports whether a property cannot be set beside the inputs.
func excluded(rt *resources.Type, p schema.Property, in props) bool {
	if _, set := in[p.Excludes]; set {
		return true
	}
	for name := range in {
		if other, ok := schema.Find(rt.Properties, name); ok && other.Excludes == p.Name {
			return true
		}
	}
	return false
}

// changed updates every property that AWS can change in place, one at a time.
func (l *keptHarness) changed(rt *resources.Type, r *deployed, in props) {
	l.Helper()
	for _, p := range rt.Properties {
		v := different(p, r.outputs()[p.Name], in[p.Name])
		if p.Replaces || p.Output || v == nil || excluded(rt, p, in) || p.Name == "restApi" || p.Name == "stageName" { // these must exist: TestBasePathMappings
			continue
		}
		want := with(in, props{p.Name: v})
		if _, failures := l.check(rt.Token, r.name(), r.inputs, want); len(failures) > 0 {
			continue // the provider's own checks across properties refuse the value
		}
		d := r.diff(want)
		require.Equal(l, pulumirpc.DiffResponse_DIFF_SOME, d.GetChanges(), "%s = %v", p.Name, v)
		require.Empty(l, d.GetReplaces(), p.Name)
		planned := r.previewUpdate(want)
		r.update(want)
		assert.Empty(l, unknownPaths(r.outputs(), ""))
		l.knownAtPreview(planned, r.outputs())
		d = r.diff(want)
		assert.Equal(l, pulumirpc.DiffResponse_DIFF_NONE, d.GetChanges(), "no change after the update of %s: %v", p.Name, d.GetDetailedDiff())
		require.True(l, r.refresh())
		d = r.diff(want)
		assert.Equal(l, pulumirpc.DiffResponse_DIFF_NONE, d.GetChanges(), "no drift after the update of %s: %v", p.Name, d.GetDetailedDiff())
	}
}

// The SDK's two types of buckets are about the same buckets.
func TestBucketsOfTwoTypes(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	l.configure("us-east-1")
	bucket := l.create("aws:s3/bucket:Bucket", "trail", props{"bucket": "trail"})
	says := l.refused("aws:s3/bucketV2:BucketV2", "trail", props{"bucket": "trail"})
	assert.Equal(t, "creating S3 Bucket (trail): BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.", says)
	policy := l.create("aws:s3/bucketPolicy:BucketPolicy", "trail", props{"bucket": bucket.id, "policy": getMovies})
	bucket.delete()
	assert.False(t, policy.refresh(), "its policy goes along")
	l.create("aws:s3/bucketV2:BucketV2", "trail", props{"bucket": "trail"})
}

func TestBasePathMappings(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	w.stage(nil)
	certificate := func(region string) string { return "arn:aws:acm:" + region + ":000000000000:certificate/c" }
	const domainType, mappingType = "aws:apigateway/domainName:DomainName", "aws:apigateway/basePathMapping:BasePathMapping"
	mapping := func(changes props) props {
		return with(props{"restApi": w.api.id, "stageName": "v1", "domainName": "api.example.com", "basePath": "v1"}, changes)
	}
	refuse := func(token string, in props, says string) {
		t.Helper()
		assert.Contains(t, w.refused(token, "x", in), says)
	}
	refuse(mappingType, mapping(nil), "creating API Gateway Base Path Mapping (v1): NotFoundException: Invalid domain name identifier specified")
	refuse(domainType, props{"domainName": "api.example.com", "certificateArn": certificate("eu-west-1")}, "BadRequestException: Invalid certificate ARN: "+certificate("eu-west-1")+". Certificate must be in 'us-east-1'.")
	w.create(domainType, "api", props{"domainName": "api.example.com", "regionalCertificateArn": certificate("us-east-1"), "endpointConfiguration": props{"types": "REGIONAL"}})
	refuse(domainType, props{"domainName": "api.example.com", "certificateArn": certificate("us-east-1")}, "BadRequestException: The domain name you provided already exists.")

	refuse(mappingType, mapping(props{"restApi": "none"}), "BadRequestException: Invalid REST API identifier specified")
	refuse(mappingType, mapping(props{"stageName": "none"}), "BadRequestException: Invalid stage identifier specified")
	refuse(mappingType, mapping(props{"basePath": "a/b"}), "BadRequestException: API Gateway V1 doesn't support the slash character (/) in base path mappings.")
	m := w.create(mappingType, "v1", mapping(nil))
	refuse(mappingType, mapping(nil), "ConflictException: Base path already exists for this domain name")
	require.ErrorContains(t, m.tryUpdate(mapping(props{"stageName": "none"})), "updating API Gateway Base Path Mapping (v1): BadRequestException: Invalid stage identifier specified")
	w.create(mappingType, "root", mapping(props{"basePath": nil}))
}

// A Cognito client has a secret when it asks for one, and keeps it.
func TestClientSecret(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	l.configure("us-east-1")
	pool := l.create("aws:cognito/userPool:UserPool", "pool", props{"name": "pool"})
	in := props{"name": "web", "userPoolId": pool.id}
	assert.Equal(t, "", l.create("aws:cognito/userPoolClient:UserPoolClient", "public", in).outputs()["clientSecret"])
	client := l.create("aws:cognito/userPoolClient:UserPoolClient", "web", with(in, props{"generateSecret": true}))
	secret := client.outputs()["clientSecret"]
	assert.Len(t, secret, 52)
	client.update(with(in, props{"generateSecret": true, "callbackUrls": []any{"https://example.com"}}))
	assert.Equal(t, secret, client.outputs()["clientSecret"])
}
