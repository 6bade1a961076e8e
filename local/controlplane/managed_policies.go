package controlplane

import (
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
	"lambdaless/local/controlplane/store"
)

// awsManaged are the AWS-managed policies that the account knows, by what follows ":policy/" in
// their ARN. They are AWS's documents as the reference publishes them, the DynamoDB ones reduced to
// the services that this account has (CP-030).
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
var awsManaged = map[string]string{
	"service-role/AmazonAPIGatewayPushToCloudWatchLogs": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:DescribeLogGroups","logs:DescribeLogStreams","logs:PutLogEvents","logs:GetLogEvents","logs:FilterLogEvents"],"Resource":"*"}]}`,
	"AdministratorAccess":                               `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`,
	"AmazonDynamoDBFullAccess":                          `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:*","dax:*","kms:DescribeKey","kms:ListAliases"],"Resource":"*"}]}`,
	"AmazonDynamoDBFullAccess_v2":                       `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:*","dax:*","kms:DescribeKey","kms:ListAliases"],"Resource":"*"}]}`,
	"AmazonDynamoDBReadOnlyAccess":                      `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:BatchGetItem","dynamodb:Describe*","dynamodb:List*","dynamodb:GetAbacStatus","dynamodb:GetItem","dynamodb:GetResourcePolicy","dynamodb:Query","dynamodb:Scan","dynamodb:PartiQLSelect","dax:Describe*","dax:List*","dax:GetItem","dax:BatchGetItem","dax:Query","dax:Scan","kms:DescribeKey","kms:ListAliases"],"Resource":"*"}]}`,
	"CloudWatchLogsFullAccess":                          `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:*","cloudwatch:GenerateQuery"],"Resource":"*"}]}`,
	"PowerUserAccess":                                   `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},{"Effect":"Allow","Action":["account:GetAccountInformation","account:GetPrimaryEmail","account:ListRegions","iam:CreateServiceLinkedRole","iam:DeleteServiceLinkedRole","iam:ListRoles","organizations:DescribeOrganization"],"Resource":"*"}]}`,
}

// managedPolicy is the document of a managed policy, the customer's or AWS's.
func managedPolicy(t *store.Tx, arn string) (string, error) {
	if p, ok := store.Load[Policy](t, arn); ok {
		return p.Policy, nil
	}
	if arnAccount(arn) == "aws" {
		_, name, _ := strings.Cut(arn, ":policy/")
		if doc, ok := awsManaged[name]; ok {
			return doc, nil
		}
		return "", noSuchEntity("Policy %s does not exist or is not attachable. (The local AWS knows these AWS-managed policies: %s)",
			arn, strings.Join(sortedKeys(awsManaged), ", "))
	}
	return "", noSuchEntity("Policy %s does not exist or is not attachable.", arn)
}

// permissionsOf gathers everything that decides what a role may do.
func permissionsOf(t *store.Tx, r Role) (iam.Permissions, error) {
	p := iam.Permissions{Principal: r.ARN}
	for _, inline := range store.List[RolePolicy](t, r.Key()+"/") {
		doc, err := parse.Identity(inline.Policy)
		if err != nil {
			return p, err
		}
		p.Identity = append(p.Identity, iam.Named{Name: inline.Name, Policy: doc})
	}
	for _, attached := range store.List[RolePolicyAttachment](t, r.Key()+"/") {
		named, err := namedPolicy(t, attached.PolicyARN)
		if err != nil {
			return p, err
		}
		p.Identity = append(p.Identity, named)
	}
	if r.PermissionsBoundary != "" {
		named, err := namedPolicy(t, r.PermissionsBoundary)
		if err != nil {
			return p, err
		}
		p.Boundary = &named
	}
	var err error
	p.Resource, err = tablePolicies(t)
	return p, err
}

func namedPolicy(t *store.Tx, arn string) (iam.Named, error) {
	text, err := managedPolicy(t, arn)
	if err != nil {
		return iam.Named{}, err
	}
	doc, err := parse.Managed(text)
	return iam.Named{Name: arn, Policy: doc}, err
}

// checkResourcePolicy reads an API's resource policy. API Gateway accepts the short forms
// "execute-api:/stage/verb/path" and "execute-api:/*" of an ARN, which IAM's grammar does not have.
func checkResourcePolicy(doc string) error {
	_, err := parse.Resource(strings.ReplaceAll(doc, `"execute-api:/`, `"arn:aws:execute-api:*:*:*/`))
	return err
}
