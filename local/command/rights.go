package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/infra/settings"
	"lambdaless/local/deployer"
	"lambdaless/local/engine"
)

// newRights is `local rights`: what a role needs to deploy a stack.
func newRights(api infra.API) *cobra.Command {
	var stack string
	cmd := &cobra.Command{
		Use:   "rights",
		Short: "Print the IAM policy that a role needs to deploy a stack to AWS",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := engine.Root(".")
			if err != nil {
				return err
			}
			text, err := rightsOf(root, stack, api)
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write([]byte(text))
			return err
		},
	}
	stackFlag(cmd, &stack)
	return cmd
}

// rightsOf runs the program to see which types of resources it registers.
func rightsOf(root, stack string, api infra.API) (string, error) {
	if err := checkDeclared(root, stack, api); err != nil {
		return "", err
	}
	config, err := engine.Configuration(root, stack)
	if err != nil {
		return "", err
	}
	project, err := engine.ProjectName(root)
	if err != nil {
		return "", err
	}
	values := config.Values
	s := deployer.Stack{
		Project: project, Name: stack, Region: values["aws:region"],
		Table: values[project+":tableName"], Key: values[project+":tableKmsKeyArn"],
	}
	if s.PrimaryStack = values[project+":primaryStack"]; s.PrimaryStack != "" {
		var regions []string
		if err := json.Unmarshal([]byte(values[project+":regions"]), &regions); err != nil || len(regions) == 0 {
			return "", fmt.Errorf("the regions of stack %s are not a list: %s", stack, values[project+":regions"])
		}
		s.PrimaryRegion = regions[0]
	}
	if s.Key == settings.CreateKey {
		s.Key = ""
	}
	if s.Region == "" {
		s.Region = "*"
	}
	seen := &registered{region: s.Region}
	err = pulumi.RunErr(func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) },
		pulumi.WithMocks(project, stack, seen), func(info *pulumi.RunInfo) {
			info.Config, info.ConfigSecretKeys, info.DryRun = values, config.Secret(), true
		})
	if err != nil {
		return "", err
	}
	s.Types, s.Existing = seen.all, seen.read
	return deployer.Policy(s)
}

// registered collects the types of what a program registers.
type registered struct {
	sync.Mutex
	region string
	all    []string
	read   []string // the names of tables that another program makes
}

// NewResource notes the type. What AWS would compute stays unknown.
func (t *registered) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	t.Lock()
	defer t.Unlock()
	if args.ReadRPC != nil {
		t.read = append(t.read, args.ID)
		return args.ID, args.Inputs, nil
	}
	t.all = append(t.all, args.TypeToken)
	return "", args.Inputs, nil
}

// Call answers as an empty account does.
func (t *registered) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	switch args.Token {
	case "aws:index/getRegion:getRegion":
		return resource.PropertyMap{"name": resource.NewProperty(t.region)}, nil
	case "aws:index/getCallerIdentity:getCallerIdentity":
		return resource.PropertyMap{"accountId": resource.NewProperty("000000000000")}, nil
	case "aws:index/getPartition:getPartition":
		return resource.PropertyMap{"partition": resource.NewProperty("aws")}, nil
	case "aws:dynamodb/getTable:getTable":
		return nil, errors.New("ResourceNotFoundException: there is no table in an empty account")
	default:
		return nil, errNoEngine
	}
}
