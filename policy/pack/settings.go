package pack

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"lambdaless/policy/rule"
	"lambdaless/policy/team"
)

// stackNamespace is the namespace of a stack's own settings: policy:settings in Pulumi.<stack>.yaml.
const stackNamespace = "policy"

// settingsOf joins the defaults, the team's, the stack's own settings and those of --policy-pack-config, each
// of which override the ones before. A production stack cannot relax its own rules: such settings are ignored and are problems.
// influences say which settings are in force besides the defaults.
func settingsOf(pctx *pulumi.Context, given map[string]any) (settings rule.Settings, influences, problems []string) {
	settings, problems = team.Settings()
	ours, _ := team.Given() // whose problems those are
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		if _, overridden := given[name]; !overridden {
			influences = append(influences, fmt.Sprintf("%s: %s is %s", team.File, name, inJSON(ours[name])))
		}
	}
	problems = append(problems, settings.Set(given, "--policy-pack-config, "+collectorName)...)
	where := fmt.Sprintf("%s:settings of stack %s", stackNamespace, pctx.Stack())
	own := map[string]any{}
	if text := config.New(pctx, stackNamespace).Get("settings"); text != "" {
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
		if settings.Production(pctx.Stack()) && changed.Relaxes(settings, pctx.Stack()) {
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

// schema describes the settings for the engine. It has no defaults, so that only what somebody set
// arrives; and the engine's own check lets unknown names through, so that Settings.Set refuses them.
func schema() *policyx.ConfigSchema {
	properties := map[string]map[string]any{}
	for _, s := range rule.AllSettings() {
		p := map[string]any{"type": s.Type, "description": s.Description}
		if s.Type == "array" {
			p["items"] = map[string]any{"type": "string"}
		}
		properties[s.Name] = p
	}
	return &policyx.ConfigSchema{Properties: properties}
}

// misplaced is the schema of every rule: a setting belongs to the collector's policy, and the engine
// would never show us one that is given to a rule.
func misplaced() *policyx.ConfigSchema {
	properties := map[string]map[string]any{}
	for _, s := range rule.AllSettings() {
		properties[s.Name] = map[string]any{
			"not": map[string]any{}, "description": "belongs to " + collectorName,
		}
	}
	return &policyx.ConfigSchema{Properties: properties}
}
