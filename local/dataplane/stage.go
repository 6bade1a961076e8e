package dataplane

import (
	"maps"
	"strings"
)

// findStage resolves the invoke URL: /{stage}/..., /{apiId}/{stage}/... where several APIs share a
// stage name, or /{stage}/... on the host {apiId}.execute-api.* (GW-002).
func (x *exchange) findStage() *Failure {
	first, rest := cutSegment("/" + strings.TrimLeft(x.request.Path, "/")) // GW-003
	if x.trace != nil {
		x.trace.in("host", x.request.Host)
		x.trace.in("path", x.request.Path)
	}
	apiID := apiIDFromHost(x.request.Host)
	stage, ok := x.g.Cloud.Stage(apiID, first)
	if !ok && apiID == "" {
		var second string
		if second, rest = cutSegment(rest); second != "" {
			stage, ok = x.g.Cloud.Stage(first, second)
		}
	}
	if !ok || first == "" {
		return x.noStage("no stage is called %q", first)
	}
	x.stage, x.path = stage, rest
	x.chooseCanary()
	stage = x.stage
	api, err := x.g.compiled.get(x.g, stage.RestAPIID, stage.DeploymentID)
	if err != nil {
		return misconfigured("stage %s of API %s: %v", stage.StageName, stage.RestAPIID, err)
	}
	x.api = api
	if api.DisableExecuteAPIEndpoint {
		return x.noStage("the default endpoint of API %s is disabled (disableExecuteApiEndpoint)", api.ID)
	}
	if x.trace != nil {
		x.trace.out("api", api.ID)
		x.trace.out("stage", stage.StageName)
		x.trace.out("deployment", stage.DeploymentID)
		if stage.CanarySettings != nil {
			x.trace.out("canary", x.canary)
		}
		x.trace.verdict("stage " + stage.StageName)
	}
	return nil
}

// chooseCanary sends the canary's share of the requests to its deployment, with its stage variables (GW-004).
func (x *exchange) chooseCanary() {
	settings := x.stage.CanarySettings
	if settings == nil || x.g.Random()*100 >= settings.PercentTraffic {
		return
	}
	x.canary = true
	if settings.DeploymentID != "" {
		x.stage.DeploymentID = settings.DeploymentID
	}
	if len(settings.StageVariableOverrides) > 0 {
		variables := maps.Clone(x.stage.Variables)
		if variables == nil {
			variables = map[string]string{}
		}
		maps.Copy(variables, settings.StageVariableOverrides)
		x.stage.Variables = variables
	}
}

// noStage is the answer to a host or stage that does not exist (GW-105).
func (x *exchange) noStage(format string, values ...any) *Failure {
	f := fail(AccessDenied).detail(format, values...)
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
