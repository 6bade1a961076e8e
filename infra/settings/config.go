// Package settings reads what may differ from one stack to another, the stack's configuration, and collects what is wrong with it.
// docs/configuration.md explains every key.
package settings

//go:generate go run ../../cmd/configdoc ../../Pulumi.yaml ../../docs/configuration.md

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/audit"
	"lambdaless/infra/backup"
	"lambdaless/infra/cache"
	"lambdaless/infra/cors"
	"lambdaless/infra/edge"
	"lambdaless/infra/monitor"
	"lambdaless/infra/stream"
)

// Config is what may differ from one stack to another.
type Config struct {
	// StageName is the first segment of the URL.
	StageName string
	// TableName is the physical name of the API's first table, empty for a computed one.
	TableName string
	// ExistingTables are the physical names of tables that are made elsewhere, by the API's names of them.
	ExistingTables map[string]string
	// IPAddressType is ipv4, or dualstack for IPv4 and IPv6.
	IPAddressType string
	// Access says how readers, writers and users are let in.
	Access Access
	// Regions are where the API is, besides this stack's region.
	Regions Regions
	// APIKey is the key that clients send where access is api-key, a secret; empty for one that AWS makes up.
	APIKey string
	// Cognito is how users sign in, where access is cognito.
	Cognito Cognito
	// Custom is what the function asks of a request, where access is custom.
	Custom Custom
	// OpenAPI makes the API answer GET /openapi.json with its own description, to anyone.
	OpenAPI bool
	// Callers are the addresses that requests may come from.
	Callers Callers
	// UsagePlan limits each API key.
	UsagePlan UsagePlan
	// CORS says pages of which other origins may use the API.
	CORS     cors.Config
	Throttle Throttle
	// Cache is the stage's.
	Cache cache.Config
	// IntegrationTimeout is how many milliseconds API Gateway waits for DynamoDB.
	IntegrationTimeout int
	Table              TableConfig
	// ItemLifeDays is how long items live whose type has a Life, 0 for as long as that says.
	ItemLifeDays int
	Logs         LogConfig
	// Metrics turns on CloudWatch metrics for each method.
	Metrics bool
	// Tracing turns on X-Ray.
	Tracing bool
	// Monitor says which alarms there are, and whom they notify.
	Monitor monitor.Settings
	// Firewall is the web ACL in front of the stage.
	Firewall edge.Firewall
	// Domain is the API's own address.
	Domain edge.Domain
	// Backup says which copies of the tables are kept besides their point-in-time recovery.
	Backup backup.Settings
	// Stream says which changes of the tables are sent, and where to.
	Stream stream.Settings
	// Audit says whether requests for items are recorded.
	Audit audit.Settings
	// Tags are put on everything that can be tagged, besides our own.
	Tags map[string]string
}

// Throttle is a token bucket: requests a second on average, and at once.
type Throttle struct {
	RateLimit  int
	BurstLimit int
}

// UsagePlan is what one API key may use.
type UsagePlan struct {
	Throttle
	QuotaLimit  int    // requests in a period
	QuotaPeriod string // DAY, WEEK or MONTH
}

// TableConfig is how tables are run.
type TableConfig struct {
	BillingMode         string // PAY_PER_REQUEST or PROVISIONED
	Capacity            Capacity
	Ceiling             Ceiling
	PointInTimeRecovery bool
	RecoveryDays        int    // how far back, when PointInTimeRecovery
	KMSKeyARN           string // empty for the AWS managed key, or a key of the stack's own
	CreateKey           bool   // the stack has a key of its own, which encrypts its tables
	DeletionProtection  bool   // DynamoDB refuses to delete
	Protect             bool   // Pulumi refuses to delete
	// Policy gives each table a policy that denies its items to every principal but the methods' roles
	// and PolicyPrincipals, which are ARNs of users and roles.
	Policy           bool
	PolicyPrincipals []string
}

// Ceiling bounds what a table or index that is paid for by request may use in a second, and so what it
// may cost. 0 leaves the bound as it is, -1 removes it.
type Ceiling struct {
	ReadUnits  int
	WriteUnits int
}

// LogConfig is what is logged, and for how long.
type LogConfig struct {
	RetentionDays  int
	ExecutionLevel string // OFF, ERROR or INFO
	// CreateRole tells whether this stack owns the account's role for API Gateway's logs.
	CreateRole bool
}

// configKeys are the keys that readConfig reads, as Pulumi.yaml declares them.
var configKeys = []string{
	"stageName", "tableName", "existingTables", "ipAddressType", "regions", "primaryStack", "writeRegion", "access", "allowedCidrs", "allowedWriteCidrs",
	"apiKeyValue", "authorizerSecrets", "authorizerHeader", "authorizerCidrs", "authorizerArchive",
	"cognitoCallbackUrls", "cognitoLogoutUrls", "cognitoMfa", "cognitoSelfRegistration", "cognitoUserPoolArn", "identityProviders", "cors", "openApi",
	"usagePlanRateLimit", "usagePlanBurstLimit", "usagePlanQuotaLimit", "usagePlanQuotaPeriod",
	"throttleRateLimit", "throttleBurstLimit", "integrationTimeout", "cacheSize", "cacheTtl",
	"billingMode", "readCapacity", "writeCapacity", "maxReadCapacity", "maxWriteCapacity", "targetUtilization", "onDemandThroughput",
	"pointInTimeRecovery", "recoveryPeriodInDays", "tableKmsKeyArn", "deletionProtection", "protectTables",
	"tablePolicy", "tablePolicyPrincipals", "itemLifeDays",
	"logRetentionDays", "executionLogLevel", "cloudwatchRole", "metrics", "tracing",
	"alarms", "alarmEmails", "alarmTopicArn", "alarmErrorPercent", "alarmLatency", "dashboard",
	"firewall", "firewallRateLimit", "domainName", "hostedZoneId", "basePath", "backups", "backupSchedule", "backupRetentionDays",
	"stream", "streamTables", "streamFilter", "auditTrail", "auditRetentionDays", "tags",
}

// Configured is what a stack's file holds, of which the program itself is told less.
type Configured struct {
	Keys    []string // with their namespaces, as in "lambdaless:metrics"
	Secrets []string // the paths of values that are encrypted, as in "lambdaless:authorizerSecrets[0]"
}

// Load reads the stack's configuration. Its error is an *Error with every problem.
func Load(ctx *pulumi.Context) (Config, error) {
	c, r := readConfig(newReader(ctx))
	return r.checked(ctx, c, configuredKeys())
}

// LoadConfigured reads the configuration too, and judges each part of it by what the stack's file says.
func LoadConfigured(ctx *pulumi.Context, configured Configured) (Config, error) {
	r := newReader(ctx)
	r.isSecret = func(path string) bool {
		return slices.ContainsFunc(configured.Secrets, func(secret string) bool {
			return below(secret, r.project+":"+path) || below(r.project+":"+path, secret)
		})
	}
	c, r := readConfig(r)
	return r.checked(ctx, c, configured.Keys)
}

// checked adds what is wrong besides the values.
func (r *reader) checked(ctx *pulumi.Context, c Config, keys []string) (Config, error) {
	r.problems = append(append(r.problems, CheckRegion(ctx)...), unreadKeys(ctx.Project(), ctx.Stack(), keys)...)
	return c, r.err()
}

func readConfig(r *reader) (Config, *reader) {
	c := Config{
		StageName:      r.text("stageName", r.stack, stageNameRule),
		TableName:      r.text("tableName", "", optional(tableNameRule)),
		ExistingTables: r.existingTables("existingTables"),
		IPAddressType:  r.text("ipAddressType", "ipv4", oneOf("ipv4", "dualstack")),
		Access:         r.access("access"),
		Regions:        r.regions(),
		APIKey:         r.secret("apiKeyValue", apiKeyRule),
		Cognito:        r.cognito(),
		Callers:        Callers{All: r.texts("allowedCidrs", cidrRule), Writes: r.texts("allowedWriteCidrs", cidrRule)},
		CORS:           r.cors("cors"),
		OpenAPI:        r.boolean("openApi", false),
		UsagePlan: UsagePlan{
			Throttle: Throttle{
				RateLimit:  r.integer("usagePlanRateLimit", 50, between(1, 1_000_000)),
				BurstLimit: r.integer("usagePlanBurstLimit", 100, between(1, 1_000_000)),
			},
			QuotaLimit:  r.integer("usagePlanQuotaLimit", 100_000, between(1, 1_000_000_000)),
			QuotaPeriod: r.text("usagePlanQuotaPeriod", "DAY", oneOf("DAY", "WEEK", "MONTH")),
		},
		Throttle: Throttle{
			RateLimit:  r.integer("throttleRateLimit", 100, between(1, 1_000_000)),
			BurstLimit: r.integer("throttleBurstLimit", 200, between(1, 1_000_000)),
		},
		Cache: cache.Config{
			Size: r.text("cacheSize", "", cacheSizeRule),
			TTL:  r.integer("cacheTtl", 60, between(0, 3600)),
		},
		IntegrationTimeout: r.integer("integrationTimeout", 5000, between(50, 29_000)),
		Table:              r.table(),
		ItemLifeDays:       r.integer("itemLifeDays", 0, between(0, 36_500)),
		Logs: LogConfig{
			RetentionDays:  r.integer("logRetentionDays", 30, retentionRule),
			ExecutionLevel: r.text("executionLogLevel", "ERROR", oneOf("OFF", "ERROR", "INFO")),
			CreateRole:     r.text("cloudwatchRole", "existing", oneOf("existing", "create")) == "create",
		},
		Metrics:  r.boolean("metrics", true),
		Tracing:  r.boolean("tracing", true),
		Monitor:  r.monitor(),
		Firewall: r.firewall(),
		Domain:   r.domain(),
		Backup:   r.backup(),
		Stream:   r.stream(),
		Audit:    audit.Settings{On: r.boolean("auditTrail", false), Days: r.integer("auditRetentionDays", 365, between(1, 36_500))},
		Tags:     r.tags("tags"),
	}
	c.Custom = r.custom(c.Access)
	r.checkRegions(c)
	return c, r
}

func (r *reader) table() TableConfig {
	c := TableConfig{
		BillingMode: r.text("billingMode", "PAY_PER_REQUEST", oneOf("PAY_PER_REQUEST", "PROVISIONED")),
		Capacity: Capacity{
			Read:        r.units("readCapacity", "maxReadCapacity"),
			Write:       r.units("writeCapacity", "maxWriteCapacity"),
			Utilization: r.integer("targetUtilization", 70, between(20, 90)),
		},
		Ceiling:             r.ceiling("onDemandThroughput"),
		RecoveryDays:        r.integer("recoveryPeriodInDays", 35, between(1, 35)),
		PointInTimeRecovery: r.boolean("pointInTimeRecovery", true),
		KMSKeyARN:           r.text("tableKmsKeyArn", "", optional(kmsKeyRule)),
		DeletionProtection:  r.boolean("deletionProtection", false),
		Protect:             r.boolean("protectTables", false),
		Policy:              r.boolean("tablePolicy", false),
		PolicyPrincipals:    r.texts("tablePolicyPrincipals", principalRule),
	}
	if c.CreateKey = c.KMSKeyARN == CreateKey; c.CreateKey {
		c.KMSKeyARN = ""
	}
	return c
}
