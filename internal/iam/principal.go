package iam

import "strings"

// subject is who asks: a role, possibly in a session, or a service.
type subject struct {
	roleARN    string
	sessionARN string
	account    string
	service    string
	// anySession says that the session's name is unknown: every session of the role is meant.
	anySession bool
}

// newSubject reads a principal ARN. roleARN may be empty: a session's role is then taken to have
// no path, which its own ARN does not tell.
func newSubject(principal, roleARN string) subject {
	if principal == "" {
		principal = roleARN
	}
	s := subject{roleARN: principal}
	if segments := strings.SplitN(principal, ":", arnSegments); len(segments) == arnSegments {
		s.account = segments[4]
		if rest, ok := strings.CutPrefix(segments[5], "assumed-role/"); ok && segments[2] == "sts" {
			name, _, _ := strings.Cut(rest, "/")
			s.sessionARN = principal
			s.roleARN = roleARN
			if roleARN == "" {
				s.roleARN = "arn:" + segments[1] + ":iam::" + s.account + ":role/" + name
			}
		}
	}
	return s
}

// grade says how a policy's principal relates to the subject. It decides what else is needed:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
type grade int

const (
	notMeant grade = iota
	// accountMeant delegates to the account: its identity-based policies decide (IAM-010).
	accountMeant
	// roleMeant grants to the role, within its permissions boundary.
	roleMeant
	// sessionMeant grants to the session or to every principal, which a boundary's implicit deny does not
	// limit (IAM-013).
	sessionMeant
)

func (p Principal) grade(s subject) grade {
	switch {
	case p.Type == PrincipalAny, p.Type == PrincipalAWS && p.Value == "*":
		return sessionMeant
	case p.Type == PrincipalService && s.service != "":
		if p.Value == s.service || p.Value == "*" {
			return sessionMeant
		}
	case p.Type == PrincipalAWS && s.service == "":
		switch {
		case s.roleARN == "" && s.anySession: // a role that is not known could be any role
			return sessionMeant
		case p.Value == s.roleARN && s.roleARN != "":
			return roleMeant
		case p.Value == s.sessionARN && s.sessionARN != "", s.anySession && s.ownsSession(p.Value):
			return sessionMeant
		case s.account != "" && (p.Value == s.account || strings.HasPrefix(p.Value, "arn:") && strings.HasSuffix(p.Value, ":iam::"+s.account+":root")):
			return accountMeant
		}
	}
	return notMeant
}

// ownsSession reports whether an ARN is a session of the subject's role.
func (s subject) ownsSession(arn string) bool {
	name := s.roleARN[strings.LastIndexByte(s.roleARN, '/')+1:]
	return name != "" && strings.Contains(arn, ":sts::"+s.account+":assumed-role/"+name+"/")
}

// meant is the strongest grade among a statement's principals. NotPrincipal means every principal whom
// it does not name; naming the account, the role or the session excepts the subject (IAM-011).
func (st *Statement) meant(s subject) grade {
	if len(st.NotPrincipals) > 0 {
		s.anySession = !s.anySession // an exception that may not apply works the other way round
		for _, p := range st.NotPrincipals {
			if p.grade(s) != notMeant {
				return notMeant
			}
		}
		return sessionMeant
	}
	best := notMeant
	for _, p := range st.Principals {
		best = max(best, p.grade(s))
	}
	return best
}
