package apigateway

import (
	"encoding/json"
	"strings"
)

// MethodSettings are a stage's settings for one method path: "*/*", or "{path}/{verb}".
type MethodSettings struct {
	Region     string        `json:"region"`
	ID         string        `json:"id"`
	RestAPIID  string        `json:"restApi"`
	StageName  string        `json:"stageName"`
	MethodPath string        `json:"methodPath"`
	Settings   MethodSetting `json:"settings"`
}

func (MethodSettings) Kind() string { return "apigateway.MethodSettings" }

func (s MethodSettings) Key() string {
	return strings.Join([]string{s.Region, s.RestAPIID, s.StageName, s.MethodPath}, "/")
}

// MethodSetting is a stage's setting for one method path. A negative throttle means no limit.
type MethodSetting struct {
	MetricsEnabled                         bool    `json:"metricsEnabled"`
	LoggingLevel                           string  `json:"loggingLevel"`
	DataTraceEnabled                       bool    `json:"dataTraceEnabled"`
	ThrottlingBurstLimit                   int     `json:"throttlingBurstLimit"`
	ThrottlingRateLimit                    float64 `json:"throttlingRateLimit"`
	CachingEnabled                         bool    `json:"cachingEnabled"`
	CacheTTLInSeconds                      int     `json:"cacheTtlInSeconds"`
	CacheDataEncrypted                     bool    `json:"cacheDataEncrypted"`
	RequireAuthorizationForCacheControl    bool    `json:"requireAuthorizationForCacheControl"`
	UnauthorizedCacheControlHeaderStrategy string  `json:"unauthorizedCacheControlHeaderStrategy"`
}

// DefaultMethodSetting is what AWS fills in when a stage gets its first setting for a path.
func DefaultMethodSetting() MethodSetting {
	return MethodSetting{
		LoggingLevel: "OFF", ThrottlingBurstLimit: -1, ThrottlingRateLimit: -1, CacheTTLInSeconds: 300,
		RequireAuthorizationForCacheControl: true, UnauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
	}
}

// UnmarshalJSON gives the fields that data leaves out their defaults.
func (s *MethodSetting) UnmarshalJSON(data []byte) error {
	type plain MethodSetting
	d := plain(DefaultMethodSetting())
	err := json.Unmarshal(data, &d)
	*s = MethodSetting(d)
	return err
}

// SettingsOf finds the settings for a method, and the path by which they are there: its own, else those for all
// methods. The path of a setting is the resource's with each slash as ~1; the leading one may be missing.
func (s *Stage) SettingsOf(verb, resourcePath string) (MethodSetting, string, bool) {
	if len(s.MethodSettings) == 0 {
		return MethodSetting{}, "", false
	}
	path := strings.ReplaceAll(resourcePath, "/", "~1")
	for _, name := range []string{
		path + "/" + verb,
		strings.TrimPrefix(path, "~1") + "/" + verb,
		strings.TrimPrefix(resourcePath, "/") + "/" + verb,
		"*/*",
	} {
		if settings, ok := s.MethodSettings[name]; ok {
			return settings, name, true
		}
	}
	return MethodSetting{}, "", false
}
