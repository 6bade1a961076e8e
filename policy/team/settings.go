// Package team has the settings that a team gives to the rules for all of its stacks: settings.json. They are
// compiled into the policy pack, so that a pull request is judged by the settings of the branch whose pack
// judges it.
package team

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"lambdaless/policy/rule"
)

// File is where the settings are, from the repository's root.
const File = "policy/team/settings.json"

//go:embed settings.json
var text []byte

// Given are the settings in the file, by name. docs/rules.md lists them.
func Given() (map[string]any, error) {
	var given map[string]any
	if err := json.Unmarshal(text, &given); err != nil {
		return nil, fmt.Errorf("%s is not an object: %w", File, err)
	}
	return given, nil
}

// Settings are the rules' defaults with those of the file. Each problem of the file is a text of its own.
func Settings() (settings rule.Settings, problems []string) {
	settings = rule.DefaultSettings()
	given, err := Given()
	if err != nil {
		return settings, []string{err.Error()}
	}
	return settings, settings.Set(given, File)
}
