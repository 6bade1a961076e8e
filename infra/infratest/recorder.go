// Package infratest runs a program under Pulumi's mocked runtime and records what it registers.
package infratest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The account that the mocked provider answers with. The stack's aws:region comes before Region.
const (
	AccountID = "123456789012"
	Region    = "eu-west-1"
)

// Stack is what a program runs as.
type Stack struct {
	Project string            // "lambdaless" when empty
	Name    string            // "test" when empty
	Config  map[string]string // by full key: "lambdaless:metrics"
	Plain   bool              // no value of Config is encrypted; else those of the keys that have secrets are
	Secret  []string          // further keys whose values are encrypted
	Preview bool              // ids and computed outputs are unknown, as on a first preview
	// Deny makes looking up the account fail.
	Deny bool
	// Keys are the KMS keys of tables that exist already, by the tables' physical names. Those that begin
	// with "aws/" are managed by AWS.
	Keys map[string]string
	// Tables are answers to dynamodb.LookupTable, by the tables' physical names.
	Tables map[string]map[string]any
}

// Resource is one registration. Inputs and outputs keep unknown values and secrets as such.
type Resource struct {
	Type, Name, URN, Parent string
	Custom                  bool
	Read                    bool // the program reads it, and another one makes it
	Inputs                  resource.PropertyMap
	// Outputs are the inputs and what the provider computes, which a preview does not know.
	Outputs              resource.PropertyMap
	Dependencies         []string            // URNs
	PropertyDependencies map[string][]string // URNs by input
	Aliases              []string            // former names
	DeleteBeforeReplace  bool
	ReplaceOnChanges     []string
	IgnoreChanges        []string
	DeletedWith          string // URN
	RetainOnDelete       bool
	Protect              bool
	ReplacementTrigger   string
}

// Recording is what a program registered and exported.
type Recording struct {
	Resources []Resource // in the order of their names and types
	// Outputs are the stack's, as plain values; SecretOutputs names those that are secret. A preview
	// has neither.
	Outputs       map[string]any
	SecretOutputs []string
	// OutputsRegistered counts the components, and the stack, that registered their outputs.
	OutputsRegistered int
}

// Run runs a program and fails the test when the program fails.
func Run(t testing.TB, program pulumi.RunFunc, stack Stack) *Recording {
	t.Helper()
	recording, err := TryRun(program, stack)
	if err != nil {
		t.Fatalf("the program failed: %v", err)
	}
	return recording
}

// TryRun runs a program and returns its error.
func TryRun(program pulumi.RunFunc, stack Stack) (*Recording, error) {
	if stack.Project == "" {
		stack.Project = "lambdaless"
	}
	if stack.Name == "" {
		stack.Name = "test"
	}
	r := &recorder{stack: stack, recording: &Recording{Outputs: map[string]any{}}}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		if err := program(ctx); err != nil {
			return err
		}
		if stack.Preview {
			return nil // the mocked runtime cannot read a secret that is unknown
		}
		return registerExports(ctx)
	}, pulumi.WithMocks(stack.Project, stack.Name, r), func(info *pulumi.RunInfo) {
		info.Config, info.DryRun, info.ConfigSecretKeys = stack.Config, stack.Preview, stack.Secret
		if !stack.Plain {
			info.ConfigSecretKeys = append(slices.Clip(stack.Secret), stack.Project+":apiKeyValue", stack.Project+":authorizerSecrets", stack.Project+":identityProviders")
		}
	})
	slices.SortFunc(r.recording.Resources, func(a, b Resource) int {
		return strings.Compare(a.Name+" "+a.Type, b.Name+" "+b.Type)
	})
	slices.Sort(r.recording.SecretOutputs)
	return r.recording, err
}

// OfType lists the resources whose type ends in suffix, such as "iam/role:Role".
func (r *Recording) OfType(suffix string) []Resource {
	var found []Resource
	for _, res := range r.Resources {
		if strings.HasSuffix(res.Type, suffix) {
			found = append(found, res)
		}
	}
	return found
}

// One is the resource of that type and name; the test fails without it.
func (r *Recording) One(t testing.TB, suffix, name string) Resource {
	t.Helper()
	for _, res := range r.OfType(suffix) {
		if res.Name == name {
			return res
		}
	}
	t.Fatalf("no %s %q was registered", suffix, name)
	return Resource{}
}

// Text is an input that is known text.
func (r Resource) Text(key string) string {
	value := r.Inputs[resource.PropertyKey(key)]
	if !value.IsString() {
		return fmt.Sprintf("(not text: %v)", value)
	}
	return value.StringValue()
}

// exportsType is a resource that takes the stack's outputs as its inputs: that way the runtime
// resolves them, and waits for them.
const exportsType = "infratest:index:Exports"

func registerExports(ctx *pulumi.Context) error {
	outputs := pulumi.Map{}
	for key, input := range ctx.GetCurrentExportMap() {
		outputs[key] = input
	}
	return ctx.RegisterResource(exportsType, "exports", outputs, &pulumi.CustomResourceState{})
}

func (r *Recording) export(outputs resource.PropertyMap) {
	for key, value := range outputs {
		if value.ContainsSecrets() {
			r.SecretOutputs = append(r.SecretOutputs, string(key))
		}
		r.Outputs[string(key)] = plain(value)
	}
}

func plain(value resource.PropertyValue) any {
	for value.IsSecret() {
		value = value.SecretValue().Element
	}
	return value.Mappable()
}
