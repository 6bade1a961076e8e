package edge

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/acm"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Domain is the API's own address.
type Domain struct {
	// Name is the host, such as api.example.com; empty for API Gateway's own address.
	Name string
	// ZoneID is the Route 53 zone that the name is in, which proves that the certificate is ours.
	ZoneID string
	// BasePath is the first segment of paths, empty for none.
	BasePath string
}

// URL is where the API answers.
func (d Domain) URL() string {
	url := "https://" + d.Name
	if d.BasePath != "" {
		url += "/" + d.BasePath
	}
	return url
}

// DomainArgs are what a domain name leads to.
type DomainArgs struct {
	Domain
	APIID     pulumi.StringInput
	StageName pulumi.StringInput
	IPv6      bool // the API has IPv6 too
	Tags      pulumi.StringMap
	Parent    pulumi.Resource
}

// NewDomain makes the certificate, proves it by the zone, and leads the name to the stage. TLS is 1.2 or newer.
func NewDomain(ctx *pulumi.Context, name string, args DomainArgs) error {
	child := pulumi.Parent(args.Parent)
	certificate, err := acm.NewCertificate(ctx, name+"-certificate", &acm.CertificateArgs{
		DomainName: pulumi.String(args.Name), ValidationMethod: pulumi.String("DNS"), Tags: args.Tags,
	}, child)
	if err != nil {
		return err
	}
	proof := certificate.DomainValidationOptions.ApplyT(func(all []acm.CertificateDomainValidationOption) (acm.CertificateDomainValidationOption, error) {
		if len(all) == 0 {
			return acm.CertificateDomainValidationOption{}, fmt.Errorf("ACM names no record that proves the certificate of %s", args.Name)
		}
		return all[0], nil
	}).(acm.CertificateDomainValidationOptionOutput)
	record, err := route53.NewRecord(ctx, name+"-proof", &route53.RecordArgs{
		ZoneId: pulumi.String(args.ZoneID), Name: proof.ResourceRecordName().Elem(), Ttl: pulumi.Int(300),
		Type:    proof.ResourceRecordType().Elem().ToStringOutput(),
		Records: pulumi.StringArray{proof.ResourceRecordValue().Elem()},
		// Certificates of one name, of another stack or region, are proven by one and the same record.
		AllowOverwrite: pulumi.Bool(true),
	}, child)
	if err != nil {
		return err
	}
	proven, err := acm.NewCertificateValidation(ctx, name+"-proven", &acm.CertificateValidationArgs{
		CertificateArn: certificate.Arn, ValidationRecordFqdns: pulumi.StringArray{record.Fqdn},
	}, child)
	if err != nil {
		return err
	}
	domain, err := apigateway.NewDomainName(ctx, name, &apigateway.DomainNameArgs{
		DomainName: pulumi.String(args.Name), RegionalCertificateArn: proven.CertificateArn, SecurityPolicy: pulumi.String("TLS_1_2"),
		EndpointConfiguration: apigateway.DomainNameEndpointConfigurationArgs{Types: pulumi.String("REGIONAL"), IpAddressType: pulumi.String(addressType(args.IPv6))},
		Tags:                  args.Tags,
	}, child)
	if err != nil {
		return err
	}
	mapping := &apigateway.BasePathMappingArgs{RestApi: args.APIID, StageName: args.StageName.ToStringOutput().ToStringPtrOutput(), DomainName: domain.DomainName}
	if args.BasePath != "" {
		mapping.BasePath = pulumi.String(args.BasePath)
	}
	if _, err := apigateway.NewBasePathMapping(ctx, name+"-mapping", mapping, child); err != nil {
		return err
	}
	types := []string{"A"}
	if args.IPv6 {
		types = append(types, "AAAA")
	}
	for _, kind := range types {
		if _, err := route53.NewRecord(ctx, name+"-"+kind, &route53.RecordArgs{
			ZoneId: pulumi.String(args.ZoneID), Name: pulumi.String(args.Name), Type: pulumi.String(kind),
			Aliases: route53.RecordAliasArray{route53.RecordAliasArgs{
				Name: domain.RegionalDomainName, ZoneId: domain.RegionalZoneId, EvaluateTargetHealth: pulumi.Bool(true),
			}},
		}, child); err != nil {
			return err
		}
	}
	return nil
}

func addressType(ipv6 bool) string {
	if ipv6 {
		return "dualstack"
	}
	return "ipv4"
}
