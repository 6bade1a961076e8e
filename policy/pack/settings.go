package pack

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"lambdaless/policy/rule"
)

// stackNamespace is the namespace of a stack's own settings: policy:settings in Pulumi.<stack>.yaml.
const stackNamespace = "policy"

// settingsOf joins the defaults, the stack's own settings and those of --policy-pack-config, which
// count most: whoever runs the preview has the last word.
func settingsOf(pctx *pulumi.Context, given map[string]any) (rule.Settings, []string) {
	settings := rule.DefaultSettings()
	var problems []string
	if text := config.New(pctx, stackNamespace).Get("settings"); text != "" {
		var own map[string]any
		if err := json.Unmarshal([]byte(text), &own); err != nil {
			problems = append(problems, fmt.Sprintf("%s:settings of stack %s is not an object: %v", stackNamespace, pctx.Stack(), err))
		}
		problems = append(problems, settings.Set(own, fmt.Sprintf("%s:settings of stack %s", stackNamespace, pctx.Stack()))...)
	}
	problems = append(problems, settings.Set(given, "--policy-pack-config, "+collectorName)...)
	return settings, problems
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
