package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// sections are what Pulumi reads at the top of a stack's file. It passes over anything else.
var sections = map[string]bool{"config": true, "environment": true, "secretsprovider": true, "encryptedkey": true, "encryptionsalt": true}

// checkStackFile reports what Pulumi would pass over in a stack's file: other sections, and a setting that is
// there with and without the project's name, of which Pulumi takes either. A file that is not there, or not YAML, is
// left to others.
func checkStackFile(root, file, project string) error {
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		return nil
	}
	parsed, err := parser.ParseBytes(text, 0)
	if err != nil || len(parsed.Docs) == 0 {
		return nil
	}
	top, ok := members(parsed.Docs[0].Body)
	if !ok {
		return fmt.Errorf("%s:%d: this is not a list of sections: settings are under \"config:\"", file, line(parsed.Docs[0].Body))
	}
	var errs []error
	for _, section := range top {
		name := section.Key.GetToken().Value
		switch {
		case !sections[name]:
			errs = append(errs, fmt.Errorf("%s:%d: Pulumi does not read the section %q: settings are under \"config:\"", file, line(section.Key), name))
		case name == "config":
			errs = append(errs, checkSettings(file, project, section.Value))
		}
	}
	return errors.Join(errs...)
}

// checkSettings checks what is under config.
func checkSettings(file, project string, config ast.Node) error {
	settings, ok := members(config)
	if !ok {
		return fmt.Errorf("%s:%d: settings are lines of a key, a colon, a space and a value, as in \"aws:region: us-east-1\"", file, line(config))
	}
	var errs []error
	at := map[string]int{}
	for _, setting := range settings {
		key := setting.Key.GetToken().Value
		full := key
		if !strings.Contains(key, ":") {
			full = project + ":" + key
		}
		if first, twice := at[full]; twice {
			errs = append(errs, fmt.Errorf("%s:%d: %s is set in line %d too, and Pulumi takes either: delete one of the two lines", file, line(setting.Key), full, first))
			continue
		}
		at[full] = line(setting.Key)
	}
	return errors.Join(errs...)
}

// members are what a mapping consists of; nothing at all is an empty one.
func members(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch node := node.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return nil, true
	case *ast.MappingNode:
		return node.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{node}, true
	}
	return nil, false
}

func line(node ast.Node) int { return node.GetToken().Position.Line }
