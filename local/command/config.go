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
	"lambdaless/infra/settings"
	"lambdaless/internal/places"
	"lambdaless/local/engine"
	"lambdaless/local/watch"
)

// check reports together what is wrong with a stack's settings, the API and its templates, before anything is
// started.
func (s options) check(stack string) error {
	if s.api == nil {
		return nil
	}
	err := errors.Join(checkDeclared(s.root, stack, *s.api), checkProject(s.root, s.dir, stack), checkRenamed(s.dir, stack, *s.api))
	if s.api.Templates != nil {
		err = errors.Join(err, checkTemplates(s.api.Templates))
	}
	return err
}

// checkDeclared reports what is wrong with a stack's settings, its secrets and the API, each with its file and
// line. No message repeats a secret.
func checkDeclared(root, stack string, api infra.API) error {
	c, err := engine.Configuration(root, stack)
	if err != nil {
		return err
	}
	configured := settings.Configured{Keys: slices.Collect(maps.Keys(c.Values)), Secrets: c.Secrets}
	err = declare(root, stack, c, func(ctx *pulumi.Context) error { return infra.Check(ctx, api, configured) })
	var wrong *settings.Error
	var mistakes infra.Mistakes
	judged := errors.As(err, &wrong)
	if !judged {
		wrong = &settings.Error{Stack: stack}
	}
	if errors.As(err, &mistakes) {
		err = infra.Mistakes(watch.Places(root, places.Folders(root), mistakes))
	} else if judged {
		err = nil
	}
	wrong.Problems = slices.DeleteFunc(wrong.Problems, func(p settings.Problem) bool {
		return slices.ContainsFunc(c.Locked, func(key string) bool { return p.Concerns(key) })
	})
	for _, u := range c.Unreadable {
		state := "a secret"
		if !strings.Contains(u.Key, ":") {
			state = "set"
		}
		wrong.Problems = append(wrong.Problems, settings.Problem{Key: u.Key, State: state, Rule: u.Rule, Fix: u.Fix})
	}
	place(wrong, root)
	if _, ok := c.Values["aws:region"]; !ok {
		wrong.Problems = append(wrong.Problems, settings.Problem{
			Key: "aws:region", State: "missing", Place: "Pulumi." + stack + ".yaml", Rule: "resources have to be in a region; the local AWS takes it from the settings alone",
			Fix: "pulumi config set aws:region us-east-1 --stack " + stack,
		})
	}
	if len(wrong.Problems) == 0 {
		return err
	}
	return errors.Join(wrong, err)
}

// declare runs the part of a program that reads a stack's settings, without an engine.
func declare(root, stack string, c engine.Config, program func(ctx *pulumi.Context) error) error {
	project, err := engine.ProjectName(root)
	if err != nil {
		return err
	}
	var said error // as the program says it: Pulumi wraps it
	err = pulumi.RunErr(func(ctx *pulumi.Context) error {
		said = program(ctx)
		return nil
	}, pulumi.WithMocks(project, stack, noEngine{}), func(info *pulumi.RunInfo) { info.Config, info.ConfigSecretKeys = c.Values, c.Secret() })
	return errors.Join(said, err)
}

// place says in which lines the settings are, and sorts them by it, the stack's file first.
func place(wrong *settings.Error, root string) {
	at := map[string]places.Place{}
	for i, problem := range wrong.Problems {
		for _, file := range []string{"Pulumi." + wrong.Stack + ".yaml", "Pulumi.yaml"} {
			if found := places.Setting(root, filepath.Join(root, file), problem.Key); found != (places.Place{}) && at[problem.Key] == (places.Place{}) {
				at[problem.Key], wrong.Problems[i].Place = found, found.String()
			}
		}
	}
	slices.SortStableFunc(wrong.Problems, func(a, b settings.Problem) int {
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
