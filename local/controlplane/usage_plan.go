package controlplane

import "lambdaless/local/apigateway"

// CreateUsagePlan is apigateway:CreateUsagePlan.
func (c *Client) CreateUsagePlan(in apigateway.UsagePlan) (apigateway.UsagePlan, error) {
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

func (c *Client) checkUsagePlan(t *tx, p apigateway.UsagePlan) error {
	for _, s := range p.APIStages {
		if _, ok := load[apigateway.Stage](t, c.apiKey(s.APIID, s.Stage)); !ok {
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
func (c *Client) UsagePlan(id string) (p apigateway.UsagePlan, err error) {
	err = c.account.read(func(t *tx) (err error) {
		p, err = c.usagePlan(t, id)
		return err
	})
	return p, err
}

// UpdateUsagePlan is apigateway:UpdateUsagePlan.
func (c *Client) UpdateUsagePlan(in apigateway.UsagePlan) (apigateway.UsagePlan, error) {
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
		removeAll[apigateway.UsagePlanKey](t, p.Key()+"/")
		remove(t, p)
		return nil
	})
}

func (c *Client) usagePlan(t *tx, id string) (apigateway.UsagePlan, error) {
	p, ok := load[apigateway.UsagePlan](t, c.region+"/"+id)
	if !ok {
		return p, notFound("Invalid Usage Plan ID specified")
	}
	return p, nil
}

// CreateUsagePlanKey is apigateway:CreateUsagePlanKey.
func (c *Client) CreateUsagePlanKey(in apigateway.UsagePlanKey) (apigateway.UsagePlanKey, error) {
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
		if _, ok := load[apigateway.UsagePlanKey](t, in.Key()); ok {
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
func (c *Client) checkOnePlanAStage(t *tx, plan apigateway.UsagePlan, keyID string) error {
	for _, other := range list[apigateway.UsagePlanKey](t, c.region+"/") {
		if other.KeyID != keyID || other.UsagePlanID == plan.ID {
			continue
		}
		p, _ := load[apigateway.UsagePlan](t, c.region+"/"+other.UsagePlanID)
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
func (c *Client) UsagePlanKey(plan, id string) (k apigateway.UsagePlanKey, err error) {
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

func (c *Client) usagePlanKey(t *tx, plan, id string) (apigateway.UsagePlanKey, error) {
	if _, err := c.usagePlan(t, plan); err != nil {
		return apigateway.UsagePlanKey{}, err
	}
	k, ok := load[apigateway.UsagePlanKey](t, c.region+"/"+plan+"/"+id)
	if !ok {
		return k, notFound("Invalid API Key identifier specified")
	}
	return k, nil
}
