package dataplane

import (
	"maps"
	"strings"

	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/trace"
)

// target is what an invoke URL leads to.
type target struct {
	stage  Stage
	canary bool   // the canary's deployment and variables are used
	api    *api   // the stage's deployment
	path   string // what is left of the request's path after the stage, percent-encoded
}

// findStage resolves the invoke URL: /{stage}/..., /{apiId}/{stage}/... where several APIs share a
// stage name, or /{stage}/... on the host {apiId}.execute-api.* (GW-002).
func (g *Gateway) findStage(request *Request, t *trace.Trace) (target, *failure.Failure) {
	first, rest := cutSegment("/" + strings.TrimLeft(request.Path, "/")) // GW-003
	t.In("host", request.Host)
	t.In("path", request.Path)
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
	found := target{stage: stage, path: rest}
	found.chooseCanary(g.Random)
	var err error
	if found.api, err = g.compiled.get(g, found.stage.RestAPIID, found.stage.DeploymentID); err != nil {
		return found, failure.Misconfigured("stage %s of API %s: %v", stage.StageName, stage.RestAPIID, err)
	}
	if found.api.DisableExecuteAPIEndpoint {
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
