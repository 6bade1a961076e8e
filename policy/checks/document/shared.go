package document

import (
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// openACLs are the canned lists that let others read, and groups the grantees that are anyone
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html).
var openACLs, groups = []string{"public-read", "public-read-write", "authenticated-read"}, []string{"/global/AllUsers", "/global/AuthenticatedUsers"}

// shared judges what opens a copy without a policy: access control lists of buckets and permissions of event buses.
func shared(in *rule.Context, all []*graph.Node) []rule.Finding {
	var findings []rule.Finding
	copied := func(n *graph.Node, property string) bool {
		return slices.ContainsFunc(all, func(c *graph.Node) bool { return n == c || facts.Names(n, c, property) })
	}
	for _, n := range in.Graph.OfType("aws:s3/bucketAclV2:BucketAclV2", "aws:s3/bucketAcl:BucketAcl", graph.BucketV2, graph.Bucket) {
		if !copied(n, "bucket") {
			continue
		}
		if acl := n.In("acl").TextOr("private"); slices.Contains(openACLs, acl) {
			findings = append(findings, rule.Violated(n, "anyone may read a bucket that holds keys or items of the API's tables").Counter("acl is %q", acl))
		}
		for _, grant := range slices.Concat(n.In("grants").Items(), n.In("accessControlPolicy", "grants").Items()) {
			if who := grantee(n, grant); who != "" {
				findings = append(findings, rule.Violated(n, "%s may use a bucket that holds keys or items of the API's tables", who).
					Counter("its access control list has a grant to %s", who).Remedy("remove the grant, or write a bucket policy for the principals of the stack's own account that are meant"))
			}
		}
	}
	for _, n := range in.Graph.OfType("aws:cloudwatch/eventPermission:EventPermission") {
		action, principal := n.In("action").TextOr("events:PutEvents"), n.In("principal").TextOr("")
		stranger := principal == "*" && n.In("condition").Absent() || in.Account() != "" && principal != in.Account() && facts.AccountOf(principal) != ""
		if copied(n, "eventBusName") && stranger && slices.Contains(copyReads, action) {
			findings = append(findings, rule.Violated(n, "the permission lets others redirect the changes of the API's tables").
				Counter("%q may %s", principal, action).Remedy("remove the permission, or allow events:PutEvents only"))
		}
	}
	return findings
}

// grantee is who gets a grant of a bucket's access control list, where that is not the bucket's owner or S3's own log
// delivery; empty otherwise.
func grantee(n *graph.Node, grant graph.Value) string {
	at := func(property string) string {
		return grant.At("grantee", property).TextOr(grant.At(property).TextOr(""))
	}
	owner := n.In("accessControlPolicy", "owner", "id").TextOr("")
	switch uri, id, email := at("uri"), at("id"), at("emailAddress"); {
	case slices.ContainsFunc(groups, func(g string) bool { return strings.HasSuffix(uri, g) }):
		return "anyone"
	case email != "":
		return "the account of " + email
	case id != "" && id != owner:
		return "the account of the canonical user " + id
	}
	return ""
}
