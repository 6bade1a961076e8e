package deployer_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/internal/iam/parse"
	"lambdaless/local/deployer"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// constructors are the types of resources that the program's code can register, as it calls their constructors, and
// newWAF, which stands in for those of WAF.
func constructors(t *testing.T) []string {
	t.Helper()
	const sdk = "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/"
	found := map[string]bool{}
	root := filepath.Join(infratest.Root(t), "infra")
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		services := map[string]string{}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			if service, ok := strings.CutPrefix(imported, sdk); ok {
				services[service] = service
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if function, ok := call.Fun.(*ast.Ident); ok && function.Name == "newWAF" {
				kind, err := strconv.Unquote(call.Args[1].(*ast.BasicLit).Value)
				require.NoError(t, err)
				found["aws:wafv2/"+kind] = true
			}
			selector, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := selector.X.(*ast.Ident)
			name, isNew := strings.CutPrefix(selector.Sel.Name, "New")
			if ok && isNew && services[pkg.Name] != "" {
				lower := string(unicode.ToLower(rune(name[0]))) + name[1:]
				found["aws:"+pkg.Name+"/"+lower+":"+name] = true
			}
			return true
		})
		return nil
	}))
	require.Greater(t, len(found), 40, "the walk misses the code")
	return slices.Sorted(maps.Keys(found))
}

// TestRightsAreOfTheTypesThatTheProgramRegisters fails for a resource of a new type until it is said what it takes to
// deploy it, and for rights that nothing needs any more.
func TestRightsAreOfTheTypesThatTheProgramRegisters(t *testing.T) {
	t.Parallel()
	assert.Equal(t, constructors(t), deployer.Types())
	_, err := deployer.Policy(deployer.Stack{Types: []string{"aws:s3/bucket:Bucket"}})
	require.ErrorContains(t, err, "aws:s3/bucket:Bucket is not known")
}

type document struct {
	Statement []struct {
		Sid              string
		Action, Resource []string
	}
}

func policy(t *testing.T, s deployer.Stack) (string, document) {
	t.Helper()
	text, err := deployer.Policy(s)
	require.NoError(t, err)
	_, err = parse.Identity(text)
	require.NoError(t, err)
	var d document
	require.NoError(t, json.Unmarshal([]byte(text), &d))
	return text, d
}

// TestPoliciesOfTheStacks holds the documents that docs/operations.md shows, and that they fit what IAM takes.
func TestPoliciesOfTheStacks(t *testing.T) {
	t.Parallel()
	for _, stack := range []string{"dev", "prod", "prod-eu"} {
		environment, another, _ := strings.Cut(stack, "-")
		config, deployed := infratest.StackConfig(t, environment), deployer.Stack{Project: "lambdaless", Name: stack, Region: "us-east-1"}
		if another != "" {
			deployed.Region, deployed.PrimaryStack, deployed.PrimaryRegion = "eu-west-1", environment, "us-east-1"
			maps.Copy(config, map[string]string{
				"aws:region": "eu-west-1", "lambdaless:regions": `["us-east-1","eu-west-1"]`, "lambdaless:primaryStack": environment,
				"lambdaless:domainName": "api.films.example", "lambdaless:hostedZoneId": "Z0123456789ABCDEFGHIJ",
				"lambdaless:cognitoUserPoolArn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI",
			})
		}
		recorded := infratest.Run(t, fixture.Deploy, infratest.Stack{Name: stack, Config: config, Preview: true})
		var types []string
		for _, r := range recorded.Resources {
			types = append(types, r.Type)
		}
		deployed.Types = types
		text, d := policy(t, deployed)
		golden := filepath.Join("testdata", stack+".json")
		if *update {
			require.NoError(t, os.WriteFile(golden, []byte(text), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err)
		assert.Equal(t, string(want), text)
		var compact bytes.Buffer
		require.NoError(t, json.Compact(&compact, []byte(text)))
		assert.Less(t, compact.Len(), 10_240, "IAM takes no longer inline policy of a role")

		// Whatever has a name by which a right can be bounded has one that the bound lets through.
		bounded := map[string]string{
			"dynamodb/table:Table": "table/", "iam/role:Role": "role/", "cloudwatch/logGroup:LogGroup": "log-group:", "cloudwatch/metricAlarm:MetricAlarm": "alarm:",
			"cloudwatch/dashboard:Dashboard": "dashboard/", "sns/topic:Topic": ":", "wafv2/webAcl:WebAcl": "regional/webacl/", "backup/vault:Vault": "backup-vault:",
			"pipes/pipe:Pipe": "pipe/", "cloudwatch/eventBus:EventBus": "event-bus/", "sqs/queue:Queue": ":", "kms/alias:Alias": "", "s3/bucketV2:BucketV2": ":",
		}
		checked := 0
		for suffix, before := range bounded {
			for _, r := range recorded.OfType(suffix) {
				name := r.Text("name")
				if suffix == "cloudwatch/dashboard:Dashboard" {
					name = r.Text("dashboardName")
				}
				if !strings.Contains(name, "not text") { // as the log group, whose name has the API's id
					assert.True(t, d.covers(before+name), "%s %s", suffix, name)
					checked++
				}
			}
		}
		for _, r := range recorded.OfType("tableReplica:TableReplica") {
			assert.True(t, d.covers("table/"+strings.TrimPrefix(r.Text("globalTableArn"), "arn:aws:dynamodb:us-east-1:123456789012:table/")), "the replica")
			assert.Contains(t, text, `"arn:aws:dynamodb:us-east-1:*:table/lambdaless-prod-*"`, "the table itself, in its region")
		}
		assert.Greater(t, checked, 4)
	}
}

// covers reports whether a resource of the document ends so that it matches an ARN's end.
func (d document) covers(end string) bool {
	for _, s := range d.Statement {
		for _, r := range s.Resource {
			if prefix, ok := strings.CutSuffix(r, "*"); ok && r != "*" {
				if at := strings.LastIndex(prefix, end[:strings.IndexAny(end, "/:")+1]); at >= 0 && strings.HasPrefix(end, prefix[at:]) {
					return true
				}
			}
		}
	}
	return false
}

func TestNamesAndPartitions(t *testing.T) {
	t.Parallel()
	key := "arn:aws-cn:kms:cn-north-1:111122223333:key/1"
	text, _ := policy(t, deployer.Stack{Project: "mine", Name: "prod", Region: "cn-north-1", Table: "films", Key: key, Types: []string{"aws:iam/role:Role"}})
	for _, part := range []string{
		`"arn:aws-cn:dynamodb:cn-north-1:*:table/films"`, `"arn:aws-cn:iam::*:role/mine-prod-*"`, key, "kms:CreateGrant",
	} {
		assert.Contains(t, text, part)
	}
	text, _ = policy(t, deployer.Stack{Project: "mine", Name: "prod", Region: "us-gov-west-1"})
	assert.Contains(t, text, "arn:aws-us-gov:dynamodb:us-gov-west-1:*:table/mine-prod-*")
	assert.NotRegexp(t, `\{\w+\}`, text)
}
