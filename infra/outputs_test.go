package infra_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
)

var update = flag.Bool("update", false, "write docs/outputs.schema.json anew")

// The schema in docs is current, and the outputs of every stack, with every kind of access, match it.
func TestOutputsMatchTheirSchema(t *testing.T) {
	t.Parallel()
	file := filepath.Join(infratest.Root(t), "docs", "outputs.schema.json")
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(infra.OutputsSchema()), 0o644))
	}
	committed, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, infra.OutputsSchema(), string(committed), "run go test ./infra -run Outputs -update")
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(committed)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("outputs.json", document))
	schema, err := compiler.Compile("outputs.json")
	require.NoError(t, err)

	exported := map[string]bool{}
	for _, stack := range []string{"local", "dev", "prod", "local with a queue", "prod in two regions"} {
		name, further, _ := strings.Cut(stack, " ")
		config := infratest.StackConfig(t, name)
		switch further {
		case "with a queue":
			config["lambdaless:stream"] = "queue"
		case "in two regions":
			config["lambdaless:regions"], config["lambdaless:writeRegion"] = `["us-east-1","eu-west-1"]`, "us-east-1"
			config["lambdaless:domainName"], config["lambdaless:hostedZoneId"] = "api.example.com", "Z123"
		}
		r := infratest.Run(t, infra.Deploy, infratest.Stack{Name: name, Config: config})
		text, err := json.Marshal(r.Outputs)
		require.NoError(t, err)
		values, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		require.NoError(t, err)
		assert.NoError(t, schema.Validate(values), stack)
		for name := range r.Outputs {
			exported[name] = true
		}
		for _, o := range infra.Outputs {
			if o.Secret {
				assert.False(t, o.Public, "%s is secret", o.Name)
			}
		}
		for _, name := range r.SecretOutputs {
			assert.Contains(t, infra.Outputs, infra.Output{Name: name, Type: "string", Secret: true, When: "some access is api-key", Description: "The key that clients send as x-api-key"})
		}
	}
	for _, o := range infra.Outputs {
		assert.True(t, exported[o.Name], "no stack exports %s", o.Name)
	}
}
