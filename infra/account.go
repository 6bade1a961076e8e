package infra

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
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
	if configured, ok := ctx.GetConfig("aws:region"); ok && !regionName.MatchString(configured) {
		return Account{}, fmt.Errorf("aws:region is %q, which is not the name of a region; try: %s", configured, fix)
	}
	region, err := aws.GetRegion(ctx, &aws.GetRegionArgs{})
	if err != nil {
		return Account{}, fmt.Errorf("looking up the region (is aws:region right? try: %s): %w", fix, said(err))
	}
	identity, err := aws.GetCallerIdentity(ctx, &aws.GetCallerIdentityArgs{})
	if err != nil {
		return Account{}, fmt.Errorf("looking up the AWS account in %s (are there credentials? try: aws sts get-caller-identity): %w", region.Name, said(err))
	}
	partition, err := aws.GetPartition(ctx, &aws.GetPartitionArgs{})
	if err != nil {
		return Account{}, fmt.Errorf("looking up the partition of region %s: %w", region.Name, said(err))
	}
	return Account{ID: identity.AccountId, Region: region.Name, Partition: partition.Partition}, nil
}

// regionName is how regions are named: us-east-1, us-gov-west-1.
var regionName = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$`)

// said is what the provider said, without the words of the protocol that carried it.
func said(err error) error {
	if _, text, ok := strings.Cut(err.Error(), " desc = "); ok {
		return errors.New(text)
	}
	return err
}

func (a Account) tableARN(table string) string {
	return fmt.Sprintf("arn:%s:dynamodb:%s:%s:table/%s", a.Partition, a.Region, a.ID, table)
}

func (a Account) roleARN(role string) string {
	return fmt.Sprintf("arn:%s:iam::%s:role/%s", a.Partition, a.ID, role)
}

// dnsSuffix ends the host names of the partition.
func (a Account) dnsSuffix() string {
	if a.Partition == "aws-cn" {
		return "amazonaws.com.cn"
	}
	return "amazonaws.com"
}

func (a Account) managedPolicyARN(policy string) string {
	return fmt.Sprintf("arn:%s:iam::aws:policy/%s", a.Partition, policy)
}

// actionURI is an integration's URI. It names the action, so no client can ask for another.
func (a Account) actionURI(action Action) string {
	return fmt.Sprintf("arn:%s:apigateway:%s:dynamodb:action/%s", a.Partition, a.Region, action)
}
