package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// Configuration is what a stack's program reads, by full key: the stack's file on top of the project's
// defaults. Secrets are not decrypted; secure are the keys whose values are or contain one.
func Configuration(root, stack string) (values map[string]string, secure []string, err error) {
	project, err := workspace.LoadProject(filepath.Join(root, "Pulumi.yaml"))
	if err != nil {
		return nil, nil, notYAML(root, "Pulumi.yaml", err)
	}
	if !slices.Contains(Stacks(root), stack) {
		return nil, nil, fmt.Errorf("there is no Pulumi.%s.yaml: the stacks are %s", stack, stacks(root))
	}
	values = map[string]string{}
	for key, declared := range project.Config {
		value := declared.Value
		if value == nil {
			value = declared.Default
		}
		if value == nil {
			continue
		}
		text, ok := value.(string)
		if !ok {
			raw, err := json.Marshal(value)
			if err != nil {
				return nil, nil, fmt.Errorf("the value of %s in Pulumi.yaml: %w", key, err)
			}
			text = string(raw)
		}
		if !strings.Contains(key, ":") {
			key = project.Name.String() + ":" + key
		}
		values[key] = text
	}
	own, secure, err := fileConfiguration(project, filepath.Join(root, stackFile(stack)))
	if err != nil {
		return nil, nil, notYAML(root, stackFile(stack), err)
	}
	for key, value := range own {
		values[key] = value
	}
	return values, secure, nil
}

// notYAML says in which line a file of settings is not YAML. The parser that Pulumi uses names another line, the
// first one of what is around the mistake.
func notYAML(root, file string, err error) error {
	text, unreadable := os.ReadFile(filepath.Join(root, file))
	if unreadable == nil {
		_, precise := parser.ParseBytes(text, 0)
		var syntax *yaml.SyntaxError
		if errors.As(precise, &syntax) {
			return fmt.Errorf("%s:%d: this is not YAML: %s", file, syntax.Token.Position.Line, syntax.Message)
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return fmt.Errorf("%s: %w", file, err)
}

// fileConfiguration are the values in a stack's file, by full key; secrets are not decrypted.
func fileConfiguration(project *workspace.Project, file string) (values map[string]string, secure []string, err error) {
	if _, err := os.Stat(file); err != nil {
		return nil, nil, err
	}
	loaded, err := workspace.LoadProjectStack(nil, project, file)
	if err != nil {
		return nil, nil, err
	}
	decrypted, err := loaded.Config.Decrypt(config.NopDecrypter)
	if err != nil {
		return nil, nil, err
	}
	values = map[string]string{}
	for key, value := range decrypted {
		values[key.String()] = value
		if v := loaded.Config[key]; v.Secure() {
			secure = append(secure, key.String())
		}
	}
	return values, secure, nil
}
