package provider

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func TestDeletionsThatAWSRefuses(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()

	w.create(rolePolicyType, "p", props{"name": "p", "role": w.role.id, "policy": getMovies})
	require.ErrorContains(t, w.role.tryDelete(), "deleting IAM Role (get-role): DeleteConflict: Cannot delete entity, must delete policies first.")

	attached := w.create(roleType, "attached", props{"name": "attached", "assumeRolePolicy": trust})
	p := w.create(policyType, "p", props{"name": "p", "policy": getMovies})
	w.create(attachmentType, "a", props{"role": attached.id, "policyArn": p.id})
	require.ErrorContains(t, attached.tryDelete(), "DeleteConflict: Cannot delete entity, must detach all policies first.")
	require.ErrorContains(t, p.tryDelete(), "deleting IAM Policy (p): DeleteConflict: Cannot delete a policy attached to entities.")

	s := w.stage(nil)
	require.ErrorContains(t, w.deployment.tryDelete(), "deleting API Gateway Deployment: BadRequestException: Active stages pointing to this deployment must be moved or deleted")
	s.delete()
	w.deployment.delete()

	m := w.create(modelType, "m", props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json", "schema": "{}"})
	w.create(methodType, "put", w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestModels": props{"application/json": "Movie"}}))
	require.ErrorContains(t, m.tryDelete(), "deleting API Gateway Model (Movie): ConflictException: Cannot delete model 'Movie', is referenced in method request: /{name}/PUT")
}

// A gateway response that was deleted outside of Pulumi: AWS answers that the type does not exist, and the provider
// takes it for deleted.
func TestGatewayResponseThatIsNotDefined(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	r := w.create(gatewayRespType, "r", props{"restApiId": w.api.id, "responseType": "DEFAULT_4XX", "responseTemplates": props{"application/json": "{}"}})
	client, key := w.account.In("us-east-1"), apigateway.GatewayResponse{RestAPIID: w.api.id, ResponseType: "DEFAULT_4XX"}
	require.NoError(t, controlplane.GatewayResponses.Delete(client, key))
	require.EqualError(t, controlplane.GatewayResponses.Delete(client, key), "NotFoundException: Gateway response type not defined on api")
	_, err := controlplane.GatewayResponses.Get(client, apigateway.GatewayResponse{RestAPIID: w.api.id, ResponseType: "UNAUTHORIZED"})
	require.EqualError(t, err, "NotFoundException: Gateway response type not defined on api")
	_, err = controlplane.GatewayResponses.Get(client, apigateway.GatewayResponse{RestAPIID: "none", ResponseType: "UNAUTHORIZED"})
	require.EqualError(t, err, "NotFoundException: Invalid API identifier specified 000000000000:none")
	r.delete()
	assert.False(t, r.refresh())
}

// What AWS answers to calls about the parts of an API that does not exist.
func TestPartsOfNoAPI(t *testing.T) {
	t.Parallel()
	client := newHarness(t).account.In("us-east-1")
	_, err := controlplane.Models.Get(client, apigateway.Model{RestAPIID: "none", Name: "Movie"})
	require.EqualError(t, err, "NotFoundException: Invalid model name specified: Movie")
	require.EqualError(t, controlplane.Models.Delete(client, apigateway.Model{RestAPIID: "none", Name: "Movie"}), "NotFoundException: Invalid model name specified: Movie")
	_, err = controlplane.RequestValidators.Get(client, apigateway.RequestValidator{RestAPIID: "none", ID: "v"})
	require.EqualError(t, err, "NotFoundException: Invalid Request Validator identifier specified")
	_, err = controlplane.Integrations.Get(client, apigateway.Integration{RestAPIID: "none", ResourceID: "r", HTTPMethod: "GET"})
	require.EqualError(t, err, "NotFoundException: Invalid Resource identifier specified")
	_, err = controlplane.IntegrationResponses.Get(client, apigateway.IntegrationResponse{RestAPIID: "none", ResourceID: "r", HTTPMethod: "GET", StatusCode: "200"})
	require.EqualError(t, err, "NotFoundException: Invalid Resource identifier specified")
}

// CP-014: a validator that a method uses stays.
func TestValidatorInUse(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	v := w.create(validatorType, "v", props{"restApi": w.api.id, "name": "body", "validateRequestBody": true})
	m := w.create(methodType, "put", w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestValidatorId": v.id}))
	require.ErrorContains(t, v.tryDelete(), "deleting API Gateway Request Validator (body): ConflictException: Cannot delete request validator 'body', is referenced in method request: /{name}/PUT")
	m.delete()
	v.delete()
}
