package iam

import (
	"fmt"
	"strings"
)

// NotSentByAPIGateway are the condition keys that API Gateway does not send when it assumes an
// integration's role: a trust policy that demands one turns every request into a 500 (IAM-012).
// As Known keys they are absent.
func NotSentByAPIGateway() map[string][]string {
	return map[string][]string{
		"aws:SourceArn": nil, "aws:SourceAccount": nil, "aws:SourceOrgID": nil, "aws:SourceOrgPaths": nil,
	}
}

// TrustExcess lists who may assume the role beyond the service, and what a principal may do beyond
// sts:AssumeRole. Conditions are not relied on; denies are not counted.
func TrustExcess(trust *Policy, servicePrincipal string) []Finding {
	var findings []Finding
	for i := range trust.Statements {
		s := &trust.Statements[i]
		if s.Effect != Allow {
			continue
		}
		report := func(f Finding) {
			f.Verdict, f.Policy, f.Statement, f.Conditional = Violated, "AssumeRolePolicyDocument", s.String(), len(s.Conditions) > 0
			findings = append(findings, f)
		}
		if len(s.NotPrincipals) > 0 {
			report(Finding{Principal: "*", Action: assumeRole, Reason: "NotPrincipal lets every other principal assume the role"})
		}
		for _, p := range s.Principals {
			if p == (Principal{PrincipalService, servicePrincipal}) {
				continue
			}
			who := p.String()
			if p.Value == "*" {
				who = "every principal (" + who + ")"
			}
			report(Finding{Principal: p.String(), Action: assumeRole, Reason: fmt.Sprintf("%s may assume the role; only %s should", who, servicePrincipal)})
		}
		for _, action := range s.beyondAssumeRole() {
			report(Finding{Principal: servicePrincipal, Action: action, Reason: fmt.Sprintf("the trust policy allows %s; only %s is needed", action, assumeRole)})
		}
	}
	return findings
}

// beyondAssumeRole gives, for each action that the statement lists, one that it allows other than
// sts:AssumeRole.
func (s *Statement) beyondAssumeRole() []string {
	if len(s.NotActions) > 0 {
		return []string{"sts:TagSession"}
	}
	var beyond []string
	for _, action := range s.Actions {
		switch {
		case strings.EqualFold(action, assumeRole):
		case !HasWildcard(action):
			beyond = append(beyond, action)
		case actionPattern(action).matches("sts:tagsession"):
			beyond = append(beyond, "sts:TagSession")
		default:
			if included, witness, _ := Includes(ActionPattern, assumeRole, action); !included {
				if witness, _ = canonicalAction(witness); witness == "" {
					witness = action
				}
				beyond = append(beyond, witness)
			}
		}
	}
	return beyond
}

// TrustShortage proves that the service can assume the role, knowing those condition keys (nil
// values mean absent) and nothing of others. It returns nil when it surely can. For API Gateway pass
// NotSentByAPIGateway: a strict condition on one of these keys is then Violated, an outage.
func TrustShortage(trust *Policy, servicePrincipal string, known map[string][]string) *Finding {
	k := newKeys(known, false)
	s := subject{service: servicePrincipal}
	f := &Finding{Principal: servicePrincipal, Action: assumeRole, Policy: "AssumeRolePolicyDocument"}
	answer := no
	for i := range trust.Statements {
		st := &trust.Statements[i]
		e := evaluation{action: strings.ToLower(assumeRole)}
		if st.meant(s) == notMeant || !e.actionMatches(st) {
			continue
		}
		holds := st.conditionsHold(k, trust.variables())
		if st.Effect == Deny {
			if holds == yes {
				f.Verdict, f.Statement = Violated, st.String()
				f.Reason = fmt.Sprintf("a statement denies %s to %s: every request will answer 500", assumeRole, servicePrincipal)
				return f
			}
			if holds == maybe {
				f.Verdict, f.Statement, f.Conditional = Undecided, st.String(), true
				f.Reason = fmt.Sprintf("a statement may deny %s to %s, depending on %s", assumeRole, servicePrincipal, strings.Join(st.unknowns(), ", "))
			}
			continue
		}
		if holds > answer || f.Statement == "" {
			if f.Verdict == "" {
				f.Statement, f.Conditional = st.String(), len(st.Conditions) > 0
			}
			answer = max(answer, holds)
		}
	}
	switch {
	case answer == yes && f.Verdict == "":
		return nil
	case answer == yes: // a deny may apply
	case answer == maybe:
		f.Verdict = Undecided
		f.Reason = fmt.Sprintf("%s may assume the role only under conditions that are not known to hold", servicePrincipal)
	default:
		f.Verdict = Violated
		f.Reason = fmt.Sprintf("%s may not assume the role: every request will answer 500", servicePrincipal)
		if f.Conditional {
			f.Reason = fmt.Sprintf("%s may not assume the role, because it does not send what the condition demands: every request will answer 500", servicePrincipal)
		}
	}
	return f
}
