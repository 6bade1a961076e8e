package controlplane

import (
	"strings"

	"lambdaless/local/apigateway"
)

// PutMethodSettings is apigateway:UpdateStage for the settings of one method path.
func (c *Client) PutMethodSettings(in apigateway.MethodSettings) (apigateway.MethodSettings, error) {
	in.Region = c.region
	in.ID = in.RestAPIID + "-" + in.StageName + "-" + in.MethodPath
	return in, c.account.update(func(t *tx) error {
		if _, err := c.stage(t, in.RestAPIID, in.StageName); err != nil {
			return err
		}
		if err := c.checkMethodPath(t, in); err != nil {
			return err
		}
		if in.Settings.LoggingLevel != "OFF" && !c.loggingAllowed(t) {
			return errNoLoggingRole()
		}
		store(t, in)
		return nil
	})
}

func (c *Client) checkMethodPath(t *tx, in apigateway.MethodSettings) error {
	if in.MethodPath == "*/*" {
		return nil
	}
	path, verb := splitMethodPath(in.MethodPath)
	if verb == "" {
		return badRequest("Invalid method setting path: /%s", in.MethodPath)
	}
	for _, m := range list[apigateway.Method](t, c.apiKey(in.RestAPIID, "")) {
		r, _ := load[apigateway.Resource](t, c.apiKey(in.RestAPIID, m.ResourceID))
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

// MethodSettings reads the settings of one method path.
func (c *Client) MethodSettings(restAPI, stage, methodPath string) (s apigateway.MethodSettings, err error) {
	err = c.account.read(func(t *tx) (err error) {
		s, err = c.methodSettings(t, restAPI, stage, methodPath)
		return err
	})
	return s, err
}

// DeleteMethodSettings takes the settings of one method path away.
func (c *Client) DeleteMethodSettings(restAPI, stage, methodPath string) error {
	return c.account.update(func(t *tx) error {
		s, err := c.methodSettings(t, restAPI, stage, methodPath)
		if err != nil {
			return err
		}
		remove(t, s)
		return nil
	})
}

func (c *Client) methodSettings(t *tx, restAPI, stage, methodPath string) (apigateway.MethodSettings, error) {
	if _, err := c.stage(t, restAPI, stage); err != nil {
		return apigateway.MethodSettings{}, err
	}
	s, ok := load[apigateway.MethodSettings](t, c.apiKey(restAPI, stage, methodPath))
	if !ok {
		return s, notFound("Cannot remove method setting %s because there is no method setting for this method", methodPath)
	}
	return s, nil
}
