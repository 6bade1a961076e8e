package provider

import (
	"reflect"
	"sort"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/dynamodb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sdkType is what the SDK that programs are built with says of a resource type.
type sdkType struct {
	args  interface{ ElementType() reflect.Type }
	state any
}

var sdk = map[string]sdkType{
	"aws:apigateway/account:Account":                         {apigateway.AccountArgs{}, apigateway.Account{}},
	"aws:apigateway/apiKey:ApiKey":                           {apigateway.ApiKeyArgs{}, apigateway.ApiKey{}},
	"aws:apigateway/authorizer:Authorizer":                   {apigateway.AuthorizerArgs{}, apigateway.Authorizer{}},
	"aws:apigateway/deployment:Deployment":                   {apigateway.DeploymentArgs{}, apigateway.Deployment{}},
	"aws:apigateway/integration:Integration":                 {apigateway.IntegrationArgs{}, apigateway.Integration{}},
	"aws:apigateway/integrationResponse:IntegrationResponse": {apigateway.IntegrationResponseArgs{}, apigateway.IntegrationResponse{}},
	"aws:apigateway/method:Method":                           {apigateway.MethodArgs{}, apigateway.Method{}},
	"aws:apigateway/methodResponse:MethodResponse":           {apigateway.MethodResponseArgs{}, apigateway.MethodResponse{}},
	"aws:apigateway/methodSettings:MethodSettings":           {apigateway.MethodSettingsArgs{}, apigateway.MethodSettings{}},
	"aws:apigateway/model:Model":                             {apigateway.ModelArgs{}, apigateway.Model{}},
	"aws:apigateway/requestValidator:RequestValidator":       {apigateway.RequestValidatorArgs{}, apigateway.RequestValidator{}},
	"aws:apigateway/resource:Resource":                       {apigateway.ResourceArgs{}, apigateway.Resource{}},
	"aws:apigateway/response:Response":                       {apigateway.ResponseArgs{}, apigateway.Response{}},
	"aws:apigateway/restApi:RestApi":                         {apigateway.RestApiArgs{}, apigateway.RestApi{}},
	"aws:apigateway/restApiPolicy:RestApiPolicy":             {apigateway.RestApiPolicyArgs{}, apigateway.RestApiPolicy{}},
	"aws:apigateway/stage:Stage":                             {apigateway.StageArgs{}, apigateway.Stage{}},
	"aws:apigateway/usagePlan:UsagePlan":                     {apigateway.UsagePlanArgs{}, apigateway.UsagePlan{}},
	"aws:apigateway/usagePlanKey:UsagePlanKey":               {apigateway.UsagePlanKeyArgs{}, apigateway.UsagePlanKey{}},
	"aws:cloudwatch/logGroup:LogGroup":                       {cloudwatch.LogGroupArgs{}, cloudwatch.LogGroup{}},
	"aws:dynamodb/table:Table":                               {dynamodb.TableArgs{}, dynamodb.Table{}},
	"aws:iam/policy:Policy":                                  {iam.PolicyArgs{}, iam.Policy{}},
	"aws:iam/role:Role":                                      {iam.RoleArgs{}, iam.Role{}},
	"aws:iam/rolePolicy:RolePolicy":                          {iam.RolePolicyArgs{}, iam.RolePolicy{}},
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment":      {iam.RolePolicyAttachmentArgs{}, iam.RolePolicyAttachment{}},
	"aws:kms/alias:Alias":                                    {kms.AliasArgs{}, kms.Alias{}},
	"aws:kms/key:Key":                                        {kms.KeyArgs{}, kms.Key{}},
}

// fieldsOf lists the fields of an SDK struct by Pulumi name.
func fieldsOf(t reflect.Type) map[string]reflect.StructField {
	out := map[string]reflect.StructField{}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("pulumi"); name != "" {
			out[strings.Split(name, ",")[0]] = t.Field(i)
		}
	}
	return out
}

func names[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for name := range m {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// Every input, its shape, and whether it is required or computed must be as the SDK of the provider
// version that we stand in for says.
func TestPropertiesAreTheSDKs(t *testing.T) {
	t.Parallel()
	types := implemented()
	assert.Equal(t, names(sdk), types.tokens())
	for token, s := range sdk {
		t.Run(token, func(t *testing.T) {
			t.Parallel()
			rt := types[token]
			require.NotNil(t, rt)
			args := fieldsOf(s.args.ElementType())
			assert.Equal(t, names(args), rt.inputs(), "inputs")
			state := fieldsOf(reflect.TypeOf(s.state))
			all := map[string]bool{}
			for _, p := range rt.properties {
				all[p.name] = true
			}
			assert.Equal(t, names(state), names(all), "outputs")
			for _, p := range rt.properties {
				if arg, ok := args[p.name]; ok {
					sameShape(t, p.name, p, arg.Type)
					sameOptionality(t, p, arg.Type, state[p.name].Type.Name())
				}
			}
		})
	}
}

func sameShape(t *testing.T, path string, p property, goType reflect.Type) {
	t.Helper()
	for goType.Kind() == reflect.Pointer {
		goType = goType.Elem()
	}
	ok := false
	switch goType.Kind() {
	case reflect.String:
		ok = p.kind == textKind || p.kind == documentKind
	case reflect.Interface: // a resource or its id, a document or its text
		ok = p.kind == textKind || p.kind == documentKind
	case reflect.Bool:
		ok = p.kind == booleanKind
	case reflect.Int:
		ok = p.kind == integerKind
	case reflect.Float64:
		ok = p.kind == numberKind
	case reflect.Slice:
		if ok = p.kind == listKind || p.kind == setKind; ok {
			sameShape(t, path+"[]", *p.elem, goType.Elem())
		}
	case reflect.Map:
		if ok = p.kind == dictKind; ok {
			sameShape(t, path+"{}", *p.elem, goType.Elem())
		}
	case reflect.Struct:
		if ok = p.kind == objectKind; ok {
			fields := fieldsOf(goType)
			assert.Equal(t, names(fields), inputNames(p.fields), path)
			for _, f := range p.fields {
				sameShape(t, path+"."+f.name, f, fields[f.name].Type)
				if k := fields[f.name].Type.Kind(); k != reflect.Slice && k != reflect.Map && k != reflect.Interface {
					assert.Equal(t, k != reflect.Pointer, f.required, "%s.%s is required", path, f.name)
				}
			}
		}
	}
	assert.True(t, ok, "%s is %s and the SDK has %s", path, p.kind, goType)
}

func sameOptionality(t *testing.T, p property, arg reflect.Type, output string) {
	t.Helper()
	switch arg.Kind() {
	case reflect.Slice, reflect.Map: // the SDK does not tell
		return
	case reflect.Interface:
		assert.True(t, p.required, "%s is required", p.name)
		return
	case reflect.Pointer:
		assert.False(t, p.required, "%s is optional", p.name)
	default:
		assert.True(t, p.required, "%s is required", p.name)
		return
	}
	if (p.naming != nil || p.fallback != nil) && !strings.HasSuffix(output, "PtrOutput") {
		return // always known after Check
	}
	assert.Equal(t, !strings.HasSuffix(output, "PtrOutput"), p.computed, "%s has the output %s: computed when unset", p.name, output)
}
