package main

import (
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
	"lambdaless/policy/wire"
)

const project = "lambdaless"

// record runs a program as a first preview does: whatever a provider computes is unknown.
func record(t testing.TB, stack string, program pulumi.RunFunc) *wire.Recording {
	t.Helper()
	return run(t, stack, program, true)
}

// run runs a program, as a first preview or as a deployment after which everything is known.
func run(t testing.TB, stack string, program pulumi.RunFunc, preview bool) *wire.Recording {
	t.Helper()
	return recordConfigured(t, stack, program, preview, stackConfig(t, stack))
}

// stackConfig is a committed stack's configuration, with a key for writes: what the tests say of the access
// does not depend on the access of the stack.
func stackConfig(t testing.TB, stack string) map[string]string {
	t.Helper()
	config := infratest.StackConfig(t, stack)
	config[project+":access"] = `{"reads":"open","writes":"api-key"}`
	return config
}

// recordConfigured is run with a configuration, by full key.
func recordConfigured(t testing.TB, stack string, program pulumi.RunFunc, preview bool, config map[string]string) *wire.Recording {
	t.Helper()
	recorded := infratest.Run(t, program, infratest.Stack{Project: project, Name: stack, Config: config, Preview: preview})
	result := &wire.Recording{Project: project, Stack: stack, Resources: []*wire.Resource{{
		URN:  "urn:pulumi:" + stack + "::" + project + "::pulumi:pulumi:Stack::" + project + "-" + stack,
		Type: "pulumi:pulumi:Stack", Name: project + "-" + stack, Inputs: wire.Properties{}, Outputs: wire.Properties{},
	}}}
	// The engine shows a pack no resource that is only read. The outputs of its component, of which mocks hear nothing,
	// say what was read.
	read := map[string]resource.PropertyMap{}
	for _, r := range recorded.Resources {
		if r.Read {
			read[r.Parent] = r.Outputs
			continue
		}
		result.Resources = append(result.Resources, &wire.Resource{
			URN: r.URN, Type: r.Type, Name: r.Name, Inputs: wire.Properties(r.Inputs), Outputs: wire.Properties(r.Outputs),
			Protect: r.Protect, Parent: r.Parent, Dependencies: r.Dependencies, PropertyDependencies: r.PropertyDependencies,
			Provider: providerOf(r),
		})
	}
	for _, component := range result.Resources {
		if outputs, ok := read[component.URN]; ok {
			component.Outputs = wire.Properties(outputs.Copy())
			component.Outputs["existing"] = resource.NewProperty(true)
		}
	}
	return result
}

// region is the region of the committed stacks (aws:region).
const region = "us-east-1"

// providerOf is the default provider of the resource's package.
func providerOf(r infratest.Resource) *wire.Provider {
	if !r.Custom {
		return nil
	}
	return &wire.Provider{
		URN:  "urn:pulumi:test::" + project + "::pulumi:providers:aws::default",
		Type: "pulumi:providers:aws", Name: "default",
		Inputs: wire.Properties{"region": resource.NewProperty(region)},
	}
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

// servesEmpty is its value for a pack without policies.
const servesEmpty = "empty"

func TestMain(m *testing.M) {
	switch os.Getenv(serveVariable) {
	case "":
	case servesEmpty:
		if err := serveEmptyPack(); err != nil {
			log.Fatal(err)
		}
		os.Exit(0)
	default:
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
