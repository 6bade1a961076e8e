package controlplane

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
)

// PartitionOf is the partition that a region belongs to; an unknown region is in "aws", as the
// provider assumes.
func PartitionOf(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	case strings.HasPrefix(region, "us-iso-"):
		return "aws-iso"
	case strings.HasPrefix(region, "us-isob-"):
		return "aws-iso-b"
	}
	return "aws"
}

// ARN joins the six parts of an ARN in the client's partition.
func (c *Client) ARN(service, region, account, resource string) string {
	return arn.ARN{Partition: c.partition, Service: service, Region: region, AccountID: account, Resource: resource}.String()
}

// arnAccount is the account number in an ARN, empty when the text is not an ARN.
func arnAccount(text string) string {
	a, err := arn.Parse(text)
	if err != nil {
		return ""
	}
	return a.AccountID
}

// apiARN is a control-plane ARN of API Gateway: it has no account number.
func (c *Client) apiARN(path string) string { return c.ARN("apigateway", c.region, "", path) }

// DNSSuffix is the domain of a partition's endpoints.
func DNSSuffix(partition string) string {
	switch partition {
	case "aws-cn":
		return "amazonaws.com.cn"
	case "aws-iso":
		return "c2s.ic.gov"
	case "aws-iso-b":
		return "sc2s.sgov.gov"
	}
	return "amazonaws.com"
}
