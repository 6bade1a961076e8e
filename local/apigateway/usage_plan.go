package apigateway

// UsagePlan limits what its keys may use of the stages bound to it.
type UsagePlan struct {
	Region           string            `json:"region"`
	ID               string            `json:"id"`
	Name             string            `json:"name"`
	Description      string            `json:"description,omitempty"`
	ProductCode      string            `json:"productCode,omitempty"`
	APIStages        []PlanStage       `json:"apiStages,omitempty"`
	QuotaSettings    *Quota            `json:"quotaSettings,omitempty"`
	ThrottleSettings *PlanThrottle     `json:"throttleSettings,omitempty"`
	Tags             map[string]string `json:"tags,omitempty"`
	TagsAll          map[string]string `json:"tagsAll,omitempty"`
	ARN              string            `json:"arn"`

	// KeyIDs are the keys that the plan admits: records of their own, filled in for the data plane.
	KeyIDs []string `json:"-"`
}

func (UsagePlan) Kind() string { return "apigateway.UsagePlan" }

func (p UsagePlan) Key() string { return p.Region + "/" + p.ID }

// PlanStage is a stage bound to a usage plan.
type PlanStage struct {
	APIID     string         `json:"apiId"`
	Stage     string         `json:"stage"`
	Throttles []PathThrottle `json:"throttles,omitempty"`
}

// PathThrottle limits one method of a stage in a plan.
type PathThrottle struct {
	Path       string  `json:"path"`
	BurstLimit int     `json:"burstLimit"`
	RateLimit  float64 `json:"rateLimit"`
}

// Quota is a number of requests per period: DAY, WEEK or MONTH.
type Quota struct {
	Limit  int    `json:"limit"`
	Offset int    `json:"offset"`
	Period string `json:"period"`
}

// PlanThrottle is a token bucket: requests per second and bucket size. 0 means no limit.
type PlanThrottle struct {
	BurstLimit int     `json:"burstLimit"`
	RateLimit  float64 `json:"rateLimit"`
}

// UsagePlanKey admits a key to a usage plan.
type UsagePlanKey struct {
	Region      string `json:"region"`
	ID          string `json:"id"`
	KeyID       string `json:"keyId"`
	KeyType     string `json:"keyType"`
	UsagePlanID string `json:"usagePlanId"`
	Name        string `json:"name"`
	Value       string `json:"value"`
}

func (UsagePlanKey) Kind() string { return "apigateway.UsagePlanKey" }

func (k UsagePlanKey) Key() string { return k.Region + "/" + k.UsagePlanID + "/" + k.KeyID }
