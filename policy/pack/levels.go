package pack

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"lambdaless/policy/checks"
	"lambdaless/policy/rule"
)

// readLevels reads the levels that files for --policy-pack-config give to the rules, by rule id. The
// engine applies them without telling the pack, and ignores policies that do not exist: those are
// problems here. The engine reports what else is wrong with a file.
func readLevels(list string) (levels map[string]rule.Level, problems []string) {
	levels = map[string]rule.Level{}
	for _, path := range filepath.SplitList(list) {
		text, err := os.ReadFile(path)
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s cannot be read: %v", ConfigVariable, err))
			continue
		}
		var policies map[string]json.RawMessage
		if err := json.Unmarshal(text, &policies); err != nil {
			problems = append(problems, fmt.Sprintf("%s is not an object of policies: %v", filepath.Base(path), err))
			continue
		}
		problems = append(problems, setLevels(levels, policies, filepath.Base(path))...)
	}
	return levels, problems
}

// setLevels sets the levels of one file. A policy's own goes before that of "all".
func setLevels(levels map[string]rule.Level, policies map[string]json.RawMessage, where string) (problems []string) {
	everyone := levelOf(policies["all"])
	known := map[string]bool{"all": true, collectorName: true}
	for _, r := range checks.All() {
		known[r.Name()] = true
		if level := levelOf(policies[r.Name()]); level != "" {
			levels[r.ID] = level
		} else if everyone != "" {
			levels[r.ID] = everyone
		}
	}
	for _, name := range slices.Sorted(maps.Keys(policies)) {
		if !known[name] {
			problems = append(problems, fmt.Sprintf("%s has the policy %q, which does not exist; docs/rules.md lists their names", where, name))
		}
	}
	return problems
}

// levelOf reads a level, which is a text of its own or an object's enforcementLevel. It is empty where
// there is none.
func levelOf(policy json.RawMessage) rule.Level {
	var level rule.Level
	if json.Unmarshal(policy, &level) == nil {
		return level
	}
	var object struct{ EnforcementLevel rule.Level }
	if json.Unmarshal(policy, &object) != nil {
		return ""
	}
	return object.EnforcementLevel
}
