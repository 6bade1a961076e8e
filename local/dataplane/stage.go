package dataplane

import (
	"maps"
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/trace"
)

// target is what an invoke URL leads to.
type target struct {
	stage  apigateway.Stage
	canary bool   // the canary's deployment and variables are used
	api    *api   // the stage's deployment
	path   string // what is left of the request's path after the stage, percent-encoded
	// ownName tells that the request came to a domain name of the account's.
	ownName bool
}

// findStage resolves the invoke URL: /{stage}/..., /{apiId}/{stage}/... where several APIs share a
// stage name, or /{stage}/... on the host {apiId}.execute-api.* (GW-002).
func (g *Gateway) findStage(request *Request, t *trace.Trace) (target, *failure.Failure) {
	t.In("host", request.Host)
	t.In("path", request.Path)
	found, failed := g.locate(request)
	if failed != nil {
		return found, failed
	}
	stage := found.stage
	found.chooseCanary(g.Random)
	var err error
	if found.api, err = g.compiled.get(g, found.stage.RestAPIID, found.stage.DeploymentID); err != nil {
		return found, failure.Misconfigured("stage %s of API %s: %v", stage.StageName, stage.RestAPIID, err)
	}
	if found.api.DisableExecuteAPIEndpoint && !found.ownName {
		return found, noStage("the default endpoint of API %s is disabled (disableExecuteApiEndpoint)", found.api.ID)
	}
	t.Out("api", found.api.ID)
	t.Out("stage", stage.StageName)
	t.Out("deployment", found.stage.DeploymentID)
	if stage.CanarySettings != nil {
		t.Out("canary", found.canary)
	}
	t.Verdict("stage %s", stage.StageName)
	return found, nil
}

// locate finds the stage by the request's host and path.
func (g *Gateway) locate(request *Request) (target, *failure.Failure) {
	if mappings := g.Cloud.Mappings(strings.ToLower(withoutPort(request.Host))); mappings != nil {
		found, failed := g.findMapped(request, mappings)
		found.ownName = true
		return found, failed
	}
	first, rest := cutSegment("/" + strings.TrimLeft(request.Path, "/")) // GW-003
	apiID := apiIDFromHost(request.Host)
	stage, ok := g.Cloud.Stage(apiID, first)
	if !ok && apiID == "" {
		var second string
		if second, rest = cutSegment(rest); second != "" {
			stage, ok = g.Cloud.Stage(first, second)
		}
	}
	if !ok || first == "" {
		return target{}, noStage("no stage is called %q", first)
	}
	return target{stage: stage, path: rest}, nil
}

// chooseCanary sends the canary's share of the requests to its deployment, with its stage variables (GW-004).
func (t *target) chooseCanary(random func() float64) {
	settings := t.stage.CanarySettings
	if settings == nil || random()*100 >= settings.PercentTraffic {
		return
	}
	t.canary = true
	if settings.DeploymentID != "" {
		t.stage.DeploymentID = settings.DeploymentID
	}
	if len(settings.StageVariableOverrides) > 0 {
		variables := maps.Clone(t.stage.Variables)
		if variables == nil {
			variables = map[string]string{}
		}
		maps.Copy(variables, settings.StageVariableOverrides)
		t.stage.Variables = variables
	}
}

// noStage is the answer to a host or stage that does not exist (GW-105).
func noStage(format string, values ...any) *failure.Failure {
	f := failure.Of(failure.AccessDenied).Because(format, values...)
	f.Message, f.ErrorType = "Forbidden", "ForbiddenException"
	return f
}

// cutSegment takes the first segment off an absolute path. The rest keeps its slash.
func cutSegment(path string) (segment, rest string) {
	path = strings.TrimPrefix(path, "/")
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i], path[i:]
	}
	return path, ""
}

func apiIDFromHost(host string) string {
	id, domain, ok := strings.Cut(host, ".")
	if ok && strings.HasPrefix(domain, "execute-api.") {
		return id
	}
	return ""
}
