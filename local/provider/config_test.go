package provider

import (
	"encoding/json"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/emptypb"

	"lambdaless/local/provider/registry"
)

func TestConfigureNeedsARegion(t *testing.T) {
	t.Parallel()
	for situation, c := range map[string]struct {
		args props
		says string
	}{
		"no region":      {props{"profile": "x"}, "missing required configuration variable 'aws:region': run `pulumi config set aws:region us-east-1`"},
		"no such region": {props{"region": "nowhere"}, "invalid AWS Region: nowhere: run `pulumi config set aws:region us-east-1`"},
		"unknown region": {props{"region": computedLater}, "the AWS provider's region is not known before another resource exists: the local AWS needs a known aws:region"},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			l := openHarness(t, t.TempDir(), "")
			_, err := l.client.Configure(t.Context(), &pulumirpc.ConfigureRequest{Args: l.pack(c.args)})
			require.Error(t, err)
			assert.Equal(t, c.says, message(err))
		})
	}
}

func TestConfigureAcceptsWhatAWSNeeds(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	_, err := l.client.Configure(t.Context(), &pulumirpc.ConfigureRequest{Args: l.pack(props{
		"region": "eu-west-1", "accessKey": secretly("AKIA"), "secretKey": secretly("x"), "skipCredentialsValidation": "true", "endpoints": []any{},
	})})
	require.NoError(t, err)
}

func TestInvokesFollowTheRegion(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	_, err := l.client.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: "aws:index/getRegion:getRegion"})
	require.ErrorContains(t, err, "not configured")

	l.configure("cn-north-1")
	invoke := func(name string) props {
		out, err := l.client.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: "aws:index/" + name + ":" + name})
		require.NoError(t, err)
		return l.unpack(out.GetReturn())
	}
	assert.Equal(t, props{"accountId": "000000000000", "id": "000000000000", "arn": "arn:aws-cn:iam::000000000000:user/local", "userId": "AIDALOCALLOCALLOCAL00"}, invoke("getCallerIdentity"))
	assert.Equal(t, props{"id": "cn-north-1", "name": "cn-north-1", "description": "cn-north-1", "endpoint": "ec2.cn-north-1.amazonaws.com.cn"}, invoke("getRegion"))
	assert.Equal(t, props{"id": "aws-cn", "partition": "aws-cn", "dnsSuffix": "amazonaws.com.cn", "reverseDnsPrefix": "cn.com.amazonaws"}, invoke("getPartition"))
}

// Two providers of one program are two connections, and do not meet.
func TestProvidersOfTwoRegions(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	l.configure("us-east-1")
	other := *l
	other.client = l.connect()
	other.configure("eu-west-1")

	a := l.create(logGroupType, "a", props{"name": "same"})
	b := other.create(logGroupType, "b", props{"name": "same"})
	assert.Equal(t, "arn:aws:logs:us-east-1:000000000000:log-group:same", a.outputs()["arn"])
	assert.Equal(t, "arn:aws:logs:eu-west-1:000000000000:log-group:same", b.outputs()["arn"])

	_, err := other.client.Cancel(t.Context(), &emptypb.Empty{})
	require.NoError(t, err)
	l.create(logGroupType, "c", props{"name": "unharmed"})
}

func TestDefaultTags(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	configure := func(tags any) {
		_, err := l.client.Configure(t.Context(), &pulumirpc.ConfigureRequest{Args: l.pack(props{"region": "us-east-1", "defaultTags": tags})})
		require.NoError(t, err)
	}
	configure(`{"tags": {"team": "movies", "env": "dev"}}`)
	in := props{"name": "g", "tags": props{"env": "local"}}
	assert.Equal(t, props{"team": "movies", "env": "local"}, l.preview(logGroupType, "g", in)["tagsAll"])
	g := l.create(logGroupType, "g", in)
	assert.Equal(t, props{"team": "movies", "env": "local"}, g.outputs()["tagsAll"])
	assert.Equal(t, props{"env": "local"}, g.outputs()["tags"])
	assert.Empty(t, g.diff(in).GetDetailedDiff())

	configure(props{"tags": props{"team": "films"}})
	assert.Equal(t, map[string]pulumirpc.PropertyDiff_Kind{"tagsAll.team": modify}, kindsOf(g.diff(in)))
	g.update(in)
	assert.Equal(t, props{"team": "films", "env": "local"}, g.outputs()["tagsAll"])
}

func TestDiffConfigReplacesOnAnotherRegion(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	d, err := l.client.DiffConfig(t.Context(), &pulumirpc.DiffRequest{Olds: l.pack(props{"region": "us-east-1"}), News: l.pack(props{"region": "eu-west-1"})})
	require.NoError(t, err)
	assert.Equal(t, []string{"region"}, d.GetReplaces())
	d, err = l.client.DiffConfig(t.Context(), &pulumirpc.DiffRequest{Olds: l.pack(props{"region": "us-east-1"}), News: l.pack(props{"region": "us-east-1"})})
	require.NoError(t, err)
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, d.GetChanges())
}

func TestHandshake(t *testing.T) {
	t.Parallel()
	l := openHarness(t, t.TempDir(), "")
	h, err := l.client.Handshake(t.Context(), &pulumirpc.ProviderHandshakeRequest{})
	require.NoError(t, err)
	assert.True(t, h.GetAcceptSecrets() && h.GetAcceptResources() && h.GetAcceptOutputs())
	info, err := l.client.GetPluginInfo(t.Context(), &emptypb.Empty{})
	require.NoError(t, err)
	assert.Equal(t, Version, info.GetVersion())
	s, err := l.client.GetSchema(t.Context(), &pulumirpc.GetSchemaRequest{})
	require.NoError(t, err)
	var described struct {
		Name, Version string
		Resources     map[string]struct{ RequiredInputs []string }
		Functions     map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(s.GetSchema()), &described))
	assert.Equal(t, "aws", described.Name)
	assert.Equal(t, Version, described.Version)
	assert.Len(t, described.Resources, len(registry.All()))
	assert.Contains(t, described.Resources["aws:apigateway/method:Method"].RequiredInputs, "httpMethod")
	assert.Contains(t, described.Functions, "aws:index/getCallerIdentity:getCallerIdentity")
}
