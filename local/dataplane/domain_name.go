package dataplane

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/failure"
)

// findMapped resolves a request to a domain name of the account: a mapping's base path, and the path below it. A
// mapping without a stage takes the next segment for one (GW-140).
func (g *Gateway) findMapped(request *Request, mappings map[string]apigateway.BasePathMapping) (target, *failure.Failure) {
	base, rest := cutSegment(request.Path)
	mapping, ok := mappings[base]
	if !ok || base == "" {
		mapping, ok = mappings[""]
		base, rest = "", request.Path
	}
	if !ok {
		return target{}, noStage("%s has no base path mapping for %s", request.Host, request.Path)
	}
	name := mapping.StageName
	if name == "" {
		name, rest = cutSegment(rest)
	}
	stage, ok := g.Cloud.Stage(mapping.RestAPIID, name)
	if !ok {
		return target{}, noStage("the base path %q of %s leads to stage %q of API %s, which does not exist", base, request.Host, name, mapping.RestAPIID)
	}
	return target{stage: stage, path: rest}, nil
}
