package command

import (
	"cmp"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra"
	stacksettings "lambdaless/infra/settings"
	"lambdaless/internal/places"
	"lambdaless/local/engine"
)

// check reports together what is wrong with a stack's settings, the API and its templates, before anything is
// started.
func (s settings) check(stack string) error {
	if s.api == nil {
		return nil
	}
	err := checkDeclared(s.root, stack, *s.api)
	if s.api.Templates != nil {
		err = errors.Join(err, checkTemplates(s.api.Templates))
	}
	return err
}

// checkDeclared reports what is wrong with a stack's settings and the API, each setting with its file and line. What is
// wrong with secrets, which are not decrypted here, is left to the engine.
func checkDeclared(root, stack string, api infra.API) error {
	secure, err := declare(root, stack, func(ctx *pulumi.Context, keys []string) error { return infra.Check(ctx, api, keys) })
	var wrong *stacksettings.Error
	if !errors.As(err, &wrong) {
		return err
	}
	wrong.Problems = slices.DeleteFunc(wrong.Problems, func(p stacksettings.Problem) bool {
		return slices.ContainsFunc(secure, func(key string) bool {
			return p.Key == key || strings.HasPrefix(p.Key, key+".") || strings.HasPrefix(p.Key, key+"[")
		})
	})
	if len(wrong.Problems) > 0 {
		place(wrong, root)
		return err
	}
	var mistakes infra.Mistakes
	if errors.As(err, &mistakes) {
		return mistakes
	}
	return nil
}

// declare runs the part of a program that reads a stack's settings, without an engine. The program is told which keys
// are configured. Those of secure hold secrets, which it reads as they are encrypted.
func declare(root, stack string, program func(ctx *pulumi.Context, keys []string) error) (secure []string, err error) {
	project, err := engine.ProjectName(root)
	if err != nil {
		return nil, err
	}
	values, secure, err := engine.Configuration(root, stack)
	if err != nil {
		return nil, err
	}
	var said error // as the program says it: Pulumi wraps it
	err = pulumi.RunErr(func(ctx *pulumi.Context) error {
		said = program(ctx, slices.Collect(maps.Keys(values)))
		return nil
	}, pulumi.WithMocks(project, stack, noEngine{}), func(info *pulumi.RunInfo) { info.Config = values })
	return secure, errors.Join(said, err)
}

// place says in which lines the settings are, and sorts them by it, the stack's file first.
func place(wrong *stacksettings.Error, root string) {
	at := map[string]places.Place{}
	for i, problem := range wrong.Problems {
		for _, file := range []string{"Pulumi." + wrong.Stack + ".yaml", "Pulumi.yaml"} {
			if found := places.Setting(root, filepath.Join(root, file), problem.Key); found != (places.Place{}) && at[problem.Key] == (places.Place{}) {
				at[problem.Key], wrong.Problems[i].Place = found, found.String()
			}
		}
	}
	slices.SortStableFunc(wrong.Problems, func(a, b stacksettings.Problem) int {
		return cmp.Or(strings.Compare(at[b.Key].File, at[a.Key].File), cmp.Compare(at[a.Key].Line, at[b.Key].Line))
	})
}

// noEngine registers nothing.
type noEngine struct{}

var errNoEngine = errors.New("the description of an API needs no engine")

// NewResource refuses.
func (noEngine) NewResource(pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return "", nil, errNoEngine
}

// Call refuses.
func (noEngine) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, errNoEngine }

// ownLoggingRole makes a stack that expects the account's logging role (cloudwatchRole: existing) bring
// its own: the local account is empty, and the program in account/ has not been deployed to it.
func (s *session) ownLoggingRole() error {
	return s.stack.Configure(s.stack.Project()+":cloudwatchRole", "create")
}
