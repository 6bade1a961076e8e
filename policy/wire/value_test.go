package wire

import (
	"math/rand/v2"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Properties of every kind, nested at random, are read from the wire as through the SDK's own types.
func TestFromStructReadsAsTheSDKDoes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		p := Properties{}
		for _, key := range []resource.PropertyKey{"a", "b", "__internal"} {
			p[key] = drawn(t, random, 3)
		}
		sent, err := plugin.MarshalProperties(resource.PropertyMap(p), wireOptions)
		require.NoError(t, err)
		got, err := FromStruct(sent)
		require.NoError(t, err)
		received, err := PropertiesOf(sent)
		require.NoError(t, err)
		require.Equal(t, received.value(), got, "%v", p)
	}
	got, err := FromStruct(nil)
	require.NoError(t, err)
	assert.Equal(t, Properties{}.value(), got)
}

func drawn(t *testing.T, random *rand.Rand, depth int) resource.PropertyValue {
	t.Helper()
	if depth == 0 {
		return resource.NewProperty("deep")
	}
	inner := func() resource.PropertyValue { return drawn(t, random, depth-1) }
	switch random.IntN(13) {
	case 0:
		return resource.NewNullProperty()
	case 1:
		return resource.NewProperty(true)
	case 2:
		return resource.NewProperty(1.5)
	case 3:
		return resource.NewProperty(plugin.UnknownStringValue[:35] + "x") // as long as the mark of an unknown text
	case 4:
		return resource.MakeComputed(resource.NewProperty(""))
	case 5:
		return resource.MakeComputed(resource.NewProperty([]resource.PropertyValue{}))
	case 6:
		return resource.MakeSecret(inner())
	case 7:
		return resource.NewProperty([]resource.PropertyValue{inner(), inner()})
	case 8:
		return resource.NewProperty([]resource.PropertyValue{})
	case 9:
		return resource.NewProperty(resource.PropertyMap{"x": inner(), "y": inner()})
	case 10:
		return resource.NewProperty(resource.Output{Element: inner(), Known: random.IntN(2) == 0, Secret: random.IntN(2) == 0, Dependencies: []resource.URN{"urn:pulumi:s::p::t::n"}})
	case 11:
		text, err := asset.FromText("text")
		require.NoError(t, err)
		return resource.NewProperty(text)
	}
	return resource.MakeCustomResourceReference("urn:pulumi:s::p::t::n", "id", "1.0")
}
