package infra

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/settings"
)

// Account is where the program deploys to. It is known at preview.
type Account struct {
	ID        string // twelve digits
	Region    string // "eu-west-1"
	Partition string // "aws", "aws-cn", "aws-us-gov"
}

// LookUpAccount asks the provider whose credentials these are, and for which region.
func LookUpAccount(ctx *pulumi.Context) (Account, error) {
	fix := "pulumi config set aws:region us-east-1 --stack " + ctx.Stack()
	if problems := settings.CheckRegion(ctx); len(problems) > 0 {
		return Account{}, &settings.Error{Stack: ctx.Stack(), Problems: problems}
	}
	region, err := aws.GetRegion(ctx, &aws.GetRegionArgs{})
	if err != nil {
		return Account{}, fmt.Errorf("looking up the region (is aws:region right? try: %s): %w", fix, providerMessage(err))
	}
	identity, err := aws.GetCallerIdentity(ctx, &aws.GetCallerIdentityArgs{})
	if err != nil {
		return Account{}, fmt.Errorf("looking up the AWS account in %s (are there credentials? try: aws sts get-caller-identity): %w", region.Name, providerMessage(err))
	}
	partition, err := aws.GetPartition(ctx, &aws.GetPartitionArgs{})
	if err != nil {
		return Account{}, fmt.Errorf("looking up the partition of region %s: %w", region.Name, providerMessage(err))
	}
	return Account{ID: identity.AccountId, Region: region.Name, Partition: partition.Partition}, nil
}

// providerMessage strips the gRPC prefix from an error of the provider.
func providerMessage(err error) error {
	if _, text, ok := strings.Cut(err.Error(), " desc = "); ok {
		return errors.New(text)
	}
	return err
}

// primary is where the tables are that a stack's tables are replicas of, nil for a stack with tables of its own.
func (a Account) primary(r settings.Regions) *Account {
	if !r.Replica() {
		return nil
	}
	a.Region = r.Primary()
	return &a
}

func (a Account) tableARN(table string) string {
	return fmt.Sprintf("arn:%s:dynamodb:%s:%s:table/%s", a.Partition, a.Region, a.ID, table)
}

func (a Account) roleARN(role string) string {
	return fmt.Sprintf("arn:%s:iam::%s:role/%s", a.Partition, a.ID, role)
}

func (a Account) managedPolicyARN(policy string) string {
	return fmt.Sprintf("arn:%s:iam::aws:policy/%s", a.Partition, policy)
}

// actionURI is an integration's URI. It names the action, so no client can ask for another.
func (a Account) actionURI(action Action) string {
	return fmt.Sprintf("arn:%s:apigateway:%s:dynamodb:action/%s", a.Partition, a.Region, action)
}
