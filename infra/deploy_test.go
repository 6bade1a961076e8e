package infra_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
)

func deployed(t *testing.T, stack string) *infratest.Recording {
	t.Helper()
	return infratest.Run(t, fixture.Deploy, infratest.Stack{Name: stack, Config: infratest.StackConfig(t, stack)})
}

const (
	trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	table = "arn:aws:dynamodb:us-east-1:123456789012:table/lambdaless-dev-favorite_movies"
)

// The complete list of permissions that the program grants.
func TestEveryIAMStatement(t *testing.T) {
	t.Parallel()
	r := deployed(t, "dev")
	trusts, policies, attachments := map[string]string{}, map[string]string{}, map[string]string{}
	for _, res := range r.Resources {
		switch {
		case !strings.Contains(res.Type, ":iam/"):
		case res.Type == "aws:iam/role:Role":
			trusts[res.Text("name")] = res.Text("assumeRolePolicy")
			for _, key := range []resource.PropertyKey{"inlinePolicies", "managedPolicyArns", "permissionsBoundary"} {
				assert.NotContains(t, res.Inputs, key)
			}
		case res.Type == "aws:iam/rolePolicy:RolePolicy":
			policies[res.Text("role")] = res.Text("policy")
		case res.Type == "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
			attachments[res.Text("role")] = res.Text("policyArn")
		default:
			t.Errorf("%s is a kind of permission that this test does not know", res.URN)
		}
	}
	assert.Equal(t, map[string]string{
		"lambdaless-dev-us-east-1-get-@":    trust,
		"lambdaless-dev-us-east-1-put-@":    trust,
		"lambdaless-dev-us-east-1-delete-@": trust,
	}, trusts)
	allow := func(action string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"` + table + `"}]}`
	}
	assert.Equal(t, map[string]string{
		"lambdaless-dev-us-east-1-get-@":    allow("dynamodb:GetItem"),
		"lambdaless-dev-us-east-1-put-@":    allow("dynamodb:PutItem"),
		"lambdaless-dev-us-east-1-delete-@": allow("dynamodb:DeleteItem"),
	}, policies)
	assert.Empty(t, attachments)
}

func TestEveryMethodCallsDynamoDBWithItsOwnRole(t *testing.T) {
	t.Parallel()
	r := deployed(t, "dev")
	actions := map[string]string{"get": "GetItem", "put": "PutItem", "delete": "DeleteItem"}
	require.Len(t, r.OfType("integration:Integration"), len(actions))
	for verb, action := range actions {
		integration := r.One(t, "integration:Integration", "movies-"+verb+"/{}-integration")
		assert.Equal(t, "AWS", integration.Text("type"))
		assert.Equal(t, "POST", integration.Text("integrationHttpMethod"))
		assert.Equal(t, strings.ToUpper(verb), integration.Text("httpMethod"))
		assert.Equal(t, "NEVER", integration.Text("passthroughBehavior"))
		assert.Equal(t, "arn:aws:apigateway:us-east-1:dynamodb:action/"+action, integration.Text("uri"))
		assert.Equal(t, "arn:aws:iam::123456789012:role/lambdaless-dev-us-east-1-"+verb+"-@", integration.Text("credentials"))
		templates := integration.Inputs["requestTemplates"].ObjectValue()
		assert.Len(t, templates, 1)
		text := templates["application/json"].StringValue()
		assert.True(t, strings.HasPrefix(text, "## source: movie/"+verb+".request.vtl\n"), text)
		assert.Contains(t, text, `"TableName": "lambdaless-dev-favorite_movies"`)
	}
}

func TestEveryChildIsParentedAndNamedAfterItsParent(t *testing.T) {
	t.Parallel()
	r := deployed(t, "prod")
	byURN := map[string]infratest.Resource{}
	components := 0
	for _, res := range r.Resources {
		byURN[res.URN] = res
		if !res.Custom && strings.HasPrefix(res.Type, "lambdaless:") { // others are constructed by a provider
			components++
		}
	}
	var roots []string
	for _, res := range r.Resources {
		parent, ok := byURN[res.Parent]
		if !ok {
			assert.Contains(t, res.Parent, "pulumi:pulumi:Stack", res.URN)
			roots = append(roots, res.Type)
			continue
		}
		assert.False(t, parent.Custom, "%s has a parent that is not a component", res.URN)
		assert.True(t, strings.HasPrefix(res.Name, parent.Name), "%s is not named after %s", res.Name, parent.Name)
		assert.True(t, strings.HasPrefix(parent.Type, "lambdaless:infra:"), parent.Type)
	}
	assert.Equal(t, []string{"lambdaless:infra:Api"}, roots)
	assert.Equal(t, components+1, r.OutputsRegistered, "every component and the stack registers its outputs")
}

func TestWhatHasAFixedNameIsDeletedBeforeItIsReplaced(t *testing.T) {
	t.Parallel()
	first := []string{
		// AWS finds these by our names: the second of a name is refused, or overwrites the first and is
		// deleted in its place.
		"aws:dynamodb/table:Table", "aws:apigateway/resource:Resource", "aws:apigateway/method:Method",
		"aws:apigateway/methodResponse:MethodResponse", "aws:apigateway/integration:Integration",
		"aws:apigateway/integrationResponse:IntegrationResponse",
		"pulumi:index:Stash", // takes the methods along
	}
	for _, res := range deployed(t, "dev").Resources {
		if res.Custom {
			assert.Equal(t, slices.Contains(first, res.Type), res.DeleteBeforeReplace, res.URN)
		}
	}
}

func TestADeploymentWaitsForEverythingThatItFreezes(t *testing.T) {
	t.Parallel()
	r := deployed(t, "dev")
	deployment := r.One(t, "deployment:Deployment", "movies-deployment")
	frozen := 0
	for _, res := range r.Resources {
		for _, kind := range []string{
			"method:Method", "methodResponse:MethodResponse", "integration:Integration", "integrationResponse:IntegrationResponse",
			"model:Model", "requestValidator:RequestValidator", "apigateway/resource:Resource", "rolePolicy:RolePolicy",
		} {
			if strings.HasSuffix(res.Type, kind) {
				frozen++
				assert.Contains(t, deployment.Dependencies, res.URN)
			}
		}
	}
	// Three times a method, an integration, a policy and three responses, each on either side; a model, a validator and a
	// resource for all of them.
	assert.Equal(t, 3*(1+1+1+3+3)+3, frozen)
	for _, response := range r.OfType("integrationResponse:IntegrationResponse") {
		prefix := strings.TrimSuffix(response.Name, "-response")
		declared := r.One(t, "methodResponse:MethodResponse", prefix)
		integration := r.One(t, "integration:Integration", prefix[:strings.LastIndex(prefix, "-")]+"-integration")
		assert.Contains(t, response.Dependencies, declared.URN)
		assert.Contains(t, response.Dependencies, integration.URN)
	}
	stage := r.One(t, "stage:Stage", "movies-stage")
	assert.Contains(t, stage.Dependencies, deployment.URN)
	for _, group := range r.OfType("logGroup:LogGroup") {
		assert.Contains(t, stage.Dependencies, group.URN, "there before the stage writes, deleted after it")
	}
	assert.Contains(t, deployment.Dependencies, r.One(t, "table:Table", "movies-favorite_movies").URN)
	for _, policy := range r.OfType("rolePolicy:RolePolicy") {
		assert.Contains(t, r.One(t, "table:Table", "movies-favorite_movies").Dependencies, policy.URN, "rights to a key come before the table uses it")
	}
}

func triggersOf(t *testing.T, api infra.API, stack infratest.Stack) map[string]any {
	t.Helper()
	r := infratest.Run(t, func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }, stack)
	return r.One(t, "deployment:Deployment", "movies-deployment").Inputs["triggers"].ObjectValue().Mappable()
}

func changedKeys(before, after map[string]any) []string {
	changed := map[string]bool{}
	for key := range before {
		changed[key] = before[key] != after[key]
	}
	for key := range after {
		changed[key] = before[key] != after[key]
	}
	maps.DeleteFunc(changed, func(_ string, differs bool) bool { return !differs })
	return slices.Sorted(maps.Keys(changed))
}

func TestEveryFileTriggersADeploymentAndAllFilesAreUsed(t *testing.T) {
	t.Parallel()
	get, put, remove := "GET /{name}", "PUT /{name}", "DELETE /{name}"
	users := map[string][]string{
		"movie/get.request.vtl":     {get},
		"movie/get.response.vtl":    {get},
		"movie/put.request.vtl":     {put},
		"movie/put.response.vtl":    {put},
		"movie/put.model.json":      {"model MoviePutModel"},
		"movie/delete.request.vtl":  {remove},
		"movie/delete.response.vtl": {remove},
		"error/4xx.response.vtl":    {remove, get, put},
		"error/5xx.response.vtl":    {remove, get, put},
	}
	_, all := fixture.Editable()
	delete(all, "movie/movie.schema.json") // the others are made from it
	assert.ElementsMatch(t, slices.Collect(maps.Keys(all)), slices.Collect(maps.Keys(users)))
	before := triggersOf(t, fixture.Movies, infratest.Stack{})
	for file, want := range users {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			api, files := fixture.Editable()
			files[file].Data = append(files[file].Data, "\n "...)
			assert.Equal(t, want, changedKeys(before, triggersOf(t, api, infratest.Stack{})))
		})
	}
}

func TestWhatTriggersADeployment(t *testing.T) {
	t.Parallel()
	before := triggersOf(t, fixture.Movies, infratest.Stack{})
	tests := map[string]struct {
		edit   func(*infra.API)
		config map[string]string
		want   []string
	}{
		"nothing changed":     {},
		"another status":      {edit: func(a *infra.API) { a.Endpoints[1].Responses[0].Status = 201 }, want: []string{"PUT /{name}"}},
		"a route is gone":     {edit: func(a *infra.API) { a.Endpoints = a.Endpoints[:2] }, want: []string{"DELETE /{name}"}},
		"another access":      {config: map[string]string{"lambdaless:access": `{"reads":"api-key"}`}, want: []string{"GET /{name}"}},
		"another table name":  {config: map[string]string{"lambdaless:tableName": "other"}, want: []string{"DELETE /{name}", "GET /{name}", "PUT /{name}"}},
		"only a stage's tags": {config: map[string]string{"lambdaless:tags": `{"team":"x"}`}},
		"only a stage's settings": {config: map[string]string{
			"lambdaless:throttleRateLimit": "7", "lambdaless:logRetentionDays": "7", "lambdaless:tracing": "false",
			"lambdaless:stageName": "other", "lambdaless:usagePlanRateLimit": "7",
		}},
		"only the table's settings": {config: map[string]string{"lambdaless:pointInTimeRecovery": "false"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, _ := fixture.Editable()
			if test.edit != nil {
				test.edit(&api)
			}
			assert.Equal(t, test.want, changedKeys(before, triggersOf(t, api, infratest.Stack{Config: test.config})))
		})
	}
}

// Otherwise the old response would still be there while the new deployment is made.
func TestAnIntegrationIsReplacedWhenItsResponsesAreChosenDifferently(t *testing.T) {
	t.Parallel()
	triggers := func(edit func(*infra.API)) map[string]string {
		api, files := fixture.Editable()
		files["movie/get.response.vtl"].Data = append(files["movie/get.response.vtl"].Data, "\n "...)
		edit(&api)
		r := infratest.Run(t, func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }, infratest.Stack{})
		result := map[string]string{}
		for _, integration := range r.OfType("integration:Integration") {
			result[integration.Name] = integration.ReplacementTrigger
		}
		return result
	}
	before := triggers(func(*infra.API) {})
	assert.Equal(t, before, triggers(func(a *infra.API) { slices.Reverse(a.Errors) }), "the order is no difference")
	after := triggers(func(a *infra.API) { a.Endpoints[1].Responses[0].Status = 201 })
	assert.NotEmpty(t, before["movies-put/{}-integration"])
	assert.NotEqual(t, before["movies-put/{}-integration"], after["movies-put/{}-integration"])
	assert.Equal(t, before["movies-get/{}-integration"], after["movies-get/{}-integration"])
}
