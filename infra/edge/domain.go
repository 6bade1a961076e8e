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
func (d Domain) URL() string { return "https://" + d.Name + d.path() }

// path is what comes before an endpoint's path.
func (d Domain) path() string {
	if d.BasePath == "" {
		return ""
	}
	return "/" + d.BasePath
}

// In is the address of one of several regions: eu-west-1.api.example.com.
func (d Domain) In(region string) Domain {
	d.Name = region + "." + d.Name
	return d
}

// DomainArgs are what a domain name leads to.
type DomainArgs struct {
	Domain
	APIID     pulumi.StringInput
	StageName pulumi.StringInput
	IPv6      bool // the API has IPv6 too
	// Region is this region, where the name leads to the nearest of several regions whose health check passes; empty
	// for a name that leads to this region alone.
	Region      string
	HealthCheck pulumi.StringInput // its id
	Tags        pulumi.StringMap
	Parent      pulumi.Resource
}

// NewDomain makes the certificate, proves it by the zone, and leads the name to the stage. TLS is 1.2 or newer.
func NewDomain(ctx *pulumi.Context, name string, args DomainArgs) error {
	child := pulumi.Parent(args.Parent)
	certificate, err := newCertificate(ctx, name, args)
	if err != nil {
		return err
	}
	domain, err := apigateway.NewDomainName(ctx, name, &apigateway.DomainNameArgs{
		DomainName: pulumi.String(args.Name), RegionalCertificateArn: certificate, SecurityPolicy: pulumi.String("TLS_1_2"),
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
		alias := &route53.RecordArgs{
			ZoneId: pulumi.String(args.ZoneID), Name: pulumi.String(args.Name), Type: pulumi.String(kind),
			Aliases: route53.RecordAliasArray{route53.RecordAliasArgs{
				Name: domain.RegionalDomainName, ZoneId: domain.RegionalZoneId, EvaluateTargetHealth: pulumi.Bool(true),
			}},
		}
		if args.Region != "" {
			alias.SetIdentifier, alias.HealthCheckId = pulumi.String(args.Region), args.HealthCheck.ToStringOutput().ToStringPtrOutput()
			alias.LatencyRoutingPolicies = route53.RecordLatencyRoutingPolicyArray{route53.RecordLatencyRoutingPolicyArgs{Region: pulumi.String(args.Region)}}
		}
		// A name has either one record or one with an identifier for each region: the one goes before the other comes.
		if _, err := route53.NewRecord(ctx, name+"-"+kind, alias, child, pulumi.DeleteBeforeReplace(true)); err != nil {
			return err
		}
	}
	return nil
}

// newCertificate makes the certificate of the name, and proves it by the zone. It returns the ARN of the proven one.
func newCertificate(ctx *pulumi.Context, name string, args DomainArgs) (pulumi.StringOutput, error) {
	child := pulumi.Parent(args.Parent)
	certificate, err := acm.NewCertificate(ctx, name+"-certificate", &acm.CertificateArgs{
		DomainName: pulumi.String(args.Name), ValidationMethod: pulumi.String("DNS"), Tags: args.Tags,
	}, child)
	if err != nil {
		return pulumi.StringOutput{}, err
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
		return pulumi.StringOutput{}, err
	}
	proven, err := acm.NewCertificateValidation(ctx, name+"-proven", &acm.CertificateValidationArgs{
		CertificateArn: certificate.Arn, ValidationRecordFqdns: pulumi.StringArray{record.Fqdn},
	}, child)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return proven.CertificateArn, nil
}

// NewRegionalDomain leads a region's own name to the stage, and the API's name to the nearest region that answers: each
// region's stack calls it. health is the path, after the base path, that answers 200 to anyone.
func NewRegionalDomain(ctx *pulumi.Context, name, region, health string, args DomainArgs) error {
	own := args
	own.Domain = args.Domain.In(region)
	if err := NewDomain(ctx, name+"-region", own); err != nil {
		return err
	}
	// The region's own name, since the API's leads to whichever region answers.
	check, err := route53.NewHealthCheck(ctx, name+"-health", &route53.HealthCheckArgs{
		Type: pulumi.String("HTTPS"), Fqdn: pulumi.String(own.Name), Port: pulumi.Int(443), ResourcePath: pulumi.String(own.path() + health),
		EnableSni: pulumi.Bool(true), RequestInterval: pulumi.Int(30), FailureThreshold: pulumi.Int(3), Tags: args.Tags,
	}, pulumi.Parent(args.Parent))
	if err != nil {
		return err
	}
	args.Region, args.HealthCheck = region, check.ID().ToStringOutput()
	return NewDomain(ctx, name, args)
}

func addressType(ipv6 bool) string {
	if ipv6 {
		return "dualstack"
	}
	return "ipv4"
}
