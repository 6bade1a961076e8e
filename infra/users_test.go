package infra_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
)

func TestEndpointsOfUsersNeedALogin(t *testing.T) {
	t.Parallel()
	deploy := func(access string) *infratest.Recording {
		return infratest.Run(t, func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, fixture.Records) }, infratest.Stack{
			Config: map[string]string{"lambdaless:access": access},
		})
	}
	with, without := deploy(`{"writes":"open","users":"cognito"}`), deploy(`{"writes":"open"}`)
	assert.Len(t, with.OfType("table:Table"), 3)
	assert.Len(t, without.OfType("table:Table"), 2, "the table of users is theirs alone")
	assert.Empty(t, without.OfType("userPool:UserPool"))
	for name, scope := range map[string]string{"movies-get/me": "read", "movies-put/me": "write", "movies-post/me/movies": "write", "movies-delete/me/movies/{}": "write"} {
		method := with.One(t, "method:Method", name)
		assert.Equal(t, "COGNITO_USER_POOLS", method.Text("authorization"), name)
		assert.Equal(t, "lambdaless-test-movies/"+scope, method.Inputs["authorizationScopes"].ArrayValue()[0].StringValue(), name)
	}
	assert.Equal(t, "NONE", with.One(t, "method:Method", "movies-put/{}").Text("authorization"))
}

func TestClaimsNeedALogin(t *testing.T) {
	t.Parallel()
	api := fixture.Records
	api.Endpoints = append([]infra.Endpoint(nil), api.Endpoints...)
	for i := range api.Endpoints {
		api.Endpoints[i].Access = ""
	}
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }, infratest.Stack{})
	require.ErrorContains(t, err, "GET /me reads {claim.sub}, which only a signed-in user has, but access.reads is open: set the endpoint's Access to Users, or access.reads to cognito")
	require.ErrorContains(t, err, "PUT /me reads {claim.sub}, which only a signed-in user has, but access.writes is api-key")
}
