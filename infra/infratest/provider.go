package infratest

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

type recorder struct {
	sync.Mutex
	stack     Stack
	recording *Recording
	replicas  []string // ARNs of tables that exist by now
}

func (s Stack) region() string {
	if region := s.Config["aws:region"]; region != "" {
		return region
	}
	return Region
}

// Call answers the look-ups of the account.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	answers := map[string]map[string]any{
		"aws:index/getCallerIdentity:getCallerIdentity": {"accountId": AccountID},
		"aws:index/getRegion:getRegion":                 {"name": r.stack.region()},
		"aws:index/getPartition:getPartition":           {"partition": "aws"},
	}
	if table, ok := r.stack.Tables[text(args.Args["name"])]; ok {
		answers["aws:dynamodb/getTable:getTable"] = table
	} else if key, ok := r.stack.Keys[text(args.Args["name"])]; ok {
		answers["aws:dynamodb/getTable:getTable"] = map[string]any{"serverSideEncryption": map[string]any{"enabled": true, "kmsKeyArn": key}}
	} else if arn := r.replica(text(args.Args["name"])); arn != "" {
		answers["aws:dynamodb/getTable:getTable"] = map[string]any{"arn": arn, "streamArn": arn + "/stream/2026-01-02T03:04:05.678"}
	} else if args.Token == "aws:dynamodb/getTable:getTable" {
		return nil, errors.New("ResourceNotFoundException: Requested resource not found")
	}
	manager := "CUSTOMER"
	if strings.HasPrefix(text(args.Args["keyId"]), "aws/") {
		manager = "AWS"
	}
	answers["aws:kms/getKey:getKey"] = map[string]any{"keyManager": manager}
	answer, ok := answers[args.Token]
	if !ok || r.stack.Deny {
		return nil, fmt.Errorf("%s is refused", args.Token)
	}
	return resource.NewPropertyMapFromMap(answer), nil
}

// replica is the ARN of a replica that has been registered, empty for none of that name.
func (r *recorder) replica(table string) string {
	r.Lock()
	defer r.Unlock()
	for _, arn := range r.replicas {
		if strings.HasSuffix(arn, ":table/"+table) {
			return arn
		}
	}
	return ""
}

func text(value resource.PropertyValue) string {
	if value.IsString() {
		return value.StringValue()
	}
	return ""
}

// NewResource records a registration and answers with what the provider would compute.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	rpc := args.RegisterRPC
	object := rpc.GetObject()
	if args.ReadRPC != nil {
		object = args.ReadRPC.GetProperties()
		rpc = &pulumirpc.RegisterResourceRequest{Parent: args.ReadRPC.GetParent(), Dependencies: args.ReadRPC.GetDependencies()}
	}
	inputs, err := plugin.UnmarshalProperties(object, plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true})
	if err != nil {
		return "", nil, err
	}
	if args.TypeToken == exportsType {
		r.Lock()
		defer r.Unlock()
		r.recording.export(inputs)
		return "exports", nil, nil
	}
	parentType := resource.URN(rpc.GetParent()).QualifiedType()
	if parentType == resource.RootStackType {
		parentType = ""
	}
	outputs := inputs.Copy()
	id := ""
	if args.Custom || args.ReadRPC != nil { // the mocked runtime never marks a resource that is read as custom
		id = r.compute(args, outputs)
	}
	registered := Resource{
		Type: args.TypeToken, Name: args.Name, Parent: rpc.GetParent(), Custom: args.Custom, Read: args.ReadRPC != nil, Inputs: inputs, Outputs: outputs,
		URN:          urn(r.stack, string(parentType), args.TypeToken, args.Name),
		Dependencies: rpc.GetDependencies(), PropertyDependencies: map[string][]string{},
		DeleteBeforeReplace: rpc.GetDeleteBeforeReplace(), ReplaceOnChanges: rpc.GetReplaceOnChanges(), IgnoreChanges: rpc.GetIgnoreChanges(),
		DeletedWith: rpc.GetDeletedWith(), RetainOnDelete: rpc.GetRetainOnDelete(), Protect: rpc.GetProtect(),
		ReplacementTrigger: rpc.GetReplacementTrigger().GetStringValue(),
	}
	for property, on := range rpc.GetPropertyDependencies() {
		if len(on.GetUrns()) > 0 {
			registered.PropertyDependencies[property] = on.GetUrns()
		}
	}
	for _, alias := range rpc.GetAliases() {
		registered.Aliases = append(registered.Aliases, alias.GetSpec().GetName())
	}
	r.Lock()
	r.recording.Resources = append(r.recording.Resources, registered)
	r.Unlock()
	if r.stack.Preview && args.TypeToken != stashType && args.ReadRPC == nil { // the engine creates a stash at a preview, too
		return "", args.Inputs, nil
	}
	return id, outputs, nil
}

// stashType is the engine's own resource that keeps a value.
const stashType = "pulumi:index:Stash"

// compute adds to the outputs what a provider computes, and returns the id.
func (r *recorder) compute(args pulumi.MockResourceArgs, outputs resource.PropertyMap) string {
	name := args.Name
	if given, ok := args.Inputs["name"]; ok && given.IsString() {
		name = given.StringValue()
	}
	region := r.stack.region()
	computed := map[resource.PropertyKey]string{"id": args.Name + "-id"}
	switch args.TypeToken {
	case "aws:iam/role:Role":
		computed["id"], computed["arn"] = name, "arn:aws:iam::"+AccountID+":role/"+name
	case "aws:dynamodb/table:Table":
		computed["id"], computed["arn"] = name, "arn:aws:dynamodb:"+region+":"+AccountID+":table/"+name
		if args.Inputs["streamEnabled"].IsBool() && args.Inputs["streamEnabled"].BoolValue() {
			computed["streamArn"] = computed["arn"] + "/stream/2026-01-02T03:04:05.678"
		}
	case "aws:dynamodb/tableReplica:TableReplica":
		of := text(args.Inputs["globalTableArn"])
		computed["arn"] = "arn:aws:dynamodb:" + region + ":" + AccountID + of[strings.LastIndex(of, ":"):]
		r.Lock()
		r.replicas = append(r.replicas, computed["arn"])
		r.Unlock()
	case "aws:cloudwatch/eventBus:EventBus":
		computed["id"], computed["arn"] = name, "arn:aws:events:"+region+":"+AccountID+":event-bus/"+name
	case "aws:sqs/queue:Queue":
		computed["id"], computed["arn"] = "https://sqs."+region+".amazonaws.com/"+AccountID+"/"+name, "arn:aws:sqs:"+region+":"+AccountID+":"+name
		computed["url"] = computed["id"]
	case "aws:cloudwatch/logGroup:LogGroup":
		computed["id"], computed["arn"] = name, "arn:aws:logs:"+region+":"+AccountID+":log-group:"+name
	case "aws:kms/key:Key":
		computed["keyId"], computed["arn"] = args.Name, KeyARN(region, args.Name)
	case "aws:apigateway/restApi:RestApi":
		computed["rootResourceId"] = args.Name + "-root"
	case "aws:apigateway/stage:Stage":
		computed["invokeUrl"] = "https://" + args.Name + ".example/" + args.Inputs["stageName"].StringValue()
	case "aws:apigateway/apiKey:ApiKey":
		if _, given := args.Inputs["value"]; !given {
			computed["value"] = "the-value-of-" + args.Name
		}
	case "aws:acm/certificate:Certificate":
		host := text(args.Inputs["domainName"])
		outputs["domainValidationOptions"] = resource.NewPropertyValue([]any{map[string]any{
			"domainName": host, "resourceRecordName": "_proof." + host, "resourceRecordType": "CNAME", "resourceRecordValue": "_proof.acm-validations.aws",
		}})
		if r.stack.Preview {
			outputs["domainValidationOptions"] = resource.MakeComputed(resource.NewProperty(""))
		}
	}
	if args.TypeToken == stashType {
		outputs["output"] = outputs["input"]
	}
	for key, value := range computed {
		outputs[key] = resource.NewProperty(value)
		if r.stack.Preview && args.ReadRPC == nil { // the engine reads at a preview, too
			outputs[key] = resource.MakeComputed(resource.NewProperty(""))
		}
	}
	return computed["id"]
}

// KeyARN is the ARN that a KMS key of that logical name gets.
func KeyARN(region, name string) string {
	return "arn:aws:kms:" + region + ":" + AccountID + ":key/" + name
}

func urn(stack Stack, parentType, token, name string) string {
	if parentType != "" {
		token = parentType + "$" + token
	}
	return fmt.Sprintf("urn:pulumi:%s::%s::%s::%s", stack.Name, stack.Project, token, name)
}

// RegisterResourceOutputs counts the components that registered outputs.
func (r *recorder) RegisterResourceOutputs() (*emptypb.Empty, error) {
	r.Lock()
	defer r.Unlock()
	r.recording.OutputsRegistered++
	return &emptypb.Empty{}, nil
}
