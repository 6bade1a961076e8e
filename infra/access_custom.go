package infra

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lambdaless/infra/openapi"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Custom is what the function of custom access asks of a request.
type Custom struct {
	// Secrets are the valid ones: the current one and, during a rotation, the next. Only their digests
	// are deployed.
	Secrets []string
	// Header carries the secret.
	Header string
	// CIDRs are the addresses that requests may come from besides; none is every address.
	CIDRs []string
	// Archive is the folder of the function's program, bootstrap, which `make authorizer` builds.
	Archive string
}

// mostSecrets are valid at once: the current one and, during a rotation, the next.
const mostSecrets = 2

// leastSecret is how long a secret is at least: a digest of it then cannot be inverted.
const leastSecret = 32

var (
	secretRule = rule[string]{
		text: fmt.Sprintf("a secret has at least %d characters, such as those of: openssl rand -hex 32", leastSecret), example: "$(openssl rand -hex 32)",
		holds: func(s string) bool { return len(s) >= leastSecret && strings.TrimSpace(s) == s },
	}
	headerRule = rule[string]{
		text: "it must be the name of a header", example: "x-api-secret",
		holds: func(s string) bool {
			return s != "" && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
		},
	}
)

func (r *reader) custom(access map[AccessClass]string) Custom {
	c := Custom{
		Secrets: r.secrets("authorizerSecrets", secretRule), Header: r.text("authorizerHeader", "x-api-secret", headerRule),
		CIDRs: r.texts("authorizerCidrs", cidrRule), Archive: r.text("authorizerArchive", ".local/authorizer", rule[string]{holds: func(string) bool { return true }}),
	}
	used := access[Reads] == "custom" || access[Writes] == "custom"
	switch {
	case len(c.Secrets) > mostSecrets:
		r.remove(fmt.Sprintf("authorizerSecrets[%d]", mostSecrets), "secret", fmt.Sprintf("%d secrets are valid at once: the current one and the next", mostSecrets))
	case used && len(c.Secrets) == 0:
		r.problems = append(r.problems, ConfigProblem{
			Key: r.project + ":authorizerSecrets", Value: "empty", Rule: "access custom needs the secret that requests bring",
			Fix: fmt.Sprintf("pulumi config set --secret --path '%s:authorizerSecrets[0]' %s --stack %s", r.project, secretRule.example, r.stack),
		})
	}
	return c
}

// secrets reads a list of secrets, whose values no message repeats.
func (r *reader) secrets(key string, rule rule[string]) []string {
	var values []string
	if _, ok := r.set(key); !ok {
		return nil
	}
	if err := r.config.TryObject(key, &values); err != nil {
		r.refuse(key+"[0]", "secret", "it must be a list of secrets", rule.example)
		return nil
	}
	for i, value := range values {
		if !rule.holds(value) {
			r.refuse(fmt.Sprintf("%s[%d]", key, i), "secret", rule.text, rule.example)
		}
	}
	return slices.Clip(append([]string(nil), values...))
}

// secret reads a secret, which no message repeats. Empty is none.
func (r *reader) secret(key string, rule rule[string]) string {
	value, ok := r.set(key)
	if ok && !rule.holds(value) {
		r.refuse(key, "secret", rule.text, rule.example)
	}
	return value
}

// checkProgram reports a function's program that has not been built.
func (c Custom) checkProgram() error {
	if _, err := os.Stat(filepath.Join(c.Archive, "bootstrap")); err != nil {
		return fmt.Errorf("access custom needs the function's program: %w; build it with: make authorizer", err)
	}
	return nil
}

// digests are the SHA-256 digests of the secrets in hex, which are what the function is given.
func (c Custom) digests() string {
	var all []string
	for _, secret := range c.Secrets {
		sum := sha256.Sum256([]byte(secret))
		all = append(all, hex.EncodeToString(sum[:]))
	}
	return strings.Join(all, ",")
}

// customAccess lets in who knows a secret, as a Lambda function decides: the only compute of the program.
type customAccess struct{}

func (customAccess) guard(m *methodPlan, _ AccessClass, _ string) { m.Authorization = "CUSTOM" }

func (customAccess) bind(*pulumi.Context, string, bindArgs) (pulumi.Map, error) {
	return pulumi.Map{}, nil
}

func (customAccess) describe(config Config) (*openapi.Scheme, []int) {
	return &openapi.Scheme{Type: "apiKey", In: "header", Name: config.Custom.Header, Extension: "custom", Description: "A secret that the API's owner gives"}, []int{401, 403}
}

// Authorizer is the function with its role and its log group, and the authorizer that calls it.
type Authorizer struct {
	pulumi.ResourceState
}

// The authorizer's cache is keyed by everything that the function decides by (GW-139).
const cacheSeconds = 300

func (customAccess) authorizer(ctx *pulumi.Context, name string, args authorizerArgs) (pulumi.StringInput, []pulumi.Resource, pulumi.Map, error) {
	fail := func(err error) (pulumi.StringInput, []pulumi.Resource, pulumi.Map, error) { return nil, nil, nil, err }
	component := &Authorizer{}
	name += "-authorizer"
	if err := ctx.RegisterComponentResource("lambdaless:infra:Authorizer", name, component, pulumi.Parent(args.Parent)); err != nil {
		return fail(err)
	}
	function, err := newAuthorizerFunction(ctx, name, args, component)
	if err != nil {
		return fail(err)
	}
	created, err := apigateway.NewAuthorizer(ctx, name, &apigateway.AuthorizerArgs{
		RestApi: args.RestAPI.ID(), Name: pulumi.String("custom"), Type: pulumi.String("REQUEST"), AuthorizerUri: function.InvokeArn,
		IdentitySource:               pulumi.String("method.request.header." + args.Custom.Header + ",context.identity.sourceIp"),
		AuthorizerResultTtlInSeconds: pulumi.Int(cacheSeconds),
	}, pulumi.Parent(component))
	if err != nil {
		return fail(err)
	}
	permission, err := lambda.NewPermission(ctx, name+"-permission", &lambda.PermissionArgs{
		StatementId: pulumi.String("api-gateway"), Action: pulumi.String("lambda:InvokeFunction"), Function: function.Name,
		Principal: pulumi.String("apigateway.amazonaws.com"), SourceArn: pulumi.Sprintf("%s/authorizers/%s", args.RestAPI.ExecutionArn, created.ID()),
	}, pulumi.Parent(component))
	if err != nil {
		return fail(err)
	}
	return created.ID().ToStringOutput(), []pulumi.Resource{created, permission}, nil, ctx.RegisterResourceOutputs(component, pulumi.Map{})
}

// newAuthorizerFunction registers the function. Its role may write its own log group and nothing else.
func newAuthorizerFunction(ctx *pulumi.Context, name string, args authorizerArgs, parent pulumi.Resource) (*lambda.Function, error) {
	if err := args.Custom.checkProgram(); err != nil {
		return nil, err
	}
	child := pulumi.Parent(parent)
	physical := shorten(args.Physical+"-authorizer", 64)
	group := "/aws/lambda/" + physical
	log, err := cloudwatch.NewLogGroup(ctx, name+"-log", &cloudwatch.LogGroupArgs{
		Name: pulumi.String(group), RetentionInDays: pulumi.Int(args.LogDays), Tags: args.Tags,
	}, child, pulumi.DeleteBeforeReplace(false))
	if err != nil {
		return nil, err
	}
	role, err := iam.NewRole(ctx, name+"-role", &iam.RoleArgs{
		Name: pulumi.String(args.Role), Description: pulumi.String("The authorizer of " + args.Physical + " writes its log with this role"),
		AssumeRolePolicy: pulumi.String(newDocument(statement{
			Effect: "Allow", Principal: map[string]texts{"Service": {"lambda.amazonaws.com"}}, Action: texts{"sts:AssumeRole"},
		})),
		Tags: args.Tags,
	}, child)
	if err != nil {
		return nil, err
	}
	policy, err := iam.NewRolePolicy(ctx, name+"-role-policy", &iam.RolePolicyArgs{
		Name: pulumi.String("log"), Role: role.ID(),
		Policy: pulumi.String(newDocument(statement{
			Effect: "Allow", Action: texts{"logs:CreateLogStream", "logs:PutLogEvents"},
			Resource: texts{fmt.Sprintf("arn:%s:logs:%s:%s:log-group:%s:*", args.Account.Partition, args.Account.Region, args.Account.ID, group)},
		})),
	}, child)
	if err != nil {
		return nil, err
	}
	return lambda.NewFunction(ctx, name+"-function", &lambda.FunctionArgs{
		Name: pulumi.String(physical), Description: pulumi.String("Lets in who knows a secret of " + args.Physical), Role: role.Arn,
		Runtime: pulumi.String("provided.al2023"), Architectures: pulumi.ToStringArray([]string{"arm64"}), Handler: pulumi.String("bootstrap"),
		Code: pulumi.NewFileArchive(args.Custom.Archive), MemorySize: pulumi.Int(128), Timeout: pulumi.Int(3),
		Environment: lambda.FunctionEnvironmentArgs{Variables: pulumi.ToStringMap(map[string]string{
			"SECRET_HEADER":  args.Custom.Header,
			"SECRET_DIGESTS": args.Custom.digests(),
			"ALLOWED_CIDRS":  strings.Join(args.Custom.CIDRs, ","),
		})},
		Tags: args.Tags,
	}, child, pulumi.DependsOn([]pulumi.Resource{log, policy}))
}
