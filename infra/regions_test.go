package infra

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/files"
	"lambdaless/infra/infratest"
	"lambdaless/infra/item"
	"lambdaless/infra/settings"
)

// inRegions are the settings of the shop in two regions, for a stack in one of them.
func inRegions(region string, further map[string]string) infratest.Stack {
	config := map[string]string{"aws:region": region, "lambdaless:regions": `["us-east-1","eu-west-1"]`, "lambdaless:access": `{"writes":"open"}`}
	name := "prod"
	if region != "us-east-1" {
		name, config["lambdaless:primaryStack"] = "prod-eu", "prod"
	}
	for key, value := range further {
		config["lambdaless:"+key] = value
	}
	return infratest.Stack{Name: name, Config: config}
}

func deployIn(t *testing.T, region string, further map[string]string) *infratest.Recording {
	t.Helper()
	return infratest.Run(t, func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, inRegions(region, further))
}

func TestThePrimaryRegionMakesTheTables(t *testing.T) {
	t.Parallel()
	r := deployIn(t, "us-east-1", nil)
	assert.Empty(t, r.OfType("tableReplica:TableReplica"))
	for _, table := range r.OfType("dynamodb/table:Table") {
		assert.True(t, table.Inputs["streamEnabled"].BoolValue(), "replication reads the stream")
		assert.Equal(t, "NEW_AND_OLD_IMAGES", table.Text("streamViewType"))
		assert.Equal(t, []string{"replicas"}, table.IgnoreChanges)
		assert.NotContains(t, table.Inputs, resource.PropertyKey("replicas"))
	}
	assert.Empty(t, r.OfType("pipe:Pipe"), "the stream is for replication alone")
}

func TestAnotherRegionReplicatesThem(t *testing.T) {
	t.Parallel()
	r := deployIn(t, "eu-west-1", map[string]string{
		"tablePolicy": "true", "tableKmsKeyArn": "create", "deletionProtection": "true", "protectTables": "true", "stream": "eventBus", "backups": "true",
	})
	assert.Empty(t, r.OfType("dynamodb/table:Table"))
	key := r.One(t, "kms/key:Key", "shop-tables-key")
	for _, table := range shop().Tables {
		replica := r.One(t, "tableReplica:TableReplica", "shop-"+table.Name)
		physical := "lambdaless-prod-" + table.Name
		here := "arn:aws:dynamodb:eu-west-1:123456789012:table/" + physical
		assert.Equal(t, "arn:aws:dynamodb:us-east-1:123456789012:table/"+physical, replica.Text("globalTableArn"))
		assert.Equal(t, infratest.KeyARN("eu-west-1", "shop-tables-key"), replica.Text("kmsKeyArn"))
		assert.Contains(t, replica.PropertyDependencies["kmsKeyArn"], key.URN)
		assert.True(t, replica.Inputs["pointInTimeRecovery"].BoolValue())
		assert.True(t, replica.Inputs["deletionProtectionEnabled"].BoolValue())
		assert.True(t, replica.Protect)
		assert.True(t, replica.DeleteBeforeReplace)
		assert.Equal(t, "lambdaless", replica.Inputs["tags"].ObjectValue()["Project"].StringValue())
		policy := r.One(t, "dynamodb/resourcePolicy:ResourcePolicy", "shop-"+table.Name+"-policy")
		assert.Equal(t, here, policy.Text("resourceArn"))
		assert.Contains(t, policy.Text("policy"), `"Resource":["`+here+`","`+here+`/index/*"]`)
		pipe := r.One(t, "pipe:Pipe", "shop-stream-"+table.Name+"-pipe")
		assert.Equal(t, here+"/stream/2026-01-02T03:04:05.678", pipe.Text("source"))
		assert.Contains(t, r.One(t, "iam/rolePolicy:RolePolicy", "shop-stream-"+table.Name+"-role-policy").Text("policy"), `"`+here+`/stream/*"`)
	}
	for _, p := range r.OfType("iam/rolePolicy:RolePolicy") {
		assert.NotContains(t, p.Text("policy"), "us-east-1", "%s reaches only the replica", p.Name)
	}
	for _, role := range r.OfType("iam/role:Role") {
		assert.Contains(t, role.Text("name"), "lambdaless-prod-eu-eu-west-1-")
	}
	assert.Contains(t, r.Outputs["tableName"], "lambdaless-prod-orders")
}

func TestReplicasScaleInTheirRegion(t *testing.T) {
	t.Parallel()
	r := deployIn(t, "eu-west-1", map[string]string{"billingMode": "PROVISIONED"})
	targets := r.OfType("appautoscaling/target:Target")
	assert.Len(t, targets, 6)
	for _, target := range targets {
		assert.Contains(t, target.Text("resourceId"), "table/lambdaless-prod-")
	}
}

func TestEachRegionAnswersHealthChecks(t *testing.T) {
	t.Parallel()
	r := deployIn(t, "eu-west-1", map[string]string{"access": `{"reads":"iam","writes":"iam"}`})
	method := r.One(t, "method:Method", "shop-get/health")
	assert.Equal(t, "NONE", method.Text("authorization"), "Route 53 signs nothing")
	assert.False(t, method.Inputs["apiKeyRequired"].IsBool() && method.Inputs["apiKeyRequired"].BoolValue())
	assert.Equal(t, "MOCK", r.One(t, "integration:Integration", "shop-get/health-integration").Text("type"))
	for _, res := range deployShop(t, nil).Resources {
		assert.NotContains(t, res.Name, "health", "one region has none")
	}
	own := shop()
	own.Endpoints = append(own.Endpoints, Endpoint{Method: "GET", Path: "/health", Action: Scan, Table: "orders", Request: "scan.vtl", Responses: []Response{{Status: 200, Template: "ok.vtl"}}})
	mine := infratest.Run(t, func(ctx *pulumi.Context) error { return DeployAPI(ctx, own) }, inRegions("eu-west-1", nil))
	assert.Equal(t, "AWS", mine.One(t, "integration:Integration", "shop-get/health-integration").Text("type"), "an endpoint of the API's own stays")
}

func TestTheNearestRegionThatAnswers(t *testing.T) {
	t.Parallel()
	address := map[string]string{"domainName": "api.example.com", "hostedZoneId": "Z123", "basePath": "shop", "ipAddressType": "dualstack", "writeRegion": "us-east-1"}
	for _, region := range []string{"us-east-1", "eu-west-1"} {
		r := deployIn(t, region, address)
		for _, kind := range []string{"A", "AAAA"} {
			record := r.One(t, "record:Record", "shop-domain-"+kind)
			assert.Equal(t, "api.example.com", record.Text("name"))
			assert.Equal(t, region, record.Text("setIdentifier"))
			assert.Equal(t, []any{map[string]any{"region": region}}, record.Inputs["latencyRoutingPolicies"].Mappable())
			assert.Equal(t, "shop-domain-health-id", record.Text("healthCheckId"))
			own := r.One(t, "record:Record", "shop-domain-region-"+kind)
			assert.Equal(t, region+".api.example.com", own.Text("name"))
			assert.NotContains(t, own.Inputs, resource.PropertyKey("setIdentifier"))
		}
		check := r.One(t, "healthCheck:HealthCheck", "shop-domain-health")
		assert.Equal(t, region+".api.example.com", check.Text("fqdn"), "the API's name leads to any region")
		assert.Equal(t, "/shop/health", check.Text("resourcePath"))
		assert.Equal(t, "HTTPS", check.Text("type"))
		assert.Equal(t, "https://api.example.com/shop", r.Outputs["apiUrl"])
		assert.Equal(t, "https://"+region+".api.example.com/shop", r.Outputs["regionUrl"])
		assert.Equal(t, "https://us-east-1.api.example.com/shop", r.Outputs["writeUrl"])
	}
}

func TestWritesArePinnedToARegion(t *testing.T) {
	t.Parallel()
	routes := func(r *infratest.Recording) string {
		var all []string
		for _, m := range r.OfType("method:Method") {
			all = append(all, m.Name)
		}
		return strings.Join(all, " ")
	}
	here, there := deployIn(t, "us-east-1", map[string]string{"writeRegion": "us-east-1"}), deployIn(t, "eu-west-1", map[string]string{"writeRegion": "us-east-1"})
	assert.Contains(t, routes(here), "shop-put/customers/{}")
	assert.NotContains(t, routes(there), "put/")
	assert.Contains(t, routes(there), "shop-get/orders/{}")
	assert.Len(t, there.OfType("tableReplica:TableReplica"), 2)
	moved := deployIn(t, "eu-west-1", map[string]string{"writeRegion": "eu-west-1"})
	assert.Contains(t, routes(moved), "shop-put/customers/{}", "another region takes over")
}

// GW-203: a pool of another region.
func TestUsersSignInToThePrimaryRegion(t *testing.T) {
	t.Parallel()
	const pool = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI"
	r := deployIn(t, "eu-west-1", map[string]string{"access": `{"writes":"cognito"}`, "cognitoUserPoolArn": pool})
	for _, kind := range []string{"userPool:UserPool", "userPoolClient:UserPoolClient", "userPoolDomain:UserPoolDomain", "resourceServer:ResourceServer"} {
		assert.Empty(t, r.OfType(kind))
	}
	assert.Equal(t, []any{pool}, r.One(t, "authorizer:Authorizer", "shop-login-authorizer").Inputs["providerArns"].Mappable())
	assert.Equal(t, []any{"lambdaless-prod-shop/write"}, r.One(t, "method:Method", "shop-put/customers/{}").Inputs["authorizationScopes"].Mappable())
	assert.Equal(t, "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI", r.Outputs["issuer"])
	assert.NotContains(t, r.Outputs, "clientId")
}

func TestAllRegionsTakeOneKey(t *testing.T) {
	t.Parallel()
	const key = "one-key-for-all-of-the-regions"
	r := deployShop(t, map[string]string{"lambdaless:apiKeyValue": key})
	value := r.One(t, "apiKey:ApiKey", "shop-key").Inputs["value"]
	require.True(t, value.IsSecret())
	assert.Equal(t, key, value.SecretValue().Element.StringValue())
	assert.Equal(t, key, r.Outputs["apiKey"])
	assert.Contains(t, r.SecretOutputs, "apiKey")
}

// GW-202: the exception is for the health check alone.
func TestHealthChecksComeFromEverywhere(t *testing.T) {
	t.Parallel()
	r := deployIn(t, "eu-west-1", map[string]string{"allowedCidrs": `["203.0.113.0/24"]`})
	assert.Contains(t, r.One(t, "restApiPolicy:RestApiPolicy", "shop-policy").Text("policy"),
		`"Effect":"Deny","Principal":{"AWS":"*"},"Action":"execute-api:Invoke","NotResource":"arn:aws:execute-api:eu-west-1:123456789012:*/prod-eu/GET/health","Condition"`)
	deep := shop()
	deep.Templates.(fstest.MapFS)["files.vtl"] = &fstest.MapFile{Data: []byte(`{{Table}} $input.params('path')`)}
	deep.Endpoints = append(deep.Endpoints, Endpoint{Method: "GET", Path: "/files/{path+}", Action: Scan, Table: "orders", Request: "files.vtl", Responses: []Response{{Status: 200, Template: "ok.vtl"}}})
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error { return DeployAPI(ctx, deep) }, inRegions("eu-west-1", map[string]string{"allowedCidrs": `["203.0.113.0/24"]`}))
	require.ErrorContains(t, err, "GET /files/{path+}: allowedCidrs cannot tell it from GET /health")
}

// versioned is an API whose items carry versions.
func versioned() API {
	book := item.Type{Table: "books", Schema: "book/book.json", Version: "version"}
	api := API{
		Name: "shop", Tables: []Table{{Name: "books", PartitionKey: Key{"id", String}}},
		Endpoints: []Endpoint{
			{Method: "GET", Path: "/{id}", Call: item.Get{Of: book, Missing: "none"}},
			{Method: "PUT", Path: "/{id}", Call: item.Put{Of: book}},
			{Method: "DELETE", Path: "/{id}", Call: item.Delete{Of: book}},
		},
		Templates: fstest.MapFS{"book/book.json": {Data: []byte(`{"$schema":"http://json-schema.org/draft-04/schema#","type":"object","additionalProperties":false,
			"properties":{"id":{"type":"string"},"title":{"type":"string","maxLength":9}},"required":["title"]}`)}},
	}
	files, err := GeneratedTemplates(api)
	if err != nil {
		panic(err)
	}
	all := maps.Clone(api.Templates.(fstest.MapFS))
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	api.Templates = all
	return api
}

func TestVersionsNeedOneRegionThatWrites(t *testing.T) {
	t.Parallel()
	deploy := func(ctx *pulumi.Context) error { return DeployAPI(ctx, versioned()) }
	_, err := infratest.TryRun(deploy, inRegions("us-east-1", nil))
	require.ErrorContains(t, err, "PUT /{id} writes under the precondition If-Match")
	require.ErrorContains(t, err, "DELETE /{id} writes under the precondition If-Match")
	require.ErrorContains(t, err, "Set writeRegion to the one region that takes writes (one of us-east-1, eu-west-1)")
	require.NotContains(t, err.Error(), "GET /{id} writes")
	for _, region := range []string{"us-east-1", "eu-west-1"} {
		_, err := infratest.TryRun(deploy, inRegions(region, map[string]string{"writeRegion": "eu-west-1"}))
		require.NoError(t, err)
	}
	_, err = infratest.TryRun(deploy, infratest.Stack{Config: map[string]string{"lambdaless:access": `{"writes":"open"}`}})
	require.NoError(t, err, "one region has no trap")
}

func TestPreconditionsAreFoundInTemplates(t *testing.T) {
	t.Parallel()
	const condition = `,"ConditionExpression": "version = :v"`
	for text, want := range map[string]string{
		`$input.params().header.get("if-match")` + condition:     "If-Match",
		`$input.params('If-None-Match')` + condition:             "If-None-Match",
		`$input.params('If-Modified-Since')` + condition:         "",
		`## If-Match is not looked at`:                           "",
		`"ConditionExpression": "attribute_not_exists(version)"`: "",
	} {
		e := resolvedEndpoint{Endpoint: Endpoint{Method: "PUT", Path: "/a", Action: PutItem}, request: files.Template{Text: text}}
		assert.Equal(t, want, e.precondition(), text)
		e.Action = GetItem
		assert.Empty(t, e.precondition(), "a read writes nothing")
	}
}

func TestWhatOnlyOneRegionKeepsIsNoted(t *testing.T) {
	t.Parallel()
	conditional := resolvedEndpoint{Endpoint: Endpoint{Method: "PUT", Path: "/a", Action: PutItem}, request: files.Template{Text: `"ConditionExpression": "attribute_exists(#id)"`}}
	adding := resolvedEndpoint{Endpoint: Endpoint{Method: "POST", Path: "/b", Action: UpdateItem}, request: files.Template{Text: `"UpdateExpression": "ADD #n :n"`}}
	transaction := resolvedEndpoint{Endpoint: Endpoint{Method: "POST", Path: "/c", Action: TransactWriteItems}}
	plain := resolvedEndpoint{Endpoint: Endpoint{Method: "PUT", Path: "/d", Action: PutItem}, request: files.Template{Text: `"Item": {}`}}
	both := settings.Regions{All: []string{"us-east-1", "eu-west-1"}}
	notes := regionNotes(both, []resolvedEndpoint{conditional, adding, transaction, plain})
	require.Len(t, notes, 1)
	assert.Contains(t, notes[0], "PUT /a, POST /b, POST /c: conditions, transactions and what is added")
	assert.Empty(t, regionNotes(both, []resolvedEndpoint{plain}))
	both.Writes = "eu-west-1"
	assert.Empty(t, regionNotes(both, []resolvedEndpoint{conditional}))
	assert.Empty(t, regionNotes(settings.Regions{}, []resolvedEndpoint{conditional}))
}

func TestRegionsThatAreRefused(t *testing.T) {
	t.Parallel()
	const two = `["us-east-1","eu-west-1"]`
	for name, test := range map[string]struct {
		region, want string
		config       map[string]string
	}{
		"one region":                    {"us-east-1", "lists all regions that the API is in", map[string]string{"regions": `["us-east-1"]`}},
		"no region":                     {"us-east-1", "it must be the name of a region", map[string]string{"regions": `["us-east-1","europe"]`}},
		"a region twice":                {"us-east-1", "it is in the list already", map[string]string{"regions": `["us-east-1","eu-west-1","us-east-1"]`}},
		"a primary stack alone":         {"us-east-1", "primaryStack is for an API in several regions", map[string]string{"primaryStack": "prod"}},
		"itself as the primary stack":   {"eu-west-1", "it names the stack in the primary region, for the stacks in the others", map[string]string{"regions": two, "primaryStack": "test"}},
		"a write region alone":          {"us-east-1", "regions lists none", map[string]string{"writeRegion": "us-east-1"}},
		"a write region of none":        {"us-east-1", "it must be one of regions, which are us-east-1, eu-west-1", map[string]string{"regions": two, "writeRegion": "us-west-2"}},
		"a stack elsewhere":             {"us-west-2", "the stack is in us-west-2, but regions lists us-east-1, eu-west-1", map[string]string{"regions": two}},
		"no primary stack":              {"eu-west-1", "set primaryStack to the name of the stack there", map[string]string{"regions": two}},
		"a primary stack in its region": {"us-east-1", "remove primaryStack", map[string]string{"regions": two, "primaryStack": "prod"}},
		"fixed capacity":                {"us-east-1", "the writes of a table in several regions must scale", map[string]string{"regions": two, "billingMode": "PROVISIONED", "maxWriteCapacity": "5"}},
		"a login without a user pool":   {"eu-west-1", "users sign in to one user pool for all regions", map[string]string{"regions": two, "primaryStack": "prod", "access": `{"writes":"cognito"}`}},
		"a user pool of the primary":    {"us-east-1", "the stack in the primary region makes the user pool", map[string]string{"regions": two, "cognitoUserPoolArn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_A"}},
		"a user pool in one region":     {"us-east-1", "it is for stacks with a primaryStack", map[string]string{"cognitoUserPoolArn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_A"}},
		"no user pool":                  {"us-east-1", "it must be the ARN of a user pool", map[string]string{"cognitoUserPoolArn": "us-east-1_A"}},
		"an address and a key for each": {"us-east-1", "all of them must take the same API key", map[string]string{"regions": two, "domainName": "api.example.com", "hostedZoneId": "Z1"}},
		"a key that is short":           {"us-east-1", "a key has 20 to 128", map[string]string{"apiKeyValue": "short"}},
		"a name that is not a stack's":  {"eu-west-1", "it must be the name of a stack", map[string]string{"regions": two, "primaryStack": "a/b"}},
		"a list that is not a list":     {"us-east-1", "it must be a list of texts", map[string]string{"regions": "us-east-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := map[string]string{"aws:region": test.region}
			for key, value := range test.config {
				config["lambdaless:"+key] = value
			}
			_, err := infratest.TryRun(func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: config})
			require.ErrorContains(t, err, test.want)
			if key := test.config["apiKeyValue"]; key != "" {
				assert.NotContains(t, err.Error(), `"`+key+`"`, "no message repeats a secret")
			}
		})
	}
}
