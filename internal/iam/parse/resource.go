package parse

import (
	"fmt"
	"regexp"
	"strings"
)

// partitionName accepts the partitions that exist and wildcards, which AWS's own managed policies
// use there.
var partitionName = regexp.MustCompile(`^(aws(-[a-z]+)*|.*[*?].*)$`)

func (p *parser) resources(n *node, path string) {
	if p.kind == trustDocument {
		for name, says := range map[string]string{"Resource": saysTrustResource, "NotResource": saysTrustNotResource} {
			if r := n.member(name); r != nil {
				p.complain(r, join(path, name), checkResources, says, "a trust policy has no resources: the role is the resource; remove it")
			}
		}
		return
	}
	check := p.resource
	if p.kind == resourceDocument {
		check = func(*node, string) {} // each service has its own rules, API Gateway's even allow "execute-api:/*"
	}
	if !elements(n, path, check, "Resource", "NotResource") {
		says := saysResources
		if p.kind == resourceDocument {
			says = saysNoResource
		}
		p.complain(n, path+".Resource", checkResources, says, "missing or empty: a statement needs at least one resource")
	}
}

// resource checks the form of an ARN as IAM does when it stores an identity-based policy.
func (p *parser) resource(at *node, path string) {
	text := at.text
	if text == "*" {
		return
	}
	segments := strings.Split(text, ":")
	switch {
	case len(segments) == 1:
		p.complain(at, path, checkResourceFormat, fmt.Sprintf("Resource %s must be in ARN format or \"*\".", text),
			"%q is neither an ARN nor \"*\"", text)
	case !partitionName.MatchString(segments[1]):
		padded := append(append([]string{}, segments[2:]...), "*", "*", "*", "*")
		rest := padded[:4]
		if len(segments) > 6 {
			rest = segments[2:]
		}
		if len(segments) == 3 && segments[2] == "" {
			rest[0] = "*"
		}
		p.complain(at, path, checkResourceFormat,
			fmt.Sprintf("Partition %q is not valid for resource \"arn:%s:%s\".", segments[1], segments[1], strings.Join(rest, ":")),
			"%q: %q is not a partition; write arn:aws:...", text, segments[1])
	case len(segments) == 2 || strings.ContainsAny(segments[2], "*?"):
		p.complain(at, path, checkResourceFormat, saysResourceVendor, "%q: the service of an ARN must be written out", text)
	case segments[2] == "", len(segments) < 6 && strings.Contains(text, "::"):
		p.complain(at, path, checkLegacy, saysLegacy, "%q is not an ARN: arn:partition:service:region:account:resource", text)
	default:
		p.resourceOfService(at, path, segments)
	}
}

// iamResources are the paths that IAM accepts in ARNs of its own.
var iamResources = []string{
	"user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/",
	"policy/", "sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/",
}

// resourceOfService checks the rules that IAM has for its own ARNs, and for those of buckets.
func (p *parser) resourceOfService(at *node, path string, segments []string) {
	if segments[2] == "s3" && len(segments) == 6 && segments[3] != "" && !strings.HasPrefix(segments[5], "accesspoint/") {
		p.complain(at, path, checkResourceFormat, fmt.Sprintf("Resource %s can not contain region information.", at.text),
			"%q: the ARN of a bucket has no region; leave it empty", at.text)
		return
	}
	if segments[2] != "iam" || len(segments) < 6 {
		return
	}
	if segments[3] != "" {
		p.complain(at, path, checkResourceFormat, fmt.Sprintf("IAM resource %s cannot contain region information.", at.text),
			"%q: IAM is global; leave the region empty", at.text)
		return
	}
	resource := strings.Join(segments[5:], ":")
	if strings.ContainsAny(resource, "*?") || resource == "root" {
		return
	}
	for _, prefix := range iamResources {
		if strings.HasPrefix(resource, prefix) {
			return
		}
	}
	p.complain(at, path, checkResourceFormat,
		fmt.Sprintf("IAM resource path must either be \"*\" or start with %s.", strings.Join(iamResources, ", ")),
		"%q: %q is not a resource of IAM", at.text, resource)
}
