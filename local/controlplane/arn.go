package controlplane

import "strings"

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
	return strings.Join([]string{"arn", c.partition, service, region, account, resource}, ":")
}

// arnAccount is the account number in an ARN, empty when the text is no ARN.
func arnAccount(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return ""
	}
	return parts[4]
}

// apiARN is a control-plane ARN of API Gateway: it has no account number.
func (c *Client) apiARN(path string) string { return c.ARN("apigateway", c.region, "", path) }
