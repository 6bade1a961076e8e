package provider

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDeletionsThatAWSRefuses(t *testing.T) {
	t.Parallel()
	w := newLab(t).fixture()

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

// CP-014: a validator that a method uses stays.
func TestValidatorInUse(t *testing.T) {
	t.Parallel()
	w := newLab(t).fixture()
	v := w.create(validatorType, "v", props{"restApi": w.api.id, "name": "body", "validateRequestBody": true})
	m := w.create(methodType, "put", w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestValidatorId": v.id}))
	require.ErrorContains(t, v.tryDelete(), "deleting API Gateway Request Validator (body): ConflictException: Cannot delete request validator 'body', is referenced in method request: /{name}/PUT")
	m.delete()
	v.delete()
}
