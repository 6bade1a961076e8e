package controlplane

import "strings"

// MethodSettings are a stage's settings for one method path: "*/*", or "{path}/{verb}".
type MethodSettings struct {
	Region     string           `json:"region"`
	ID         string           `json:"id"`
	RestAPIID  string           `json:"restApi"`
	StageName  string           `json:"stageName"`
	MethodPath string           `json:"methodPath"`
	Settings   SettingsOfMethod `json:"settings"`
}

// SettingsOfMethod are the settings; a nil one has AWS's default. A negative throttle means no limit.
type SettingsOfMethod struct {
	MetricsEnabled                         *bool    `json:"metricsEnabled,omitempty"`
	LoggingLevel                           *string  `json:"loggingLevel,omitempty"`
	DataTraceEnabled                       *bool    `json:"dataTraceEnabled,omitempty"`
	ThrottlingBurstLimit                   *int     `json:"throttlingBurstLimit,omitempty"`
	ThrottlingRateLimit                    *float64 `json:"throttlingRateLimit,omitempty"`
	CachingEnabled                         *bool    `json:"cachingEnabled,omitempty"`
	CacheTTLInSeconds                      *int     `json:"cacheTtlInSeconds,omitempty"`
	CacheDataEncrypted                     *bool    `json:"cacheDataEncrypted,omitempty"`
	RequireAuthorizationForCacheControl    *bool    `json:"requireAuthorizationForCacheControl,omitempty"`
	UnauthorizedCacheControlHeaderStrategy *string  `json:"unauthorizedCacheControlHeaderStrategy,omitempty"`
}

func (MethodSettings) kind() string { return "apigateway.MethodSettings" }
func (s MethodSettings) key() string {
	return strings.Join([]string{s.Region, s.RestAPIID, s.StageName, s.MethodPath}, "/")
}

// withDefaults fills what AWS fills when a stage gets its first setting for a path.
func (s SettingsOfMethod) withDefaults() SettingsOfMethod {
	fill(&s.MetricsEnabled, false)
	fill(&s.LoggingLevel, "OFF")
	fill(&s.DataTraceEnabled, false)
	fill(&s.ThrottlingBurstLimit, -1)
	fill(&s.ThrottlingRateLimit, -1)
	fill(&s.CachingEnabled, false)
	fill(&s.CacheTTLInSeconds, 300)
	fill(&s.CacheDataEncrypted, false)
	fill(&s.RequireAuthorizationForCacheControl, true)
	fill(&s.UnauthorizedCacheControlHeaderStrategy, "SUCCEED_WITH_RESPONSE_HEADER")
	return s
}

func fill[T any](p **T, v T) {
	if *p == nil {
		*p = &v
	}
}

// PutMethodSettings is apigateway:UpdateStage for the settings of one method path.
func (c *Client) PutMethodSettings(in MethodSettings) (MethodSettings, error) {
	in.Region = c.region
	in.ID = in.RestAPIID + "-" + in.StageName + "-" + in.MethodPath
	in.Settings = in.Settings.withDefaults()
	return in, c.account.update(func(t *tx) error {
		if _, err := c.stage(t, in.RestAPIID, in.StageName); err != nil {
			return err
		}
		if err := c.checkMethodPath(t, in); err != nil {
			return err
		}
		if *in.Settings.LoggingLevel != "OFF" && !c.loggingAllowed(t) {
			return errNoLoggingRole()
		}
		store(t, in)
		return nil
	})
}

func (c *Client) checkMethodPath(t *tx, in MethodSettings) error {
	if in.MethodPath == "*/*" {
		return nil
	}
	path, verb := splitMethodPath(in.MethodPath)
	if verb == "" {
		return badRequest("Invalid method setting path: /%s", in.MethodPath)
	}
	for _, m := range list[Method](t, c.apiKey(in.RestAPIID, "")) {
		r, _ := load[Resource](t, c.apiKey(in.RestAPIID, m.ResourceID))
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
func (c *Client) MethodSettings(restAPI, stage, methodPath string) (s MethodSettings, err error) {
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

func (c *Client) methodSettings(t *tx, restAPI, stage, methodPath string) (MethodSettings, error) {
	if _, err := c.stage(t, restAPI, stage); err != nil {
		return MethodSettings{}, err
	}
	s, ok := load[MethodSettings](t, c.apiKey(restAPI, stage, methodPath))
	if !ok {
		return s, notFound("Cannot remove method setting %s because there is no method setting for this method", methodPath)
	}
	return s, nil
}
