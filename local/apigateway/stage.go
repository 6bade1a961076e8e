package apigateway

// Stage is a named reference to a deployment, with settings that are live.
type Stage struct {
	Region               string             `json:"region"`
	ID                   string             `json:"id"`
	RestAPIID            string             `json:"restApi"`
	StageName            string             `json:"stageName"`
	DeploymentID         string             `json:"deployment"`
	Description          string             `json:"description,omitempty"`
	AccessLogSettings    *AccessLogSettings `json:"accessLogSettings,omitempty"`
	CacheClusterEnabled  bool               `json:"cacheClusterEnabled,omitempty"`
	CacheClusterSize     string             `json:"cacheClusterSize,omitempty"`
	CanarySettings       *CanarySettings    `json:"canarySettings,omitempty"`
	ClientCertificateID  string             `json:"clientCertificateId,omitempty"`
	DocumentationVersion string             `json:"documentationVersion,omitempty"`
	Variables            map[string]string  `json:"variables,omitempty"`
	XRayTracingEnabled   bool               `json:"xrayTracingEnabled,omitempty"`
	Tags                 map[string]string  `json:"tags,omitempty"`
	TagsAll              map[string]string  `json:"tagsAll,omitempty"`
	ARN                  string             `json:"arn"`
	ExecutionARN         string             `json:"executionArn"`
	InvokeURL            string             `json:"invokeUrl,omitempty"`
	WebACLARN            string             `json:"webAclArn"`

	// MethodSettings by path: "*/*", or "{resource path with / as ~1}/{verb}" as AWS writes them. They
	// are records of their own, filled in for the data plane.
	MethodSettings map[string]MethodSetting `json:"-"`

	// Short says that the stage has the invoke URL without the API's id, because no other API had a
	// stage of that name when it was created.
	Short bool `json:"short,omitempty"`
}

func (Stage) Kind() string { return "apigateway.Stage" }

func (s Stage) Key() string { return s.Region + "/" + s.RestAPIID + "/" + s.StageName }

// AccessLogSettings say where a stage's access log goes, and its format.
type AccessLogSettings struct {
	DestinationARN string `json:"destinationArn"`
	Format         string `json:"format"`
}

// CanarySettings send a share of a stage's traffic, PercentTraffic of 100, to another deployment.
type CanarySettings struct {
	DeploymentID           string            `json:"deploymentId,omitempty"`
	PercentTraffic         float64           `json:"percentTraffic"`
	StageVariableOverrides map[string]string `json:"stageVariableOverrides,omitempty"`
	UseStageCache          bool              `json:"useStageCache,omitempty"`
}
