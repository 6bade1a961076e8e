package mutation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// Derived are the mutants that operators make of a stack: of every property of every resource, of every
// statement of every policy document, of every construct of every template, and of every resource as a whole.
// They name no resource of a particular API.
func Derived(stack *wire.Recording) []Mutant {
	var all []Mutant
	for at, n := range stack.Resources {
		if n.Inputs == nil || n.Provider == nil || strings.HasPrefix(n.Type, "pulumi:") {
			continue
		}
		d := deriver{at: at, n: n}
		d.resource()
		for _, key := range resource.PropertyMap(n.Inputs).StableKeys() {
			d.value([]string{string(key)}, n.Inputs[key])
		}
		all = append(all, d.mutants...)
	}
	return append(all, granted(stack)...)
}

// deriver makes the mutants of one resource.
type deriver struct {
	at      int
	n       *wire.Resource
	mutants []Mutant
}

// add adds a mutant of the resource. path is the property that it changes, empty for the whole resource.
func (d *deriver) add(path []string, operator string, change func(s *Stack, n *wire.Resource)) {
	at := d.at
	d.mutants = append(d.mutants, Mutant{
		Name: fmt.Sprintf("%s %s: %s", short(d.n), strings.Join(path, "."), operator), Type: d.n.Type, Path: path, Operator: operator,
		Break: func(s *Stack) {
			s.Resources[at] = s.Resources[at].Clone() // the others are shared with the unbroken stack
			change(s, s.Resources[at])
		},
	})
}

func short(n *wire.Resource) string {
	return n.Type[strings.LastIndex(n.Type, ":")+1:] + " " + n.Name
}

// set adds a mutant that gives a property another value, nil for none.
func (d *deriver) set(path []string, operator string, value any) {
	d.add(path, operator, func(_ *Stack, n *wire.Resource) {
		setAt(n, value, path)
		depend(n, path[0])
	})
}

// value derives the mutants of a property and of everything within it.
func (d *deriver) value(path []string, v resource.PropertyValue) {
	if v.IsSecret() {
		v = v.SecretValue().Element
	}
	d.set(path, "removed", nil)
	if len(path) == 1 {
		d.add(path, "unknown", func(_ *Stack, n *wire.Resource) { unknown(n, path[0]) })
	}
	switch {
	case v.IsBool():
		d.set(path, "flipped", !v.BoolValue())
	case v.IsNumber():
		for _, other := range []float64{0, -1, v.NumberValue() + 1} {
			d.set(path, "set to "+strconv.FormatFloat(other, 'f', -1, 64), other)
		}
	case v.IsString():
		d.text(path, v.StringValue())
	case v.IsArray():
		d.set(path, "emptied", []any{})
		for i, item := range v.ArrayValue() {
			d.value(append(slices.Clone(path), strconv.Itoa(i)), item)
		}
	case v.IsObject():
		d.set(path, "emptied", map[string]any{})
		for _, key := range v.ObjectValue().StableKeys() {
			d.value(append(slices.Clone(path), string(key)), v.ObjectValue()[key])
		}
	case v.IsComputed() || v.IsOutput():
		d.set(path, "set to a literal", "literal0123")
		d.add(path, "computed from nothing known", func(_ *Stack, n *wire.Resource) { unknown(n, path[0]) })
		d.add(path, "computed from another resource of the type", func(s *Stack, n *wire.Resource) {
			other := s.another(n.PropertyDependencies[path[0]])
			depend(n, path[0], other)
		})
	}
}

func (d *deriver) text(path []string, text string) {
	switch {
	case strings.Contains(text, `"Statement"`):
		d.document(path, text)
		return
	case strings.HasSuffix(path[0], "emplates"):
		d.template(path, text)
		return
	}
	d.set(path, "emptied", "")
	d.set(path, "set to another text", "another")
	for operator, other := range map[string]string{
		"in another account":    replaceAccount(text),
		"in another region":     replaceRegion(text),
		"with a wildcard":       text + "*",
		"in the other case":     swapCase(text),
		"with a letter more":    text + "x",
		"by a stage variable":   "${stageVariables.x}",
		"with a letter less":    text[:max(len(text)-1, 0)],
		"with a blank in front": " " + text,
	} {
		if other != text && other != "" {
			d.set(path, operator, other)
		}
	}
	for _, other := range alternatives[path[len(path)-1]] {
		if other != text {
			d.set(path, "set to "+other, other)
		}
	}
}

// alternatives are other values that properties can have.
var alternatives = map[string][]string{
	"authorization":       {"NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"},
	"httpMethod":          {"GET", "PUT", "POST", "PATCH", "DELETE", "ANY", "OPTIONS", "HEAD"},
	"passthroughBehavior": {"WHEN_NO_MATCH", "WHEN_NO_TEMPLATES"},
	"type":                {"AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"},
	"statusCode":          {"200", "204", "302", "400", "500"},
	"selectionPattern":    {".*", `\d{3}`, `2\d{2}`, "400", "503"},
	"billingMode":         {"PROVISIONED"},
	"uri": {
		"arn:aws:apigateway:us-east-1:dynamodb:action/Scan", "arn:aws:apigateway:us-east-1:dynamodb:action/DeleteTable",
		"arn:aws:apigateway:us-east-1:dynamodb:path//", "arn:aws:apigateway:us-east-1:s3:action/GetObject", "https://example.com/",
	},
	"methodPath": {"*/GET", "x/GET"}, "period": {"DAY", "WEEK", "MONTH"},
}

// resource derives the mutants of the resource as a whole.
func (d *deriver) resource() {
	d.add(nil, "removed", func(s *Stack, n *wire.Resource) { s.remove(n) })
	d.add(nil, "not shown to the pack", func(_ *Stack, n *wire.Resource) { n.Inputs = nil })
	d.add(nil, "in another region", func(_ *Stack, n *wire.Resource) { set(n, "ap-south-1", "region") })
	d.add(nil, "of a provider with other credentials", func(_ *Stack, n *wire.Resource) {
		n.Provider = &wire.Provider{URN: "urn:other", Type: "pulumi:providers:aws", Name: "other", Inputs: wire.Properties{"profile": resource.NewProperty("other")}}
	})
	for property := range d.n.PropertyDependencies {
		if !d.n.Inputs[resource.PropertyKey(property)].ContainsUnknowns() {
			continue
		}
		d.add([]string{property}, "computed from two resources", func(s *Stack, n *wire.Resource) {
			depend(n, property, append(slices.Clone(n.PropertyDependencies[property]), s.another(n.PropertyDependencies[property]))...)
		})
	}
}

// another is the URN of another resource of the type of those; the mutant does not fit where there is none.
func (s *Stack) another(urns []string) string {
	for _, n := range s.Resources {
		for _, m := range s.Resources {
			if slices.Contains(urns, n.URN) && m.Type == n.Type && !slices.Contains(urns, m.URN) {
				return m.URN
			}
		}
	}
	fail("there is no other resource of the type")
	return ""
}

// setAt is set for a path with the indexes of lists.
func setAt(n *wire.Resource, value any, path []string) {
	for _, properties := range []*wire.Properties{&n.Inputs, &n.Outputs} {
		root := changedAt(resource.NewProperty(resource.PropertyMap(*properties)), value, path)
		*properties = wire.Properties(root.ObjectValue())
	}
}

func changedAt(v resource.PropertyValue, value any, path []string) resource.PropertyValue {
	if v.IsSecret() {
		v = v.SecretValue().Element
	}
	if v.IsArray() {
		items := slices.Clone(v.ArrayValue())
		i, err := strconv.Atoi(path[0])
		if err != nil || i >= len(items) {
			fail("the list has no item %s", path[0])
		}
		switch {
		case len(path) > 1:
			items[i] = changedAt(items[i], value, path[1:])
		case value == nil:
			items = slices.Delete(items, i, i+1)
		default:
			items[i] = resource.NewPropertyValue(value)
		}
		return resource.NewProperty(items)
	}
	m := resource.PropertyMap{}
	if v.IsObject() {
		m = v.ObjectValue().Copy()
	}
	key := resource.PropertyKey(path[0])
	switch {
	case len(path) > 1:
		m[key] = changedAt(m[key], value, path[1:])
	case value == nil:
		delete(m, key)
	default:
		m[key] = resource.NewPropertyValue(value)
	}
	return resource.NewProperty(m)
}

// granted are mutants that give each role of the stack something by each type of resource that can.
func granted(stack *wire.Recording) []Mutant {
	var all []Mutant
	account := accountOf(stack)
	for at, n := range stack.Resources {
		if n.Type != graph.Role || text(n, "name") == "" {
			continue
		}
		name := text(n, "name")
		for _, g := range []struct {
			kind   string
			inputs map[string]any
		}{
			{graph.RolePolicy, map[string]any{"role": name, "policy": identityOf("dynamodb:DescribeTable")}},
			{graph.RolePolicy, map[string]any{"role": strings.ToUpper(name), "policy": identityOf("s3:GetObject")}},
			{graph.RolePolicyAttachment, map[string]any{"role": name, "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"}},
			{graph.PolicyAttachment, map[string]any{"roles": []any{name}, "policyArn": "arn:aws:iam::aws:policy/PowerUserAccess"}},
			{graph.ExclusiveAttachments, map[string]any{"roleName": name, "policyArns": []any{"arn:aws:iam::aws:policy/AdministratorAccess"}}},
			{graph.ExclusivePolicies, map[string]any{"roleName": name, "policyNames": []any{}}},
			{graph.KeyGrant, map[string]any{"keyId": "k", "granteePrincipal": "arn:aws:iam::" + account + ":role/" + name, "operations": []any{"Decrypt"}}},
			{graph.Key, map[string]any{"policy": resourceOf(account, name, "kms:Decrypt")}},
			{"aws:s3/bucketPolicy:BucketPolicy", map[string]any{"bucket": "b", "policy": resourceOf(account, name, "s3:GetObject")}},
			{"aws:sqs/queuePolicy:QueuePolicy", map[string]any{"queueUrl": "q", "policy": resourceOf(account, name, "sqs:SendMessage")}},
			{"aws:sns/topicPolicy:TopicPolicy", map[string]any{"arn": "t", "policy": resourceOf(account, name, "sns:Publish")}},
			{"aws:secretsmanager/secretPolicy:SecretPolicy", map[string]any{"secretArn": "s", "policy": resourceOf(account, name, "secretsmanager:GetSecretValue")}},
			{"aws:ecr/repositoryPolicy:RepositoryPolicy", map[string]any{"repository": "r", "policy": resourceOf(account, name, "ecr:GetDownloadUrlForLayer")}},
			{"aws:cloudwatch/eventBusPolicy:EventBusPolicy", map[string]any{"policy": resourceOf(account, name, "events:PutEvents")}},
			{"aws:lambda/permission:Permission", map[string]any{"function": "f", "action": "lambda:InvokeFunction", "principal": "arn:aws:iam::" + account + ":role/" + name}},
			{"aws:lambda/function:Function", map[string]any{"role": "arn:aws:iam::" + account + ":role/" + name}},
			{"aws:sfn/stateMachine:StateMachine", map[string]any{"roleArn": "arn:aws:iam::" + account + ":role/" + name, "definition": "{}"}},
			{graph.Role, map[string]any{"name": "chained", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + account + `:role/` + name + `"},"Action":"sts:AssumeRole"}]}`}},
		} {
			all = append(all, Mutant{
				Name: short(n) + " is given something by a " + g.kind[strings.LastIndex(g.kind, ":")+1:], Type: g.kind, Operator: "granted",
				Break: func(s *Stack) { s.add(g.kind, "granted", g.inputs, nil); _ = s.Resources[at] },
			})
		}
	}
	return all
}

func identityOf(action string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"*"}]}`
}

func resourceOf(account, role, action string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + account + `:role/` + role + `"},"Action":"` + action + `","Resource":"*"}]}`
}

// accountOf is the account that the stack's policy documents name.
func accountOf(stack *wire.Recording) string {
	for _, n := range stack.Resources {
		if account := accountPattern.FindString(text(n, "policy")); account != "" {
			return account
		}
	}
	return "123456789012"
}
