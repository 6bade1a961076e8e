package wire

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
)

func TestAChangeOfACloneLeavesTheRecordingAsItIs(t *testing.T) {
	t.Parallel()
	make := func() *Recording {
		nested := resource.NewPropertyMapFromMap(map[string]any{"list": []any{"a", map[string]any{"b": "c"}}, "map": map[string]any{"d": "e"}, "text": "f"})
		nested["secret"] = resource.MakeSecret(resource.NewProperty(resource.PropertyMap{"g": resource.NewProperty("h")}))
		nested["unknown"] = resource.MakeComputed(resource.NewProperty(""))
		return &Recording{
			Project: "p", Stack: "s", Config: map[string]string{"k": "v"},
			Resources: []*Resource{{
				URN: "u", Inputs: Properties(nested), Provider: &Provider{URN: "q", Inputs: Properties{"region": resource.NewProperty("r")}},
				Dependencies: []string{"x"}, PropertyDependencies: map[string][]string{"text": {"y"}},
			}, {URN: "unseen"}},
		}
	}
	original := make()
	c := original.Clone()
	assert.Equal(t, original, c)
	n := c.Resources[0]
	n.Inputs["list"].ArrayValue()[1].ObjectValue()["b"] = resource.NewProperty("changed")
	n.Inputs["map"].ObjectValue()["d"] = resource.NewProperty("changed")
	n.Inputs["secret"].SecretValue().Element.ObjectValue()["g"] = resource.NewProperty("changed")
	n.Inputs["text"], n.Provider.Inputs["region"] = resource.NewProperty("changed"), resource.NewProperty("changed")
	n.Dependencies[0], n.PropertyDependencies["text"][0], c.Config["k"] = "changed", "changed", "changed"
	c.Resources = c.Resources[:1]
	assert.Equal(t, make(), original)
}
