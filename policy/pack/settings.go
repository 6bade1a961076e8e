package pack

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"

	"lambdaless/policy/rule"
	"lambdaless/policy/team"
)

// stackNamespace is the namespace of a stack's own settings: policy:settings in Pulumi.<stack>.yaml.
const stackNamespace = "policy"

// settingsInForce joins the defaults, the team's, the stack's own settings and those of --policy-pack-config, each
// of which override the ones before. A production stack cannot relax its own rules: such settings are ignored and are problems.
// influences say which settings are in force besides the defaults.
func (s *session) settingsInForce() (settings rule.Settings, influences, problems []string) {
	given := s.settings
	settings, problems = team.Settings()
	ours, _ := team.Given() // whose problems those are
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		if _, overridden := given[name]; !overridden {
			influences = append(influences, fmt.Sprintf("%s: %s is %s", team.File, name, inJSON(ours[name])))
		}
	}
	problems = append(problems, settings.Set(given, "--policy-pack-config, "+collectorName)...)
	where := fmt.Sprintf("%s:settings of stack %s", stackNamespace, s.stack)
	own := map[string]any{}
	if text := s.config[stackNamespace+":settings"]; text != "" {
		if err := json.Unmarshal([]byte(text), &own); err != nil {
			problems = append(problems, fmt.Sprintf("%s is not an object: %v", where, err))
			own = nil
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if _, overridden := given[name]; overridden {
			continue
		}
		changed := settings
		more := changed.Set(map[string]any{name: own[name]}, where)
		problems = append(problems, more...)
		if len(more) > 0 {
			continue
		}
		if settings.Production(s.stack) && changed.Relaxes(settings, s.stack) {
			problems = append(problems, fmt.Sprintf("%s relaxes the rules of a production stack: %s is %s; a setting that does belongs into a file for --policy-pack-config", where, name, inJSON(own[name])))
			continue
		}
		settings = changed
		influences = append(influences, fmt.Sprintf("%s: %s is %s", where, name, inJSON(own[name])))
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		influences = append(influences, fmt.Sprintf("--policy-pack-config: %s is %s", name, inJSON(given[name])))
	}
	return settings, influences, problems
}

func inJSON(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(out)
}

// schema describes the settings for the engine. It has no defaults, so that only settings that were set arrive; and
// the engine's own check lets unknown names through, so that Settings.Set refuses them.
func schema() (*pulumirpc.PolicyConfigSchema, error) {
	return schemaOf(func(s rule.Setting) map[string]any {
		p := map[string]any{"type": s.Type, "description": s.Description}
		if s.Type == "array" {
			p["items"] = map[string]any{"type": "string"}
		}
		return p
	})
}

// misplaced is the schema of every rule: a setting belongs to the collector's policy, and the engine
// would never show us one that is given to a rule.
func misplaced() (*pulumirpc.PolicyConfigSchema, error) {
	return schemaOf(func(rule.Setting) map[string]any {
		return map[string]any{"not": map[string]any{}, "description": "belongs to " + collectorName}
	})
}

func schemaOf(describe func(rule.Setting) map[string]any) (*pulumirpc.PolicyConfigSchema, error) {
	properties := map[string]any{}
	for _, s := range rule.AllSettings() {
		properties[s.Name] = describe(s)
	}
	described, err := structpb.NewStruct(properties)
	return &pulumirpc.PolicyConfigSchema{Properties: described}, err
}
