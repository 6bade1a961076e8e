package controlplane

import (
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// MethodSettings are the settings of stages by method path: apigateway:UpdateStage and GetStage.
var MethodSettings = Collection[apigateway.MethodSettings]{
	find: func(c *Client, t *store.Tx, s apigateway.MethodSettings) (apigateway.MethodSettings, error) {
		_, err := c.stage(t, s.RestAPIID, s.StageName)
		return store.Find[apigateway.MethodSettings](t, err, c.apiKey(s.RestAPIID, s.StageName, s.MethodPath), notFound("Cannot remove method setting %s because there is no method setting for this method", s.MethodPath))
	},
	create: func(c *Client, t *store.Tx, in *apigateway.MethodSettings) error {
		in.Region = c.region
		in.ID = in.RestAPIID + "-" + in.StageName + "-" + in.MethodPath
		if _, err := c.stage(t, in.RestAPIID, in.StageName); err != nil {
			return err
		}
		if err := c.checkMethodPath(t, *in); err != nil {
			return err
		}
		if in.Settings.LoggingLevel != "OFF" && !c.loggingAllowed(t) {
			return errNoLoggingRole()
		}
		return nil
	},
}

func (c *Client) checkMethodPath(t *store.Tx, in apigateway.MethodSettings) error {
	if in.MethodPath == "*/*" {
		return nil
	}
	path, verb := splitMethodPath(in.MethodPath)
	if verb == "" {
		return badRequest("Invalid method setting path: /%s", in.MethodPath)
	}
	for _, m := range store.List[apigateway.Method](t, c.apiKey(in.RestAPIID, "")) {
		r, _ := store.Load[apigateway.Resource](t, c.apiKey(in.RestAPIID, m.ResourceID))
		if r.Path == path && (m.HTTPMethod == verb || m.HTTPMethod == "ANY") {
			return nil
		}
	}
	return notFound("Invalid Method identifier specified")
}

// splitMethodPath takes a method path apart. Slashes of the resource path may be written "~1".
func splitMethodPath(methodPath string) (path, verb string) {
	at := strings.LastIndex(methodPath, "/")
	if at < 0 {
		return "", ""
	}
	path = strings.ReplaceAll(methodPath[:at], "~1", "/")
	return "/" + strings.TrimPrefix(path, "/"), methodPath[at+1:]
}
