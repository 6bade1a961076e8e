package infra

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
)

func TestTheFirewallProtectsTheStage(t *testing.T) {
	t.Parallel()
	r := deployShop(t, map[string]string{"lambdaless:firewall": "true", "lambdaless:firewallRateLimit": "100", "lambdaless:authorizerHeader": "X-Secret"})
	acl := r.One(t, "webAcl:WebAcl", "shop-firewall")
	rules := acl.Inputs["rules"].Mappable().([]any)
	require.Len(t, rules, 4)
	rate := rules[0].(map[string]any)
	assert.Contains(t, rate["action"], "block")
	assert.InDelta(t, 100, rate["statement"].(map[string]any)["rateBasedStatement"].(map[string]any)["limit"], 0)
	for i, want := range managedGroups {
		rule := rules[i+1].(map[string]any)
		assert.Equal(t, want, rule["statement"].(map[string]any)["managedRuleGroupStatement"].(map[string]any)["name"])
		assert.InDelta(t, i+1, rule["priority"], 0)
	}
	for _, rule := range rules {
		assert.Equal(t, false, rule.(map[string]any)["visibilityConfig"].(map[string]any)["sampledRequestsEnabled"], "samples have secrets")
	}
	logging := r.One(t, "webAclLoggingConfiguration:WebAclLoggingConfiguration", "shop-firewall-logging")
	var redacted []any
	for _, f := range logging.Inputs["redactedFields"].Mappable().([]any) {
		redacted = append(redacted, f.(map[string]any)["singleHeader"].(map[string]any)["name"])
	}
	assert.Equal(t, []any{"authorization", "x-api-key", "x-secret"}, redacted)
	assert.Equal(t, "aws-waf-logs-lambdaless-test-shop", r.One(t, "logGroup:LogGroup", "shop-firewall-log").Text("name"))
	assert.Len(t, r.OfType("webAclAssociation:WebAclAssociation"), 1)
	assert.Empty(t, deployShop(t, nil).OfType("webAcl:WebAcl"))
}

var managedGroups = []string{"AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"}

func TestADomainNameTakesThePlaceOfTheDefaultEndpoint(t *testing.T) {
	t.Parallel()
	config := map[string]string{"lambdaless:domainName": "api.example.com", "lambdaless:hostedZoneId": "Z123", "lambdaless:basePath": "shop", "lambdaless:ipAddressType": "dualstack"}
	r := infratest.Run(t, func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: config, Preview: true})
	assert.True(t, r.One(t, "restApi:RestApi", "shop").Inputs["disableExecuteApiEndpoint"].BoolValue())
	name := r.One(t, "domainName:DomainName", "shop-domain")
	assert.Equal(t, "TLS_1_2", name.Text("securityPolicy"))
	assert.Equal(t, "DNS", r.One(t, "certificate:Certificate", "shop-domain-certificate").Text("validationMethod"))
	assert.Equal(t, "shop", r.One(t, "basePathMapping:BasePathMapping", "shop-domain-mapping").Text("basePath"))
	for _, kind := range []string{"A", "AAAA"} {
		assert.Equal(t, kind, r.One(t, "record:Record", "shop-domain-"+kind).Text("type"))
	}
	with := r.One(t, "deployment:Deployment", "shop-deployment").Inputs["triggers"].ObjectValue()["api"].StringValue()
	without := deployShop(t, nil).One(t, "deployment:Deployment", "shop-deployment").Inputs["triggers"].ObjectValue()["api"].StringValue()
	assert.NotEqual(t, with, without, "the endpoint is off once the API is deployed again")
}

func TestBackupsOfTheTablesAlone(t *testing.T) {
	t.Parallel()
	r := deployShop(t, map[string]string{"lambdaless:backups": "true", "lambdaless:backupRetentionDays": "400"})
	rule := r.One(t, "backup/plan:Plan", "shop-backup-plan").Inputs["rules"].Mappable().([]any)[0].(map[string]any)
	assert.InDelta(t, 400, rule["lifecycle"].(map[string]any)["deleteAfter"], 0)
	selected := r.One(t, "backup/selection:Selection", "shop-backup-selection").Inputs["resources"].Mappable()
	assert.Len(t, selected, len(shop().Tables))
	policy := r.One(t, "iam/rolePolicy:RolePolicy", "shop-backup-role-policy").Text("policy")
	for _, arn := range selected.([]any) {
		assert.Contains(t, policy, arn)
	}
	assert.NotContains(t, policy, "*")
	assert.Contains(t, r.One(t, "iam/role:Role", "shop-backup-role").Text("assumeRolePolicy"), `"aws:SourceAccount":"123456789012"`)
}

func TestDomainNamesThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config map[string]string
		want   string
	}{
		"no zone":               {map[string]string{"domainName": "api.example.com"}, "domainName needs the Route 53 zone"},
		"a zone alone":          {map[string]string{"hostedZoneId": "Z123"}, "belong to a domain name"},
		"a URL":                 {map[string]string{"domainName": "https://api.example.com", "hostedZoneId": "Z123"}, "it must be the name of a host"},
		"a path of two":         {map[string]string{"domainName": "api.example.com", "hostedZoneId": "Z123", "basePath": "a/b"}, "one segment of a path"},
		"a schedule for Unix":   {map[string]string{"backups": "true", "backupSchedule": "0 5 * * *"}, "it must be cron(...) with six fields"},
		"a limit of too little": {map[string]string{"firewall": "true", "firewallRateLimit": "5"}, "firewallRateLimit"},
	} {
		config := map[string]string{}
		for key, value := range test.config {
			config["lambdaless:"+key] = value
		}
		_, err := infratest.TryRun(func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: config})
		require.ErrorContains(t, err, test.want, name)
	}
}

// Whatever stands in front of the API may refuse a request to a method that anyone may call.
func TestRefusalsBeforeAMethodAreDescribed(t *testing.T) {
	t.Parallel()
	open := `{"reads":"open","writes":"open"}`
	for name, test := range map[string]struct {
		settings map[string]string
		want     bool
	}{
		"nothing":              {nil, false},
		"a firewall":           {map[string]string{"lambdaless:firewall": "true"}, true},
		"addresses":            {map[string]string{"lambdaless:allowedCidrs": `["203.0.113.0/24"]`}, true},
		"addresses of writers": {map[string]string{"lambdaless:allowedWriteCidrs": `["203.0.113.0/24"]`}, true},
	} {
		settings := map[string]string{"lambdaless:access": open}
		maps.Copy(settings, test.settings)
		var document struct {
			Paths map[string]map[string]struct{ Responses map[string]any }
		}
		require.NoError(t, json.Unmarshal([]byte(deployShop(t, settings).Outputs["openApi"].(string)), &document), name)
		require.NotEmpty(t, document.Paths, name)
		for path, verbs := range document.Paths {
			for verb, operation := range verbs {
				if verb == "parameters" {
					continue
				}
				assert.Equal(t, test.want, operation.Responses["403"] != nil, "%s: %s %s", name, verb, path)
			}
		}
	}
}
