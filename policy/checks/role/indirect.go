package role

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

type reachingKey struct{}

// reachingRoles are the roles, those of methods aside, that reach the API's data, each with an example: by their own permissions, or by
// assuming a role, passing a role or invoking or changing a function that does.
func reachingRoles(in *rule.Context, assets *facts.Assets) map[*model.Role]string {
	return rule.Once(in, reachingKey{}, func() map[*model.Role]string {
		var others []*model.Role
		found := map[*model.Role]string{}
		for _, r := range in.Roles {
			if len(r.Integrations) > 0 {
				continue
			}
			others = append(others, r)
			if reach := assets.Reach(&r.Principal); len(reach) > 0 {
				found[r] = reach[0]
			}
		}
		for before := -1; before < len(found); {
			before = len(found)
			for _, r := range others {
				if _, ok := found[r]; !ok {
					if path := pathTo(in, r, found); path != "" {
						found[r] = path
					}
				}
			}
		}
		return found
	})
}

// pathTo is how a role gets at what other roles may do; empty if it cannot.
func pathTo(in *rule.Context, r *model.Role, reaching map[*model.Role]string) string {
	if !allowsAny(r, "sts:AssumeRole", "iam:PassRole", "lambda:InvokeFunction", "lambda:UpdateFunctionCode") {
		return ""
	}
	targets := slices.SortedFunc(maps.Keys(reaching), func(a, b *model.Role) int { return strings.Compare(a.Node.URN, b.Node.URN) })
	for _, to := range targets {
		arn := in.RoleARN(to, "aws")
		switch {
		case assumable(in, to, r) && allows(r, "sts:AssumeRole", arn):
			return fmt.Sprintf("sts:AssumeRole on %s, and by it %s", to.Name(), reaching[to])
		case allows(r, "iam:PassRole", arn):
			return fmt.Sprintf("iam:PassRole on %s, and by it %s", to.Name(), reaching[to])
		}
	}
	for _, f := range in.Graph.OfType(graph.Function) {
		to := in.Role(in.Graph.Refer(f, "role", graph.Role).Node)
		if to == nil || reaching[to] == "" || to == r {
			continue
		}
		arn := "arn:aws:lambda:" + model.PlaceOf(f).Region + ":" + in.Account() + ":function:" + f.Either("name").TextOr("00000")
		for _, action := range []string{"lambda:InvokeFunction", "lambda:UpdateFunctionCode"} {
			if allows(r, action, arn) || allows(r, action, arn+":1") {
				return fmt.Sprintf("%s on %s, and by it %s", action, f.Short(), reaching[to])
			}
		}
	}
	return ""
}

// assumable reports whether a role's trust policy lets another role of the account assume it.
func assumable(in *rule.Context, r, by *model.Role) bool {
	if r.Trust.Policy == nil || r == by {
		return false
	}
	own := in.RoleARN(by, "aws")
	return slices.ContainsFunc(r.Trust.Policy.Statements, func(s iam.Statement) bool {
		return s.Effect == iam.Allow && slices.ContainsFunc(s.Principals, func(p iam.Principal) bool {
			account := p.Value == in.Account() || strings.HasSuffix(p.Value, ":"+in.Account()+":root")
			return p.Type == iam.PrincipalAny || p.Type == iam.PrincipalAWS && (p.Value == "*" || account || own != "" && p.Value == own)
		})
	})
}

func allowsAny(r *model.Role, actions ...string) bool {
	return slices.ContainsFunc(actions, func(action string) bool {
		return slices.ContainsFunc(r.Identity, func(d model.Document) bool {
			return d.Policy != nil && slices.ContainsFunc(d.Policy.Statements, func(s iam.Statement) bool {
				return s.Effect == iam.Allow && facts.AllowsAction(s, action)
			})
		})
	})
}

// allows reports whether one of a role's statements allows an action on an ARN. Conditions are not relied on, and
// denies not counted.
func allows(r *model.Role, action, arn string) bool {
	return arn != "" && slices.ContainsFunc(r.Identity, func(d model.Document) bool {
		return d.Policy != nil && slices.ContainsFunc(d.Policy.Statements, func(s iam.Statement) bool {
			return s.Effect == iam.Allow && facts.AllowsAction(s, action) && facts.AllowsResource(s, arn)
		})
	})
}

// outsidePolicy is a policy of a role whose text is not in the stack; empty if there is none. AWS's own that reach
// items are known.
func outsidePolicy(r *model.Role) string {
	for _, a := range r.Managed {
		if _, aws := iam.IsAWSManaged(a.ARN); !aws {
			return a.ARN
		}
	}
	return ""
}
