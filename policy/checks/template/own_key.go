package template

import (
	"fmt"
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TMPL-004", Slug: "own-key",
	Title: "With authentication, the partition key comes from the caller's identity",
	Why: "API Gateway calls DynamoDB with one role for all callers, so IAM cannot tell them apart. " +
		"With a key that the client sends, or a claim that a user can change, it reaches any user's items.",
	Fix: "Take the partition key from $context.authorizer.claims.sub, or with AWS_IAM from $context.identity.userArn; a key may be that, a literal separator and " +
		"something that the client chooses. A claim that users cannot change is named in the setting trustedClaims, with the reason. " +
		"If the table's items belong to no single user, name the table in the setting sharedTables; with a user pool the method has authorizationScopes then, " +
		"without which API Gateway takes the ID token of every user.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		personal := personalTables(in)
		for _, i := range in.Integrations() {
			kind, known := i.Method.Authorization()
			login := known && kind != "NONE"
			for _, k := range keysOf(in, i) {
				if in.Settings.Shared(k.table, kind) && i.Method.Scoped() || known && !login && !personal[k.table] {
					continue
				}
				for _, f := range k.judge(in, i, kind) {
					if slices.Contains(logins, kind) && !personal[k.table] {
						f = f.Remedy("%s", k.remedy(in, i, kind))
					}
					if !known && !personal[k.table] {
						f = rule.Undecided(i.Node, in.Graph.WhyUnknown(i.Method.Node, "authorization")+"; with authentication this would be wrong: "+f.Message)
					}
					findings = append(findings, f)
				}
			}
			if (login || !known) && templatesUnclear(in, i) {
				findings = append(findings, rule.Undecided(i.Node, "whose items "+i.Method.Route()+" reaches is not known, because its request template is unknown or not proven"))
			}
		}
		return findings
	},
})

// logins are the authorizations that AWS knows. Another text, which may be a secret, is not repeated.
var logins = []string{"COGNITO_USER_POOLS", "AWS_IAM", "CUSTOM"}

// remedy says what to do about a table of which no method takes a key from the caller's identity: its items may belong
// to no single user. The entry is for the table in every stack, where its name has the stack's.
func (k usedKey) remedy(in *rule.Context, i *model.Integration, kind string) string {
	identity, table := "$context.authorizer.claims.sub", k.table
	if kind == "AWS_IAM" {
		identity = "$context.identity.userArn"
	}
	if name, ok := strings.CutPrefix(table, in.Project+"-"+in.Stack+"-"); ok {
		table = "*-" + name
	}
	text := fmt.Sprintf("if the items of %s belong to no single user, add %q to the list sharedTables in policy/team/settings.json", k.table, table+": "+kind)
	if kind == "COGNITO_USER_POOLS" && !i.Method.Scoped() {
		text += " and give the method authorizationScopes, without which API Gateway takes the ID token of every user"
	}
	return text + "; otherwise take the partition key from " + identity + ", to which a literal separator and something that the client chooses may be added"
}

// templatesUnclear reports whether some request of an integration is not known in full.
func templatesUnclear(in *rule.Context, i *model.Integration) bool {
	templates, unknown := i.RequestTemplates()
	return unknown || slices.ContainsFunc(templates, func(t model.Template) bool {
		a := in.Flow(t)
		return a == nil || len(a.Problems) > 0
	})
}

// personalTables are the tables of which some method takes the key from the caller's identity: then all
// methods must.
func personalTables(in *rule.Context) map[string]bool {
	personal := map[string]bool{}
	for _, i := range in.Integrations() {
		for _, k := range keysOf(in, i) {
			for _, p := range k.placeholders() {
				personal[k.table] = personal[k.table] || p.From(flow.Claims)
			}
		}
	}
	return personal
}

func (k usedKey) placeholders() []*flow.Placeholder {
	if k.value == nil {
		return nil
	}
	return k.value.Inside
}

func (k usedKey) judge(in *rule.Context, i *model.Integration, kind string) []rule.Finding {
	route := i.Method.Route()
	if k.value == nil {
		f := rule.Violated(i.Node, "%s reaches items of every user of %s: it names no key %q on some path through its template", route, k.table, k.attribute)
		return []rule.Finding{f.At(k.a.Source, k.line)}
	}
	pieces := k.value.Text
	if k.value.Kind == flow.Gap {
		pieces = flow.Text{{Placeholder: k.value.Placeholder}}
	}
	mine, separated := false, false
	for _, piece := range pieces {
		p := piece.Placeholder
		switch {
		case p == nil:
			separated = mine && piece.Text != ""
		case p.OnlyFrom(flow.Claims) && len(untrusted(in, kind, p)) > 0 && !mine:
			f := rule.Violated(i.Node, "%s takes the key %q of a user's items from a claim that the user may be able to change", route, k.attribute)
			claims := strings.Join(untrusted(in, kind, p), ", ")
			return []rule.Finding{f.Counter("‹%s› is made of %s", p.Expr, claims).At(k.a.Source, p.Line)}
		case p.OnlyFrom(flow.Claims) && !p.Whole && !mine:
			f := rule.Violated(i.Node, "%s takes the key %q of a user's items from what may be the same for two users", route, k.attribute)
			return []rule.Finding{f.Counter("‹%s› is not all of an identity", p.Expr).At(k.a.Source, p.Line)}
		case p.OnlyFrom(flow.Claims) && len(untrusted(in, kind, p)) == 0:
			mine, separated = true, false
		case p.From(flow.Client) || p.From(flow.Backend) || p.From(flow.Claims):
			if mine && separated {
				continue // within the caller's own items, the client may choose
			}
			if strings.Contains(p.Expr, "$context.requestId") {
				f := rule.Violated(i.Node, "%s uses the key %q of a user's items, which is not the caller's", route, k.attribute)
				return []rule.Finding{f.Counter("$context.requestId is the client's x-amzn-RequestId where it sends one, and does not identify the caller").At(k.a.Source, p.Line)}
			}
			f := rule.Violated(i.Node, "%s takes the key %q of a user's items from the client", route, k.attribute)
			return []rule.Finding{f.Counter("‹%s› with another user's key", p.Expr).At(k.a.Source, p.Line)}
		}
	}
	if !mine {
		f := rule.Violated(i.Node, "%s uses one key for all users", route)
		return []rule.Finding{f.Counter("%q is %s", k.attribute, facts.Describe(k.value)).At(k.a.Source, k.line)}
	}
	return nil
}

// untrusted are the claims in a placeholder that a user may be able to change. With a user pool only sub
// is safe (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html);
// an authorizer function vouches for its principalId, and AWS for who signed a request.
func untrusted(in *rule.Context, kind string, p *flow.Placeholder) []string {
	var claims []string
	for _, claim := range p.Sources {
		own := claim == "sub" && kind != "AWS_IAM" ||
			claim == "principalId" && kind == "CUSTOM" || strings.HasPrefix(claim, "identity.") && kind == "AWS_IAM"
		if !own && in.Settings.TrustedClaims[claim] == "" {
			claims = append(claims, claim)
		}
	}
	return claims
}
