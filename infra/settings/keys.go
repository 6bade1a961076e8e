package settings

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/spelling"
)

// unreadKeys reports configured keys that the program does not read: those of the project that are misspelt or
// the AWS provider's, and those that another project's namespace keeps from being read.
func unreadKeys(project, stack string, keys []string) []Problem {
	var problems []Problem
	known := slices.Sorted(slices.Values(configKeys))
	for _, full := range slices.Sorted(slices.Values(keys)) {
		namespace, key, _ := strings.Cut(full, ":")
		near, distance := spelling.Nearest(key, known)
		problem := Problem{Key: full, Fix: fmt.Sprintf("pulumi config rm %s --stack %s", full, stack)}
		switch {
		case namespace == project && distance == 0:
			continue
		case namespace == project:
			problem.Rule = "the program does not read it; Pulumi.yaml has all keys"
			if distance <= len(key)/2 || spelling.Contains(near, key) {
				problem.Rule = fmt.Sprintf("the program does not read it; the nearest key is %s:%s", project, near)
			}
		case namespace == "aws":
			near, distance := spelling.Nearest(key, providerKeys())
			if distance == 0 || distance > 2 {
				continue
			}
			problem.Rule = "the AWS provider does not read it; the nearest key is aws:" + near
		case namespace != "pulumi" && distance <= 2:
			problem.Rule = fmt.Sprintf("it belongs to another project, and this one is %s, whose key is %s:%s", project, project, near)
		default:
			continue
		}
		problems = append(problems, problem)
	}
	return problems
}

// providerKeys are the settings of the AWS provider.
func providerKeys() []string {
	var keys []string
	for _, field := range reflect.VisibleFields(aws.ProviderArgs{}.ElementType()) {
		keys = append(keys, field.Tag.Get("pulumi"))
	}
	return keys
}

// configuredKeys are the keys that Pulumi's language host tells a program in its environment; the SDK
// has no other list of them. A program that runs inside the Automation API is not told: Check is.
func configuredKeys() []string {
	var values map[string]json.RawMessage
	if err := json.Unmarshal([]byte(os.Getenv(pulumi.EnvConfig)), &values); err != nil {
		return nil // not run by a language host
	}
	var keys []string
	for key := range values {
		keys = append(keys, key)
	}
	return keys
}
