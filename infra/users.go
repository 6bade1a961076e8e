package infra

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lambdaless/infra/item"
	"lambdaless/infra/settings"
)

// deployed are the parts of an API that a stack in a region has: without a login for users there are no endpoints for
// users, and no tables that only they use; where another region takes the writes, no endpoints that write.
func deployed(api API, endpoints []resolvedEndpoint, config settings.Config, region string) (API, []resolvedEndpoint) {
	api, endpoints = withoutUsers(api, endpoints, config.Access)
	return api, inRegion(config.Regions, endpoints, region)
}

func withoutUsers(api API, endpoints []resolvedEndpoint, access settings.Access) (API, []resolvedEndpoint) {
	if kind := access.Users; kind != "" && kind != settings.NoAccess {
		return api, endpoints
	}
	forUsers := func(e resolvedEndpoint) bool { return e.access() == Users }
	kept := slices.DeleteFunc(slices.Clone(endpoints), forUsers)
	uses := func(all []resolvedEndpoint, table string) bool {
		return slices.ContainsFunc(all, func(e resolvedEndpoint) bool {
			return slices.ContainsFunc(e.needs(e.table.Name), func(p item.Permission) bool { return p.Table == table })
		})
	}
	api.Tables = slices.DeleteFunc(slices.Clone(api.Tables), func(t Table) bool { return uses(endpoints, t.Name) && !uses(kept, t.Name) })
	return api, kept
}

// checkClaims reports endpoints that read a claim of the caller's token and may be called without one.
func checkClaims(endpoints []resolvedEndpoint, access settings.Access) error {
	var problems []error
	for _, e := range endpoints {
		if kind := e.access().kind(access); len(e.called.Claims) > 0 && kind != "cognito" {
			problems = append(problems, fmt.Errorf("%s reads {claim.%s}, which only a signed-in user has, but access.%s is %s: set the endpoint's Access to Users, or access.%s to cognito",
				e.Route(), strings.Join(e.called.Claims, "}, {claim."), e.access(), kind, e.access()))
		}
	}
	return errors.Join(problems...)
}
