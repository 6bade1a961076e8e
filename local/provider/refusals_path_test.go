package provider

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

// Where a resource may be in an API (CP-016).
func TestRefusedPaths(t *testing.T) {
	t.Parallel()
	refuse(t, []refusal{
		{"a 301st resource", resourceTypeName, func(w *fixture) props {
			root := w.api.outputs()["rootResourceId"].(string)
			for i := range 298 { // besides the root and {name}
				_, err := controlplane.Resources.Create(w.account.In("us-east-1"), apigateway.Resource{RestAPIID: w.api.id, ParentID: root, PathPart: "r" + strconv.Itoa(i)})
				require.NoError(w, err)
			}
			return props{"restApi": w.api.id, "parentId": root, "pathPart": "one-more"}
		}, "creating API Gateway Resource (one-more): LimitExceededException: Maximum number of Resources for this API has been reached.  Please contact AWS if you need additional Resources."},
		{"a resource of no API", resourceTypeName, func(w *fixture) props {
			return props{"restApi": "none", "parentId": w.node.id, "pathPart": "x"}
		}, "creating API Gateway Resource (x): NotFoundException: Invalid API identifier specified 000000000000:none"},
		{"a resource below no parent", resourceTypeName, func(w *fixture) props {
			return props{"restApi": w.api.id, "parentId": "none", "pathPart": "x"}
		}, "creating API Gateway Resource (x): NotFoundException: Invalid Resource identifier specified"},
		{"a path part with a space", resourceTypeName, func(w *fixture) props {
			return props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": "a b"}
		}, "creating API Gateway Resource (a b): BadRequestException: Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end."},
		{"two path variables side by side", resourceTypeName, func(w *fixture) props {
			return props{"restApi": w.api.id, "parentId": w.api.outputs()["rootResourceId"], "pathPart": "{id}"}
		}, "creating API Gateway Resource ({id}): BadRequestException: A sibling ({name}) of this resource already has a variable path part -- only one is allowed"},
		{"CP-016 a greedy path variable beside a variable", resourceTypeName, func(w *fixture) props {
			return props{"restApi": w.api.id, "parentId": w.api.outputs()["rootResourceId"], "pathPart": "{proxy+}"}
		}, "creating API Gateway Resource ({proxy+}): BadRequestException: A sibling ({name}) of this resource already has a variable path part -- only one is allowed"},
		{"CP-016 a variable beside a greedy path variable", resourceTypeName, func(w *fixture) props {
			w.create(resourceTypeName, "greedy", props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": "{proxy+}"})
			return props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": "{id}"}
		}, "creating API Gateway Resource ({id}): BadRequestException: A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed"},
		{"a resource below a greedy path variable", resourceTypeName, func(w *fixture) props {
			greedy := w.create(resourceTypeName, "greedy", props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": "{proxy+}"})
			return props{"restApi": w.api.id, "parentId": greedy.id, "pathPart": "x"}
		}, "creating API Gateway Resource (x): BadRequestException: Cannot create a child of a resource with a greedy path variable: {proxy+}"},
	})
}

// The words of updates that AWS refuses.
func TestUpdatesThatAWSRefuses(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	child := w.create(resourceTypeName, "child", props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": "child"})
	err := w.node.tryUpdate(props{"restApi": w.api.id, "parentId": child.id, "pathPart": "{name}"})
	require.ErrorContains(t, err, "updating API Gateway Resource ({name}): BadRequestException: Resources cannot be cyclical.")

	rootID, _ := w.api.outputs()["rootResourceId"].(string)
	root := &deployed{harness: w.harness, urn: urnOf(resourceTypeName, "root"), id: rootID, state: w.node.imported(w.api.id + "/" + rootID).GetProperties()}
	require.ErrorContains(t, root.tryUpdate(props{"restApi": w.api.id, "parentId": "", "pathPart": "x"}), "BadRequestException: Root resource cannot update its pathPart.")
	require.ErrorContains(t, root.tryUpdate(props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": ""}), "BadRequestException: Root resource cannot update its parentId.")

	w.create(resourceTypeName, "variable", props{"restApi": w.api.id, "parentId": child.id, "pathPart": "{id}"})
	other := w.create(resourceTypeName, "other", props{"restApi": w.api.id, "parentId": child.id, "pathPart": "other"})
	says := "updating API Gateway Resource (other): BadRequestException: A sibling ({id}) of this resource already has a variable path part -- only one is allowed"
	require.ErrorContains(t, other.tryUpdate(props{"restApi": w.api.id, "parentId": child.id, "pathPart": "{rest+}"}), says)
	require.ErrorContains(t, child.tryUpdate(props{"restApi": w.api.id, "parentId": child.id, "pathPart": "child"}), "Resources cannot be cyclical.", "below itself")

	w.create(validatorType, "body", props{"restApi": w.api.id, "name": "body"})
	both := w.create(validatorType, "both", props{"restApi": w.api.id, "name": "both"})
	require.ErrorContains(t, both.tryUpdate(props{"restApi": w.api.id, "name": "body"}), "updating API Gateway Request Validator (both): BadRequestException: Request Validator name must be unique")
	both.update(props{"restApi": w.api.id, "name": "both", "validateRequestBody": true})

	require.ErrorContains(t, w.integration.tryUpdate(with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": "text/plain"}})),
		"updating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: text/plain]")
}
