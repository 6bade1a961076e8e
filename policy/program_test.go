package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"lambdaless/policy/wire"
)

const project = "lambdaless"

// stackConfig is a stack's file on top of the project's defaults.
func stackConfig(t testing.TB, name string) map[string]string {
	t.Helper()
	p, err := workspace.LoadProject("../Pulumi.yaml")
	require.NoError(t, err)
	stack, err := workspace.LoadProjectStack(nil, p, "../Pulumi."+name+".yaml")
	require.NoError(t, err)
	result := map[string]string{}
	for key, declared := range p.Config {
		text, ok := declared.Default.(string)
		if !ok {
			raw, err := json.Marshal(declared.Default)
			require.NoError(t, err)
			text = string(raw)
		}
		result[project+":"+key] = text
	}
	values, err := stack.Config.Decrypt(config.NopDecrypter)
	require.NoError(t, err)
	for key, value := range values {
		result[key.String()] = value
	}
	return result
}

// record runs a program as a first preview does: whatever a provider computes is unknown.
func record(t testing.TB, stack string, program pulumi.RunFunc) *wire.Recording {
	t.Helper()
	return run(t, stack, program, true)
}

// run runs a program, as a first preview or as a deployment after which everything is known.
func run(t testing.TB, stack string, program pulumi.RunFunc, preview bool) *wire.Recording {
	t.Helper()
	r := &monitor{preview: preview, recording: wire.Recording{Project: project, Stack: stack}}
	root := "urn:pulumi:" + stack + "::" + project + "::pulumi:pulumi:Stack::" + project + "-" + stack
	r.recording.Resources = []*wire.Resource{{
		URN: root, Type: "pulumi:pulumi:Stack", Name: project + "-" + stack, Inputs: wire.Properties{}, Outputs: wire.Properties{},
	}}
	require.NoError(t, pulumi.RunErr(program, pulumi.WithMocks(project, stack, r), func(info *pulumi.RunInfo) {
		info.Config, info.DryRun = stackConfig(t, stack), preview
	}))
	return &r.recording
}

// monitor stands in for the engine and its provider.
type monitor struct {
	sync.Mutex
	preview   bool
	recording wire.Recording
}

func (m *monitor) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return resource.NewPropertyMapFromMap(map[string]map[string]any{
		"aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "123456789012"},
		"aws:index/getRegion:getRegion":                 {"name": "us-east-1"},
		"aws:index/getPartition:getPartition":           {"partition": "aws"},
	}[args.Token]), nil
}

func (m *monitor) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	rpc := args.RegisterRPC
	inputs, err := plugin.UnmarshalProperties(rpc.GetObject(), plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true})
	if err != nil {
		return "", nil, err
	}
	token := args.TypeToken
	if parent := resource.URN(rpc.GetParent()).QualifiedType(); parent != "" && parent != resource.RootStackType {
		token = string(parent) + "$" + token
	}
	outputs := inputs.Copy()
	id := ""
	if args.Custom {
		id = m.compute(args, outputs)
	}
	n := &wire.Resource{
		URN:  "urn:pulumi:" + m.recording.Stack + "::" + project + "::" + token + "::" + args.Name,
		Type: args.TypeToken, Name: args.Name, Inputs: wire.Properties(inputs), Outputs: wire.Properties(outputs),
		Protect: rpc.GetProtect(), Parent: rpc.GetParent(), Dependencies: rpc.GetDependencies(),
		PropertyDependencies: map[string][]string{},
	}
	for property, on := range rpc.GetPropertyDependencies() {
		if len(on.GetUrns()) > 0 {
			n.PropertyDependencies[property] = on.GetUrns()
		}
	}
	m.Lock()
	defer m.Unlock()
	m.recording.Resources = append(m.recording.Resources, n)
	if m.preview {
		return "", args.Inputs, nil
	}
	return id, outputs, nil
}

// compute adds what a provider computes: unknown at a preview.
func (m *monitor) compute(args pulumi.MockResourceArgs, outputs resource.PropertyMap) (id string) {
	name := args.Name
	if given := args.Inputs["name"]; given.IsString() {
		name = given.StringValue()
	}
	computed := map[resource.PropertyKey]string{"id": args.Name + "-id"}
	switch args.TypeToken {
	case "aws:iam/role:Role":
		computed["id"], computed["arn"] = name, "arn:aws:iam::123456789012:role/"+name
	case "aws:dynamodb/table:Table":
		computed["id"], computed["arn"] = name, "arn:aws:dynamodb:us-east-1:123456789012:table/"+name
	case "aws:cloudwatch/logGroup:LogGroup":
		computed["id"], computed["arn"] = name, "arn:aws:logs:us-east-1:123456789012:log-group:"+name
	case "aws:apigateway/restApi:RestApi":
		computed["rootResourceId"] = "root"
	}
	for key, value := range computed {
		outputs[key] = resource.NewProperty(value)
		if m.preview {
			outputs[key] = resource.MakeComputed(resource.NewProperty(""))
		}
	}
	return computed["id"]
}

// packEnvironment is the environment of a pack that looks for nothing in this repository.
func packEnvironment(t testing.TB, more ...string) []string {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(root, "policy"), 0o750))
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "POLICY_") {
			env = append(env, v)
		}
	}
	return append(env, append([]string{"POLICY_ROOT=" + root, serveVariable + "=1"}, more...)...)
}

// serveVariable makes the test's own executable the pack.
const serveVariable = "TEST_SERVES_THE_PACK"

func TestMain(m *testing.M) {
	if os.Getenv(serveVariable) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func start(t testing.TB, env []string) *wire.Session {
	t.Helper()
	s := open(t, env)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// open is start for who closes the session.
func open(t testing.TB, env []string) *wire.Session {
	t.Helper()
	executable, err := os.Executable()
	require.NoError(t, err)
	s, err := wire.Start(t.Context(), t.TempDir(), executable, nil, env)
	require.NoError(t, err)
	return s
}
