package dataplane

import "strings"

// findStage resolves the invoke URL: /{stage}/..., /{apiId}/{stage}/... where several APIs share a
// stage name, or /{stage}/... on the host {apiId}.execute-api.* (GW-002).
func (x *exchange) findStage() *Failure {
	first, rest := cutSegment(x.request.Path)
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
		x.trace.verdict("stage " + stage.StageName)
	}
	return nil
}

// noStage is what the front door says to a host or stage that it does not know (GW-105).
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
