package controlplane

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
}

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

// Quota is a number of requests a period: DAY, WEEK or MONTH.
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

func (UsagePlan) kind() string  { return "apigateway.UsagePlan" }
func (p UsagePlan) key() string { return p.Region + "/" + p.ID }

// CreateUsagePlan is apigateway:CreateUsagePlan.
func (c *Client) CreateUsagePlan(in UsagePlan) (UsagePlan, error) {
	in.Region, in.ID = c.region, c.account.ids()
	in.ARN = c.apiARN("/usageplans/" + in.ID)
	return in, c.account.update(func(t *tx) error {
		if err := c.checkUsagePlan(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
}

func (c *Client) checkUsagePlan(t *tx, p UsagePlan) error {
	for _, s := range p.APIStages {
		if _, ok := load[Stage](t, c.apiKey(s.APIID, s.Stage)); !ok {
			return notFound("API Stage not found: %s:%s", s.APIID, s.Stage)
		}
	}
	if q := p.QuotaSettings; q != nil {
		last := map[string]int{"DAY": 0, "WEEK": 6, "MONTH": 27}[q.Period]
		if q.Offset < 0 || q.Offset > last {
			return badRequest("Usage Plan quota offset must be between 0 and %d for the period %s", last, q.Period)
		}
		if q.Limit < 1 {
			return badRequest("Usage Plan quota limit must be at least 1")
		}
	}
	if th := p.ThrottleSettings; th != nil && (th.BurstLimit < 0 || th.RateLimit < 0) {
		return badRequest("Usage Plan throttle rate and burst limits should not be negative")
	}
	return nil
}

// UsagePlan is apigateway:GetUsagePlan.
func (c *Client) UsagePlan(id string) (p UsagePlan, err error) {
	err = c.account.read(func(t *tx) (err error) {
		p, err = c.usagePlan(t, id)
		return err
	})
	return p, err
}

// UpdateUsagePlan is apigateway:UpdateUsagePlan.
func (c *Client) UpdateUsagePlan(in UsagePlan) (UsagePlan, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.usagePlan(t, in.ID)
		if err != nil {
			return err
		}
		in.Region, in.ARN = old.Region, old.ARN
		if err := c.checkUsagePlan(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteUsagePlan is apigateway:DeleteUsagePlan after the provider has taken its stages out.
func (c *Client) DeleteUsagePlan(id string) error {
	return c.account.update(func(t *tx) error {
		p, err := c.usagePlan(t, id)
		if err != nil {
			return err
		}
		removeAll[UsagePlanKey](t, p.key()+"/")
		remove(t, p)
		return nil
	})
}

func (c *Client) usagePlan(t *tx, id string) (UsagePlan, error) {
	p, ok := load[UsagePlan](t, c.region+"/"+id)
	if !ok {
		return p, notFound("Invalid Usage Plan ID specified")
	}
	return p, nil
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

func (UsagePlanKey) kind() string  { return "apigateway.UsagePlanKey" }
func (k UsagePlanKey) key() string { return k.Region + "/" + k.UsagePlanID + "/" + k.KeyID }

// CreateUsagePlanKey is apigateway:CreateUsagePlanKey.
func (c *Client) CreateUsagePlanKey(in UsagePlanKey) (UsagePlanKey, error) {
	in.Region, in.ID = c.region, in.KeyID
	err := c.account.update(func(t *tx) error {
		plan, err := c.usagePlan(t, in.UsagePlanID)
		if err != nil {
			return err
		}
		k, err := c.key(t, in.KeyID)
		if err != nil {
			return err
		}
		if _, ok := load[UsagePlanKey](t, in.key()); ok {
			return conflict("Api Key %s is already subscribed to Usage Plan %s", in.KeyID, in.UsagePlanID)
		}
		if err := c.checkOnePlanAStage(t, plan, in.KeyID); err != nil {
			return err
		}
		in.Name, in.Value = k.Name, k.Value
		store(t, in)
		return nil
	})
	return in, err
}

// checkOnePlanAStage holds that a key belongs to one plan at most of each stage.
func (c *Client) checkOnePlanAStage(t *tx, plan UsagePlan, keyID string) error {
	for _, other := range list[UsagePlanKey](t, c.region+"/") {
		if other.KeyID != keyID || other.UsagePlanID == plan.ID {
			continue
		}
		p, _ := load[UsagePlan](t, c.region+"/"+other.UsagePlanID)
		for _, a := range plan.APIStages {
			for _, b := range p.APIStages {
				if a.APIID == b.APIID && a.Stage == b.Stage {
					return conflict("Usage Plan %s cannot be added because API Key %s cannot reference multiple Usage Plans with the same API stage: %s:%s",
						plan.ID, keyID, a.APIID, a.Stage)
				}
			}
		}
	}
	return nil
}

// UsagePlanKey is apigateway:GetUsagePlanKey.
func (c *Client) UsagePlanKey(plan, id string) (k UsagePlanKey, err error) {
	err = c.account.read(func(t *tx) (err error) {
		k, err = c.usagePlanKey(t, plan, id)
		return err
	})
	return k, err
}

// DeleteUsagePlanKey is apigateway:DeleteUsagePlanKey.
func (c *Client) DeleteUsagePlanKey(plan, id string) error {
	return c.account.update(func(t *tx) error {
		k, err := c.usagePlanKey(t, plan, id)
		if err != nil {
			return err
		}
		remove(t, k)
		return nil
	})
}

func (c *Client) usagePlanKey(t *tx, plan, id string) (UsagePlanKey, error) {
	if _, err := c.usagePlan(t, plan); err != nil {
		return UsagePlanKey{}, err
	}
	k, ok := load[UsagePlanKey](t, c.region+"/"+plan+"/"+id)
	if !ok {
		return k, notFound("Invalid API Key identifier specified")
	}
	return k, nil
}
