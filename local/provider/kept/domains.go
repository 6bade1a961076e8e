package kept

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/schema"
)

// domains are the kept types of custom domain names: Route 53, ACM, API Gateway and WAF.
var domains = []kept{
	{
		token: "aws:route53/zone:Zone", label: "Route 53 Hosted Zone", id: "{zoneId}", arn: "arn:{partition}:route53:::hostedzone/{zoneId}", missing: "NoSuchHostedZone", global: true,
		outputs: outputs{
			"zoneId": "Z{+upper:20}", "primaryNameServer": "ns-0.awsdns-00.com",
			"nameServers": []any{"ns-0.awsdns-00.com", "ns-1024.awsdns-00.org", "ns-1536.awsdns-00.co.uk", "ns-512.awsdns-00.net"},
		},
		facts: named(255, schema.Facts{"comment": {schema.Default("Managed by Pulumi")}, "delegationSetId": {schema.Replaces, schema.Excludes("vpcs")}, "vpcs": {schema.Unordered}, "forceDestroy": {schema.Default(false)}}),
	},
	{
		// Its zone is mostly another stack's, which the local AWS does not have.
		token: "aws:route53/record:Record", label: "Route 53 Record", id: "{zoneId}_{name}_{type}{_setIdentifier}", missing: "NoSuchHostedZone", global: true,
		taken:   "InvalidChangeBatch: [Tried to create resource record set [name='{name}.', type='{type}'] but it already exists]",
		refuses: badRecord,
		outputs: outputs{"fqdn": "{name}"},
		facts: schema.Facts{
			"name": {schema.Replaces}, "zoneId": {schema.Replaces}, "setIdentifier": {schema.Replaces}, "records": {schema.Unordered}, "aliases": {schema.Unordered},
			"type": {schema.Among("A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT")},
		},
	},
	{
		token: "aws:route53/healthCheck:HealthCheck", label: "Route 53 Health Check", subject: "fqdn", id: "{+uuid}", arn: "arn:{partition}:route53:::healthcheck/{id}", missing: "NoSuchHealthCheck", global: true,
		outputs: outputs{"failureThreshold": 3.0},
		facts: schema.Facts{
			"type":            {schema.Replaces, schema.Among("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL")},
			"requestInterval": {schema.Replaces}, "referenceName": {schema.Replaces}, "routingControlArn": {schema.Replaces}, "measureLatency": {schema.Default(false), schema.Replaces},
			"invertHealthcheck": {schema.Default(false)}, "disabled": {schema.Default(false)}, "regions": {schema.Unordered}, "childHealthchecks": {schema.Unordered},
		},
	},
	{
		token: "aws:acm/certificate:Certificate", label: "ACM Certificate", subject: "domainName", id: "{arn}", arn: "arn:{partition}:acm:{region}:{account}:certificate/{+uuid}",
		outputs: outputs{
			"status": "ISSUED", "type": "AMAZON_ISSUED", "renewalEligibility": "INELIGIBLE", "keyAlgorithm": "RSA_2048", "notBefore": "{+now}",
			"domainValidationOptions": []any{outputs{
				"domainName": "{domainName}", "resourceRecordName": "_{+hex:32}.{domainName}.", "resourceRecordType": "CNAME", "resourceRecordValue": "_{+hex:32}.acm-validations.aws.",
			}},
		},
		facts: schema.Facts{
			"domainName": {schema.Replaces}, "subjectAlternativeNames": {schema.Unordered, schema.Computed, schema.Replaces}, "keyAlgorithm": {schema.Replaces}, "certificateAuthorityArn": {schema.Replaces},
			"validationMethod": {schema.Replaces, schema.Among("DNS", "EMAIL", "NONE")}, "validationOptions": {schema.Unordered, schema.Replaces},
		},
	},
	{
		token: "aws:acm/certificateValidation:CertificateValidation", label: "ACM Certificate Validation", subject: "certificateArn", id: "{+now}", key: "{certificateArn}",
		parent: "aws:acm/certificate:Certificate", of: "certificateArn", facts: replacing(schema.Facts{"validationRecordFqdns": {schema.Unordered}}, "certificateArn", "validationRecordFqdns"),
	},
	{
		token: "aws:apigateway/domainName:DomainName", label: "API Gateway Domain Name", subject: "domainName", id: "{domainName}", missing: "NotFoundException: Invalid domain name identifier specified",
		refuses: certificateElsewhere,
		arn:     "arn:{partition}:apigateway:{region}::/domainnames/{domainName}", taken: "BadRequestException: The domain name you provided already exists.",
		outputs: outputs{
			"regionalDomainName": "d-{+lower:10}.execute-api.{region}.{dnsSuffix}", "regionalZoneId": "Z1UJRXOUMOOFQ8", "cloudfrontZoneId": "Z2FDTNDATAQYW2",
			"cloudfrontDomainName": "d{+lower:13}.cloudfront.net", "securityPolicy": "TLS_1_2", "certificateUploadDate": "{+now}",
			"endpointConfiguration": outputs{"types": "EDGE", "ipAddressType": "ipv4"},
		},
		facts: schema.Facts{
			"domainName": {schema.Replaces}, "policy": {schema.JSON}, "certificateArn": {schema.Excludes("regionalCertificateArn")},
			"endpointConfiguration.ipAddressType": {schema.Computed}, "endpointConfiguration.types": {schema.Among("EDGE", "REGIONAL", "PRIVATE")},
			"certificateBody": {schema.Replaces}, "certificateChain": {schema.Replaces}, "certificatePrivateKey": {schema.Replaces}, "securityPolicy": {schema.Among("TLS_1_0", "TLS_1_2")},
		},
	},
	{
		token: "aws:apigateway/basePathMapping:BasePathMapping", label: "API Gateway Base Path Mapping", subject: "basePath", id: "{domainName}/{basePath}", missing: "NotFoundException: Invalid base path mapping identifier specified",
		parent: "aws:apigateway/domainName:DomainName", of: "domainName", unique: []string{"domainName", "basePath"},
		taken: "ConflictException: Base path already exists for this domain name", noParent: "NotFoundException: Invalid domain name identifier specified",
		refuses: badBasePath,
		facts:   schema.Facts{"domainName": {schema.Replaces}, "domainNameId": {schema.Replaces}},
	},
	{
		token: "aws:wafv2/webAcl:WebAcl", label: "WAFv2 WebACL", id: "{+uuid}", key: "{id}/{name}/{scope}", arn: "arn:{partition}:wafv2:{region}:{account}:regional/webacl/{name}/{id}",
		unique: []string{"name", "scope"}, missing: "WAFNonexistentItemNotFound",
		taken: "WAFDuplicateItemException: AWS WAF couldn't perform the operation because some resource in your request is a duplicate of an existing one.",
		facts: prefixedName(128, schema.Facts{"scope": {schema.Replaces, schema.Among("REGIONAL", "CLOUDFRONT")}, "rules": {schema.IdentifiedBy("name"), schema.Excludes("ruleJson")}, "ruleJson": {schema.JSON}}),
	},
	{
		token: "aws:wafv2/webAclAssociation:WebAclAssociation", label: "WAFv2 WebACL Association", subject: "resourceArn", id: "{webAclArn},{resourceArn}", missing: "WAFNonexistentItemNotFound",
		facts: schema.Facts{"resourceArn": {schema.Replaces}, "webAclArn": {schema.Replaces}},
	},
	{
		token: "aws:wafv2/ipSet:IpSet", label: "WAFv2 IPSet", id: "{+uuid}", key: "{id}/{name}/{scope}", arn: "arn:{partition}:wafv2:{region}:{account}:regional/ipset/{name}/{id}",
		unique: []string{"name", "scope"}, missing: "WAFNonexistentItemNotFound", outputs: outputs{"lockToken": "{+uuid}"},
		taken: "WAFDuplicateItemException: AWS WAF couldn't perform the operation because some resource in your request is a duplicate of an existing one.",
		facts: named(128, schema.Facts{"scope": {schema.Replaces, schema.Among("REGIONAL", "CLOUDFRONT")}, "addresses": {schema.Unordered}, "ipAddressVersion": {schema.Replaces, schema.Among("IPV4", "IPV6")}}),
	},
	{
		token: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", label: "WAFv2 WebACL Logging Configuration", subject: "resourceArn", id: "{resourceArn}",
		missing: "WAFNonexistentItemNotFound", facts: schema.Facts{"resourceArn": {schema.Replaces}, "logDestinationConfigs": {schema.Unordered}},
	},
}

// badRecord refuses a record that its name cannot have besides those that it has (GW-204).
func badRecord(c resources.Cloud, in map[string]any) error {
	identifier, _ := in["setIdentifier"].(string)
	records, err := c.KeptOf("aws:route53/record:Record")
	if err != nil {
		return err
	}
	if slices.ContainsFunc(records, func(k controlplane.Kept) bool {
		p := k.Properties
		other, _ := p["setIdentifier"].(string)
		return p["zoneId"] == in["zoneId"] && p["name"] == in["name"] && p["type"] == in["type"] && (other == "") != (identifier == "")
	}) {
		return controlplane.Refuse("InvalidChangeBatch", "[RRSet with DNS name %v., type %v, SetIdentifier %s cannot be created as other RRSets exist with the same name and type.]", in["name"], in["type"], identifier)
	}
	return nil
}

// certificateElsewhere refuses a certificate of a region that the domain name's endpoint cannot use.
func certificateElsewhere(c resources.Cloud, in map[string]any) error {
	for property, region := range map[string]string{"certificateArn": "us-east-1", "regionalCertificateArn": c.Region()} {
		text, _ := in[property].(string)
		if a, err := arn.Parse(text); err == nil && a.Service == "acm" && a.Region != region {
			return controlplane.Refuse("BadRequestException", "Invalid certificate ARN: %s. Certificate must be in '%s'.", text, region)
		}
	}
	return nil
}

// badBasePath refuses mappings that API Gateway does not accept.
// https://github.com/getmoto/moto/blob/master/moto/apigateway/exceptions.py
func badBasePath(c resources.Cloud, in map[string]any) error {
	api, _ := in["restApi"].(string)
	if _, err := controlplane.RestAPIs.Get(c.Client, apigateway.RestAPI{ID: api}); err != nil {
		return controlplane.Refuse("BadRequestException", "Invalid REST API identifier specified")
	}
	if path, _ := in["basePath"].(string); strings.Contains(path, "/") {
		return controlplane.Refuse("BadRequestException", "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.")
	}
	stage, _ := in["stageName"].(string)
	if stage == "" {
		return nil
	}
	if _, err := controlplane.Stages.Get(c.Client, apigateway.Stage{RestAPIID: api, StageName: stage}); err != nil {
		return controlplane.Refuse("BadRequestException", "Invalid stage identifier specified")
	}
	return nil
}
