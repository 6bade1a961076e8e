package provider

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"

	"lambdaless/local/controlplane"
	"lambdaless/local/database"
	"lambdaless/local/localtest"
)

// db is the database that all tests share; it starts when the first one needs it.
var db struct {
	once    sync.Once
	process *database.Process
	err     error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if db.process != nil {
		if err := db.process.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

func databaseEndpoint(t testing.TB) string {
	t.Helper()
	db.once.Do(func() {
		db.process, db.err = localtest.StartDatabase(context.Background(), "")
	})
	require.NoError(t, db.err)
	return db.process.Endpoint()
}

var now = time.Date(2026, 11, 22, 15, 4, 5, 0, time.UTC)

// harness is a provider over an account of its own, and a client connected as the engine is.
type harness struct {
	testing.TB
	dir      string
	account  *controlplane.Account
	provider *Provider
	client   pulumirpc.ResourceProviderClient
	port     int
}

func newHarness(t testing.TB) *harness {
	t.Helper()
	l := openHarness(t, t.TempDir(), databaseEndpoint(t))
	l.configure("us-east-1")
	return l
}

func openHarness(t testing.TB, dir, endpoint string) *harness {
	t.Helper()
	var n atomic.Int64
	acct, err := controlplane.Open(dir, controlplane.Options{
		IDs:   func() string { return fmt.Sprintf("id%08d", n.Add(1)) },
		Clock: func() time.Time { return now },
	})
	require.NoError(t, err)
	l := &harness{TB: t, dir: dir, account: acct, provider: New(acct, Options{DynamoDBEndpoint: endpoint})}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() {
		cancel()
		require.NoError(t, acct.Close())
	})
	l.port, err = l.provider.Serve(ctx)
	require.NoError(t, err)
	l.client = l.connect()
	return l
}

// connect opens a connection of its own, as the engine does for every provider of a program.
func (l *harness) connect() pulumirpc.ResourceProviderClient {
	l.Helper()
	conn, err := grpc.NewClient(fmt.Sprintf("127.0.0.1:%d", l.port), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(l, err)
	l.Cleanup(func() { _ = conn.Close() })
	return pulumirpc.NewResourceProviderClient(conn)
}

func (l *harness) configure(region string) {
	l.Helper()
	_, err := l.client.Configure(l.Context(), &pulumirpc.ConfigureRequest{Args: l.pack(props{"region": region}), AcceptSecrets: true, AcceptResources: true})
	require.NoError(l, err)
}

// props are properties in plain Go; computed and secret values are written with computedLater and secretly.
type props map[string]any

// computedLater is a value that is not known yet.
var computedLater = resource.MakeComputed(resource.NewStringProperty(""))

func secretly(v any) resource.PropertyValue {
	return resource.MakeSecret(resource.NewPropertyValue(v))
}

func (l *harness) pack(p props) *structpb.Struct {
	l.Helper()
	m := resource.PropertyMap{}
	for k, v := range p {
		m[resource.PropertyKey(k)] = propertyOf(v)
	}
	s, err := plugin.MarshalProperties(m, plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true})
	require.NoError(l, err)
	return s
}

func propertyOf(v any) resource.PropertyValue {
	switch v := v.(type) {
	case resource.PropertyValue:
		return v
	case props:
		m := resource.PropertyMap{}
		for k, e := range v {
			m[resource.PropertyKey(k)] = propertyOf(e)
		}
		return resource.NewObjectProperty(m)
	case []any:
		out := make([]resource.PropertyValue, len(v))
		for i, e := range v {
			out[i] = propertyOf(e)
		}
		return resource.NewArrayProperty(out)
	}
	return resource.NewPropertyValue(v)
}

// unpack turns an answer into plain Go. Unknown values become computedLater and secrets their plain values, as
// tests compare them.
func (l *harness) unpack(s *structpb.Struct) props {
	l.Helper()
	m, err := plugin.UnmarshalProperties(s, plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true})
	require.NoError(l, err)
	out, _ := plainOf(resource.NewObjectProperty(m)).(props)
	return out
}

func plainOf(v resource.PropertyValue) any {
	switch {
	case v.IsSecret():
		return plainOf(v.SecretValue().Element)
	case v.IsComputed():
		return computedLater
	case v.IsArray():
		out := []any{}
		for _, e := range v.ArrayValue() {
			out = append(out, plainOf(e))
		}
		return out
	case v.IsObject():
		out := props{}
		for k, e := range v.ObjectValue() {
			if k != defaultsKey {
				out[string(k)] = plainOf(e)
			}
		}
		return out
	}
	return v.V
}

// deployed is a resource that a test has made.
type deployed struct {
	*harness
	urn    string
	id     string
	inputs *structpb.Struct // as Check left them
	state  *structpb.Struct // as AWS answered
}

func urnOf(token, name string) string {
	return "urn:pulumi:test::project::" + token + "::" + name
}

// check runs Check and returns the inputs and what is wrong with them.
func (l *harness) check(token, name string, olds *structpb.Struct, in props) (*structpb.Struct, []string) {
	l.Helper()
	out, err := l.client.Check(l.Context(), &pulumirpc.CheckRequest{Urn: urnOf(token, name), Olds: olds, News: l.pack(in), RandomSeed: []byte("12345678901234567890123456789012")})
	require.NoError(l, err)
	var failures []string
	for _, f := range out.GetFailures() {
		failures = append(failures, f.GetReason())
	}
	return out.GetInputs(), failures
}

func (l *harness) checked(token, name string, olds *structpb.Struct, in props) *structpb.Struct {
	l.Helper()
	inputs, failures := l.check(token, name, olds, in)
	require.Empty(l, failures)
	return inputs
}

// preview is what Create answers before anything exists.
func (l *harness) preview(token, name string, in props) props {
	l.Helper()
	out, err := l.client.Create(l.Context(), &pulumirpc.CreateRequest{Urn: urnOf(token, name), Properties: l.checked(token, name, nil, in), Preview: true})
	require.NoError(l, err)
	return l.unpack(out.GetProperties())
}

func (l *harness) tryCreate(token, name string, in props) (*deployed, error) {
	l.Helper()
	inputs := l.checked(token, name, nil, in)
	out, err := l.client.Create(l.Context(), &pulumirpc.CreateRequest{Urn: urnOf(token, name), Properties: inputs})
	if err != nil {
		return nil, err
	}
	return &deployed{harness: l, urn: urnOf(token, name), id: out.GetId(), inputs: inputs, state: out.GetProperties()}, nil
}

func (l *harness) create(token, name string, in props) *deployed {
	l.Helper()
	r, err := l.tryCreate(token, name, in)
	require.NoError(l, err)
	return r
}

// refused creates something that AWS refuses, and returns its words.
func (l *harness) refused(token, name string, in props) string {
	l.Helper()
	_, err := l.tryCreate(token, name, in)
	require.Error(l, err)
	return message(err)
}

func (r *deployed) token() string { return string(resource.URN(r.urn).Type()) }

func (r *deployed) name() string { return resource.URN(r.urn).Name() }

// outputs are the state in plain Go.
func (r *deployed) outputs() props { return r.unpack(r.state) }

func (r *deployed) diff(in props) *pulumirpc.DiffResponse {
	r.Helper()
	inputs := r.checked(r.token(), r.name(), r.inputs, in)
	out, err := r.client.Diff(r.Context(), &pulumirpc.DiffRequest{Id: r.id, Urn: r.urn, Olds: r.state, OldInputs: r.inputs, News: inputs})
	require.NoError(r, err)
	return out
}

func (r *deployed) previewUpdate(in props) props {
	r.Helper()
	inputs := r.checked(r.token(), r.name(), r.inputs, in)
	out, err := r.client.Update(r.Context(), &pulumirpc.UpdateRequest{Id: r.id, Urn: r.urn, Olds: r.state, OldInputs: r.inputs, News: inputs, Preview: true})
	require.NoError(r, err)
	return r.unpack(out.GetProperties())
}

func (r *deployed) tryUpdate(in props) error {
	r.Helper()
	inputs := r.checked(r.token(), r.name(), r.inputs, in)
	out, err := r.client.Update(r.Context(), &pulumirpc.UpdateRequest{Id: r.id, Urn: r.urn, Olds: r.state, OldInputs: r.inputs, News: inputs})
	if err != nil {
		return err
	}
	r.inputs, r.state = inputs, out.GetProperties()
	return nil
}

func (r *deployed) update(in props) {
	r.Helper()
	require.NoError(r, r.tryUpdate(in))
}

// refresh reads what AWS has. It reports whether the resource is still there.
func (r *deployed) refresh() bool {
	r.Helper()
	out, err := r.client.Read(r.Context(), &pulumirpc.ReadRequest{Id: r.id, Urn: r.urn, Properties: r.state, Inputs: r.inputs})
	require.NoError(r, err)
	if out.GetId() == "" {
		return false
	}
	r.inputs, r.state = out.GetInputs(), out.GetProperties()
	return true
}

// imported reads a resource with nothing but an import id.
func (r *deployed) imported(id string) *pulumirpc.ReadResponse {
	r.Helper()
	out, err := r.client.Read(r.Context(), &pulumirpc.ReadRequest{Id: id, Urn: r.urn})
	require.NoError(r, err)
	return out
}

func (r *deployed) tryDelete() error {
	r.Helper()
	_, err := r.client.Delete(r.Context(), &pulumirpc.DeleteRequest{Id: r.id, Urn: r.urn, Properties: r.state, OldInputs: r.inputs})
	return err
}

func (r *deployed) delete() {
	r.Helper()
	require.NoError(r, r.tryDelete())
}
