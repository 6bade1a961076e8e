package infra_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
)

func TestIntegrationTimeout(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, configured string
		want             float64
	}{
		{"by default a client soon hears of a slow database", "", 5000},
		{"as configured", "50", 50},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			config := map[string]string{"lambdaless:cors": `{"origins":["https://films.example"]}`}
			if test.configured != "" {
				config["lambdaless:integrationTimeout"] = test.configured
			}
			var calls, mocks int
			for _, r := range infratest.Run(t, fixture.Deploy, infratest.Stack{Config: config}).OfType("integration:Integration") {
				timeout, set := r.Inputs["timeoutMilliseconds"]
				if r.Text("type") == "MOCK" {
					mocks++
					assert.False(t, set, "%s answers by itself", r.Name)
					continue
				}
				calls++
				require.True(t, set, r.Name)
				assert.InDelta(t, test.want, timeout.NumberValue(), 0, r.Name)
			}
			assert.Positive(t, calls)
			assert.Positive(t, mocks)
		})
	}
}

func TestATimeoutThatChangesIsDeployed(t *testing.T) {
	t.Parallel()
	triggers := func(timeout string) map[string]any {
		stack := infratest.Stack{Config: map[string]string{"lambdaless:integrationTimeout": timeout}}
		return infratest.Run(t, fixture.Deploy, stack).OfType("deployment:Deployment")[0].Inputs["triggers"].ObjectValue().Mappable()
	}
	before, after := triggers("100"), triggers("200")
	changed := 0
	for key := range before {
		if before[key] != after[key] {
			changed++
		}
	}
	assert.Positive(t, changed, "a stage serves what its deployment has copied")
}
