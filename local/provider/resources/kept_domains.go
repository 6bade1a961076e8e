package resources

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

// domains are the kept types of custom domain names: Route 53, ACM, API Gateway and WAF.
var domains = []kept{
	{
		token: "aws:route53/zone:Zone", label: "Route 53 Hosted Zone", id: "{zoneId}", arn: "arn:{partition}:route53:::hostedzone/{zoneId}", missing: "NoSuchHostedZone", global: true,
		outputs: outputs{
			"zoneId": "Z{+upper:20}", "primaryNameServer": "ns-0.awsdns-00.com",
			"nameServers": []any{"ns-0.awsdns-00.com", "ns-1024.awsdns-00.org", "ns-1536.awsdns-00.co.uk", "ns-512.awsdns-00.net"},
		},
		facts: named(255, facts{"comment": {defaultsTo("Managed by Pulumi")}, "delegationSetId": {replaces, excludes("vpcs")}, "vpcs": {unordered}, "forceDestroy": {defaultsTo(false)}}),
	},
	{
		// Its zone is mostly another stack's, which the local AWS does not have.
		token: "aws:route53/record:Record", label: "Route 53 Record", id: "{zoneId}_{name}_{type}{_setIdentifier}", missing: "NoSuchHostedZone", global: true,
		taken:   "InvalidChangeBatch: [Tried to create resource record set [name='{name}.', type='{type}'] but it already exists]",
		refuses: badRecord,
		outputs: outputs{"fqdn": "{name}"},
		facts: facts{
			"name": {replaces}, "zoneId": {replaces}, "setIdentifier": {replaces}, "records": {unordered}, "aliases": {unordered},
			"type": {among("A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT")},
		},
	},
	{
		token: "aws:route53/healthCheck:HealthCheck", label: "Route 53 Health Check", subject: "fqdn", id: "{+uuid}", arn: "arn:{partition}:route53:::healthcheck/{id}", missing: "NoSuchHealthCheck", global: true,
		outputs: outputs{"failureThreshold": 3.0},
		facts: facts{
			"type":            {replaces, among("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL")},
			"requestInterval": {replaces}, "referenceName": {replaces}, "routingControlArn": {replaces}, "measureLatency": {defaultsTo(false), replaces},
			"invertHealthcheck": {defaultsTo(false)}, "disabled": {defaultsTo(false)}, "regions": {unordered}, "childHealthchecks": {unordered},
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
		facts: facts{
			"domainName": {replaces}, "subjectAlternativeNames": {unordered, computed, replaces}, "keyAlgorithm": {replaces}, "certificateAuthorityArn": {replaces},
			"validationMethod": {replaces, among("DNS", "EMAIL", "NONE")}, "validationOptions": {unordered, replaces},
		},
	},
	{
		token: "aws:acm/certificateValidation:CertificateValidation", label: "ACM Certificate Validation", subject: "certificateArn", id: "{+now}", key: "{certificateArn}",
		parent: "aws:acm/certificate:Certificate", of: "certificateArn", facts: replacing(facts{"validationRecordFqdns": {unordered}}, "certificateArn", "validationRecordFqdns"),
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
		facts: facts{
			"domainName": {replaces}, "policy": {document}, "certificateArn": {excludes("regionalCertificateArn")},
			"endpointConfiguration.ipAddressType": {computed}, "endpointConfiguration.types": {among("EDGE", "REGIONAL", "PRIVATE")},
			"certificateBody": {replaces}, "certificateChain": {replaces}, "certificatePrivateKey": {replaces}, "securityPolicy": {among("TLS_1_0", "TLS_1_2")},
		},
	},
	{
		token: "aws:apigateway/basePathMapping:BasePathMapping", label: "API Gateway Base Path Mapping", subject: "basePath", id: "{domainName}/{basePath}", missing: "NotFoundException: Invalid base path mapping identifier specified",
		parent: "aws:apigateway/domainName:DomainName", of: "domainName", unique: []string{"domainName", "basePath"},
		taken: "ConflictException: Base path already exists for this domain name", noParent: "NotFoundException: Invalid domain name identifier specified",
		refuses: badBasePath,
		facts:   facts{"domainName": {replaces}, "domainNameId": {replaces}},
	},
	{
		token: "aws:wafv2/webAcl:WebAcl", label: "WAFv2 WebACL", id: "{+uuid}", key: "{id}/{name}/{scope}", arn: "arn:{partition}:wafv2:{region}:{account}:regional/webacl/{name}/{id}",
		unique: []string{"name", "scope"}, missing: "WAFNonexistentItemNotFound",
		taken: "WAFDuplicateItemException: AWS WAF couldn't perform the operation because some resource in your request is a duplicate of an existing one.",
		facts: prefixedName(128, facts{"scope": {replaces, among("REGIONAL", "CLOUDFRONT")}, "rules": {identifiedBy("name"), excludes("ruleJson")}, "ruleJson": {document}}),
	},
	{
		token: "aws:wafv2/webAclAssociation:WebAclAssociation", label: "WAFv2 WebACL Association", subject: "resourceArn", id: "{webAclArn},{resourceArn}", missing: "WAFNonexistentItemNotFound",
		facts: facts{"resourceArn": {replaces}, "webAclArn": {replaces}},
	},
	{
		token: "aws:wafv2/ipSet:IpSet", label: "WAFv2 IPSet", id: "{+uuid}", key: "{id}/{name}/{scope}", arn: "arn:{partition}:wafv2:{region}:{account}:regional/ipset/{name}/{id}",
		unique: []string{"name", "scope"}, missing: "WAFNonexistentItemNotFound", outputs: outputs{"lockToken": "{+uuid}"},
		taken: "WAFDuplicateItemException: AWS WAF couldn't perform the operation because some resource in your request is a duplicate of an existing one.",
		facts: named(128, facts{"scope": {replaces, among("REGIONAL", "CLOUDFRONT")}, "addresses": {unordered}, "ipAddressVersion": {replaces, among("IPV4", "IPV6")}}),
	},
	{
		token: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", label: "WAFv2 WebACL Logging Configuration", subject: "resourceArn", id: "{resourceArn}",
		missing: "WAFNonexistentItemNotFound", facts: facts{"resourceArn": {replaces}, "logDestinationConfigs": {unordered}},
	},
}

// badRecord refuses a record that its name cannot have besides those that it has (GW-204).
func badRecord(c Cloud, in map[string]any) error {
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
func certificateElsewhere(c Cloud, in map[string]any) error {
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
func badBasePath(c Cloud, in map[string]any) error {
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
