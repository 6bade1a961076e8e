package infra

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
)

// TestEveryAnswerHasCORS: whatever the access, every path has an OPTIONS that anyone may call, and every
// response of every method and every default gateway response has the headers.
func TestEveryAnswerHasCORS(t *testing.T) {
	t.Parallel()
	archive := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(archive, "bootstrap"), nil, 0o700))
	for _, origins := range []string{`["https://a.example"]`, `["https://a.example","https://b.example"]`, `["*"]`} {
		for _, kind := range []string{"open", "api-key", "iam", "cognito", "custom"} {
			r := deployShop(t, map[string]string{
				"lambdaless:cors": `{"origins":` + origins + `}`, "lambdaless:access": `{"reads":"` + kind + `","writes":"` + kind + `"}`,
				"lambdaless:authorizerArchive": archive, "lambdaless:authorizerSecrets": `["` + strings.Repeat("s", 32) + `"]`, "lambdaless:authorizerHeader": "x-door",
			})
			paths := map[string]bool{}
			for _, method := range r.OfType("method:Method") {
				id := method.Text("resourceId")
				if method.Text("httpMethod") != "OPTIONS" {
					paths[id] = paths[id] || false
					continue
				}
				paths[id] = true
				assert.Equal(t, "NONE", method.Text("authorization"), kind)
				assert.False(t, method.Inputs["apiKeyRequired"].BoolValue(), kind)
				assert.False(t, method.Inputs["authorizerId"].HasValue(), kind)
				integration := r.One(t, "integration:Integration", method.Name+"-integration")
				assert.Equal(t, "MOCK", integration.Text("type"))
				assert.False(t, integration.Inputs["credentials"].HasValue())
				mapped := r.One(t, "integrationResponse:IntegrationResponse", method.Name+"-204-response").Inputs["responseParameters"].ObjectValue()
				assert.Equal(t, kind == "custom", strings.Contains(mapped["method.response.header.Access-Control-Allow-Headers"].StringValue(), "x-door"), kind)
			}
			assert.NotEmpty(t, paths)
			for path, asked := range paths {
				assert.True(t, asked, "no OPTIONS on %s", path)
			}
			several := strings.Contains(origins, ",")
			for _, response := range r.OfType("integrationResponse:IntegrationResponse") {
				_, mapped := response.Inputs["responseParameters"].ObjectValue()["method.response.header.Access-Control-Allow-Origin"]
				assert.Equal(t, !several, mapped, response.Name)
				for _, template := range response.Inputs["responseTemplates"].ObjectValue() {
					assert.Equal(t, several, strings.HasPrefix(template.StringValue(), "#if($input.params().header.get('origin') == 'https://a.example'"), response.Name)
				}
			}
			for _, response := range r.OfType("methodResponse:MethodResponse") {
				assert.Contains(t, response.Inputs["responseParameters"].ObjectValue(), resource.PropertyKey("method.response.header.Access-Control-Allow-Origin"), response.Name)
			}
			kinds := []string{}
			for _, response := range r.OfType("response:Response") {
				kinds = append(kinds, response.Text("responseType"))
				assert.Contains(t, response.Inputs["responseParameters"].ObjectValue(), resource.PropertyKey("gatewayresponse.header.Access-Control-Allow-Origin"))
			}
			assert.ElementsMatch(t, []string{"DEFAULT_4XX", "DEFAULT_5XX"}, kinds)
		}
	}
}

func TestWithoutOriginsThereIsNoCORS(t *testing.T) {
	t.Parallel()
	r := deployShop(t, nil)
	assert.Empty(t, r.OfType("response:Response"))
	for _, method := range r.OfType("method:Method") {
		assert.NotEqual(t, "OPTIONS", method.Text("httpMethod"))
	}
}

// TestAWrongBodyIsExplained where the API says so, to pages of other origins too.
func TestAWrongBodyIsExplained(t *testing.T) {
	t.Parallel()
	for origins, kinds := range map[string][]string{`{}`: {"BAD_REQUEST_BODY"}, `{"origins":["https://a.example"]}`: {"BAD_REQUEST_BODY", "DEFAULT_4XX", "DEFAULT_5XX"}} {
		api := shop()
		api.ExplainBodies = true
		r := infratest.Run(t, func(ctx *pulumi.Context) error { return DeployAPI(ctx, api) }, infratest.Stack{Config: map[string]string{"lambdaless:cors": origins}})
		var got []string
		for _, response := range r.OfType("response:Response") {
			got = append(got, response.Text("responseType"))
			if templates := response.Inputs["responseTemplates"]; got[len(got)-1] == "BAD_REQUEST_BODY" {
				assert.Contains(t, templates.ObjectValue()["application/json"].StringValue(), `"errors":"$context.error.validationErrorString"`)
			}
			shared := response.Inputs["responseParameters"]
			assert.Equal(t, len(kinds) > 1, shared.IsObject() && shared.ObjectValue().HasValue("gatewayresponse.header.Access-Control-Allow-Origin"), "a gateway response of its own has the headers of CORS")
		}
		deployment := r.OfType("deployment:Deployment")
		require.Len(t, deployment, 1)
		assert.Contains(t, deployment[0].Inputs["triggers"].ObjectValue(), resource.PropertyKey("gateway response BAD_REQUEST_BODY"))
		assert.ElementsMatch(t, kinds, got, origins)
	}
}
