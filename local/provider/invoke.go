package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/resources"
)

// function is a data source: the names of its arguments and of its results, and what computes them.
type function struct {
	takes, gives []string
	run          func(c *controlplane.Client, args map[string]any) (map[string]any, error)
}

// foundTable are the properties of a table that a look-up answers with.
var foundTable = []string{
	"id", "name", "arn", "hashKey", "rangeKey", "attributes", "globalSecondaryIndexes", "serverSideEncryption", "streamEnabled", "streamViewType",
	"streamArn", "ttl", "deletionProtectionEnabled", "billingMode", "pointInTimeRecovery",
}

// functions are the data sources that the provider implements.
var functions = map[string]function{
	"aws:index/getCallerIdentity:getCallerIdentity": {nil, []string{"id", "accountId", "arn", "userId"}, func(c *controlplane.Client, _ map[string]any) (map[string]any, error) {
		return map[string]any{
			"id": c.AccountID(), "accountId": c.AccountID(),
			"arn": c.ARN("iam", "", c.AccountID(), "user/local"), "userId": "AIDALOCALLOCALLOCAL00",
		}, nil
	}},
	"aws:index/getRegion:getRegion": {[]string{"name", "endpoint"}, []string{"id", "name", "endpoint", "description"}, func(c *controlplane.Client, args map[string]any) (map[string]any, error) {
		name := c.Region()
		if n, ok := args["name"].(string); ok && n != "" {
			name = n
		}
		endpoint := "ec2." + name + "." + controlplane.DNSSuffix(controlplane.PartitionOf(name))
		if e, ok := args["endpoint"].(string); ok && e != "" {
			endpoint = e
			if f := strings.Split(e, "."); len(f) > 2 {
				name = f[1]
			}
		}
		return map[string]any{"id": name, "name": name, "endpoint": endpoint, "description": describeRegion(name)}, nil
	}},
	"aws:iam/getPolicyDocument:getPolicyDocument": documentFunction,
	"aws:dynamodb/getTable:getTable": {[]string{"name"}, foundTable, func(c *controlplane.Client, args map[string]any) (map[string]any, error) {
		name, _ := args["name"].(string)
		t, err := controlplane.Tables.Get(c, controlplane.Table{ID: name})
		if err != nil {
			return nil, err
		}
		if t.ServerSideEncryption == nil {
			t.ServerSideEncryption = &controlplane.ServerSideEncryption{}
		}
		all, err := resources.Encode(t)
		if err != nil {
			return nil, err
		}
		maps.DeleteFunc(all, func(property string, _ any) bool { return !slices.Contains(foundTable, property) })
		return all, nil
	}},
	"aws:kms/getKey:getKey": {[]string{"keyId"}, []string{"id", "arn", "keyId", "keyManager"}, func(c *controlplane.Client, args map[string]any) (map[string]any, error) {
		id, _ := args["keyId"].(string)
		if controlplane.IsAWSManagedKey(id) {
			return map[string]any{"id": id, "arn": id, "keyId": id, "keyManager": "AWS"}, nil
		}
		k, err := controlplane.Keys.Get(c, controlplane.Key{ID: id})
		if err != nil {
			return nil, err
		}
		return map[string]any{"id": k.KeyID, "arn": k.ARN, "keyId": id, "keyManager": "CUSTOMER"}, nil
	}},
	"aws:index/getPartition:getPartition": {nil, []string{"id", "partition", "dnsSuffix", "reverseDnsPrefix"}, func(c *controlplane.Client, _ map[string]any) (map[string]any, error) {
		suffix := controlplane.DNSSuffix(c.Partition())
		labels := strings.Split(suffix, ".")
		for i, j := 0, len(labels)-1; i < j; i, j = i+1, j-1 {
			labels[i], labels[j] = labels[j], labels[i]
		}
		return map[string]any{"id": c.Partition(), "partition": c.Partition(), "dnsSuffix": suffix, "reverseDnsPrefix": strings.Join(labels, ".")}, nil
	}},
}

// describeRegion is the name that AWS shows people, for the regions that the provider knows it of.
func describeRegion(region string) string {
	if text, ok := map[string]string{
		"us-east-1": "US East (N. Virginia)", "us-east-2": "US East (Ohio)", "us-west-1": "US West (N. California)", "us-west-2": "US West (Oregon)",
		"ca-central-1": "Canada (Central)", "sa-east-1": "South America (Sao Paulo)",
		"eu-central-1": "Europe (Frankfurt)", "eu-west-1": "Europe (Ireland)", "eu-west-2": "Europe (London)", "eu-west-3": "Europe (Paris)", "eu-north-1": "Europe (Stockholm)",
		"ap-northeast-1": "Asia Pacific (Tokyo)", "ap-northeast-2": "Asia Pacific (Seoul)", "ap-south-1": "Asia Pacific (Mumbai)",
		"ap-southeast-1": "Asia Pacific (Singapore)", "ap-southeast-2": "Asia Pacific (Sydney)",
	}[region]; ok {
		return text
	}
	return region
}

// Invoke runs a data source.
func (p *Provider) Invoke(ctx context.Context, req *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	f, ok := functions[req.GetTok()]
	if !ok {
		names := make([]string, 0, len(functions))
		for name := range functions {
			names = append(names, name)
		}
		sort.Strings(names)
		return nil, fmt.Errorf("the local AWS does not implement the function %s; it implements:\n  %s", req.GetTok(), strings.Join(names, "\n  "))
	}
	s, err := p.configured(ctx)
	if err != nil {
		return nil, err
	}
	args, err := read("args", req.GetArgs())
	if err != nil {
		return nil, err
	}
	if args.ContainsUnknowns() { // at a preview: what is computed from an unknown is unknown
		unknown := resource.PropertyMap{}
		for _, name := range f.gives {
			unknown[resource.PropertyKey(name)] = resource.MakeComputed(resource.NewProperty(""))
		}
		out, err := write("return", unknown)
		return &pulumirpc.InvokeResponse{Return: out}, err
	}
	result, err := f.run(p.account.In(s.region), native(args))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", req.GetTok(), err)
	}
	out, err := write("return", resource.NewPropertyMapFromMap(result))
	return &pulumirpc.InvokeResponse{Return: out}, err
}
