package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"
)

// Config is what a stack's program reads.
type Config struct {
	Values     map[string]string // by full key
	Secrets    []string          // the paths of encrypted values, as in "lambdaless:authorizerSecrets[0]"
	Locked     []string          // the keys of which a secret could not be decrypted, and is empty in Values
	Unreadable []Unreadable      // why
}

// Secret are the keys whose values are or contain secrets.
func (c Config) Secret() []string {
	var keys []string
	for _, path := range c.Secrets {
		namespace, name, _ := strings.Cut(path, ":")
		if end := strings.IndexAny(name, ".["); end >= 0 {
			name = name[:end]
		}
		keys = append(keys, namespace+":"+name)
	}
	return slices.Compact(keys)
}

// Configuration is the stack's file on top of the project's defaults, secrets decrypted.
func Configuration(root, stack string) (Config, error) {
	project, err := loadProject(root)
	if err != nil {
		return Config{}, err
	}
	if !slices.Contains(Stacks(root), stack) {
		return Config{}, fmt.Errorf("there is no Pulumi.%s.yaml: the stacks are %s", stack, stacks(root))
	}
	values := map[string]string{}
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
				return Config{}, fmt.Errorf("the value of %s in Pulumi.yaml: %w", key, err)
			}
			text = string(raw)
		}
		if !strings.Contains(key, ":") {
			key = project.Name.String() + ":" + key
		}
		values[key] = text
	}
	own, err := readSettings(root, stack)
	if err != nil {
		return Config{}, err
	}
	c, err := decrypted(own, stack)
	if err != nil {
		return Config{}, fmt.Errorf("%s: %w", stackFile(stack), err)
	}
	maps.Copy(values, c.Values)
	c.Values = values
	return c, nil
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
