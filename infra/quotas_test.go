package infra

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/settings"
)

// wide is an API of that many endpoints, each with a resource of its own.
func wide(endpoints int) API {
	api := shop()
	template := api.Endpoints[3]
	api.Endpoints = nil
	for i := range endpoints {
		e := template
		e.Path = fmt.Sprintf("/e%d", i)
		api.Endpoints = append(api.Endpoints, e)
	}
	return api
}

func TestQuotasAreProblemsBeforeTheUpdate(t *testing.T) {
	t.Parallel()
	require.NoError(t, wide(299).Validate())
	require.ErrorContains(t, wide(300).Validate(), "the paths need 301 resources, the root among them, but AWS allows an API 300")
	raised := wide(1001)
	raised.Quotas.Resources = 2000
	require.EqualError(t, raised.Validate(), "1 to correct:\n  API: the methods need 1001 roles, but AWS allows an account 1000; ask AWS for more and set Quotas.Roles")
	raised.Quotas.Roles = 5000
	require.NoError(t, raised.Validate())
}

func TestNotesAboutQuotas(t *testing.T) {
	t.Parallel()
	limits := settings.Config{Throttle: settings.Throttle{RateLimit: 10_000, BurstLimit: 5000}, UsagePlan: settings.UsagePlan{Throttle: settings.Throttle{RateLimit: 2500, BurstLimit: 1250}}}
	assert.Empty(t, notes(wide(499), limits, Account{Region: "eu-west-1"}))
	assert.Equal(t, []string{
		"the methods need 500 of the 1000 roles that AWS allows the account",
		"throttleRateLimit is 10000, but AWS lets all APIs of the account in eu-south-1 together do 2500, unless it has raised that quota",
		"throttleBurstLimit is 5000, but AWS lets all APIs of the account in eu-south-1 together do 1250, unless it has raised that quota",
	}, notes(wide(500), limits, Account{Region: "eu-south-1"}))
	limits.Throttle.RateLimit++
	assert.Contains(t, strings.Join(notes(wide(1), limits, Account{Region: "us-east-1"}), ""), "throttleRateLimit is 10001")
}
