package controlplane

import (
	"fmt"
	"slices"
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// UsagePlans are the plans that meter keys: apigateway:CreateUsagePlan, GetUsagePlan and
// DeleteUsagePlan, which refuses a plan with stages. PatchUsagePlan changes one.
var UsagePlans = Collection[apigateway.UsagePlan]{
	find: func(c *Client, t *store.Tx, p apigateway.UsagePlan) (apigateway.UsagePlan, error) {
		return c.usagePlan(t, p.ID)
	},
	create: func(c *Client, t *store.Tx, in *apigateway.UsagePlan) error {
		in.Region, in.ID = c.region, c.account.ids()
		in.ARN = c.apiARN("/usageplans/" + in.ID)
		return c.checkUsagePlan(t, *in)
	},
	release: func(_ *Client, t *store.Tx, p apigateway.UsagePlan) error {
		if len(p.APIStages) > 0 {
			return badRequest("Cannot delete Usage Plan %s because there are API Stages associated with it", p.ID)
		}
		store.RemoveAll[apigateway.UsagePlanKey](t, p.Key()+"/")
		return nil
	},
}

func (c *Client) checkUsagePlan(t *store.Tx, p apigateway.UsagePlan) error {
	for _, s := range p.APIStages {
		if _, ok := store.Load[apigateway.Stage](t, c.apiKey(s.APIID, s.Stage)); !ok {
			return notFound("API Stage not found: %s:%s", s.APIID, s.Stage)
		}
		if len(s.Throttles) > 0 && p.ThrottleSettings == nil {
			return badRequest("Can not define fine grain throttling if usage plan throttle is not defined.")
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

// PatchUsagePlan is apigateway:UpdateUsagePlan with the patch operations that the provider sends to
// change a plan from was, as the engine's state has it, to in: where the stages changed, it removes each stage
// of the state and adds each one that is wanted. A stage that is not in the plan cannot be removed.
func (c *Client) PatchUsagePlan(was, in apigateway.UsagePlan) (apigateway.UsagePlan, error) {
	err := c.account.store.Update(func(t *store.Tx) error {
		old, err := c.usagePlan(t, in.ID)
		if err != nil {
			return err
		}
		in.Region, in.ARN = old.Region, old.ARN
		stages, err := patchStages(old, was.APIStages, in.APIStages)
		if err != nil {
			return err
		}
		in.APIStages = stages
		if err := c.checkUsagePlan(t, in); err != nil {
			return err
		}
		store.Put(t, in)
		return nil
	})
	return in, err
}

// patchStages applies the operations to the stages of the plan (CP-026).
func patchStages(plan apigateway.UsagePlan, was, want []apigateway.PlanStage) ([]apigateway.PlanStage, error) {
	if samePlanStages(was, want) {
		return plan.APIStages, nil
	}
	left := slices.Clone(plan.APIStages)
	for _, gone := range was {
		at := slices.IndexFunc(left, func(s apigateway.PlanStage) bool { return s.APIID == gone.APIID && s.Stage == gone.Stage })
		if at < 0 {
			return nil, notFound("Invalid API Stage {api: %s, stage: %s} specified for usageplan %s", gone.APIID, gone.Stage, plan.ID)
		}
		left = slices.Delete(left, at, at+1)
	}
	for _, added := range want {
		if slices.ContainsFunc(left, func(s apigateway.PlanStage) bool { return s.APIID == added.APIID && s.Stage == added.Stage }) {
			return nil, conflict("Usage Plan %s already has the API Stage %s:%s", plan.ID, added.APIID, added.Stage)
		}
		left = append(left, added)
	}
	return left, nil
}

// samePlanStages compares without order.
func samePlanStages(a, b []apigateway.PlanStage) bool {
	texts := func(stages []apigateway.PlanStage) []string {
		var out []string
		for _, s := range stages {
			throttles := slices.Clone(s.Throttles)
			slices.SortFunc(throttles, func(x, y apigateway.PathThrottle) int { return strings.Compare(x.Path, y.Path) })
			out = append(out, fmt.Sprint(s.APIID, s.Stage, throttles))
		}
		slices.Sort(out)
		return out
	}
	return slices.Equal(texts(a), texts(b))
}

// leavePlans takes stages out of their usage plans.
func leavePlans(t *store.Tx, gone func(apigateway.PlanStage) bool) {
	for _, p := range store.List[apigateway.UsagePlan](t, "") {
		left := slices.DeleteFunc(slices.Clone(p.APIStages), gone)
		if len(left) < len(p.APIStages) {
			p.APIStages = left
			store.Put(t, p)
		}
	}
}

func (c *Client) usagePlan(t *store.Tx, id string) (apigateway.UsagePlan, error) {
	return store.Find[apigateway.UsagePlan](t, nil, c.region+"/"+id, notFound("Invalid Usage Plan ID specified"))
}

// UsagePlanKeys put keys into plans: apigateway:CreateUsagePlanKey, GetUsagePlanKey and
// DeleteUsagePlanKey.
var UsagePlanKeys = Collection[apigateway.UsagePlanKey]{
	find: func(c *Client, t *store.Tx, k apigateway.UsagePlanKey) (apigateway.UsagePlanKey, error) {
		_, err := c.usagePlan(t, k.UsagePlanID)
		return store.Find[apigateway.UsagePlanKey](t, err, c.region+"/"+k.UsagePlanID+"/"+k.KeyID, notFound("Invalid API Key identifier specified"))
	},
	create: func(c *Client, t *store.Tx, in *apigateway.UsagePlanKey) error {
		in.Region, in.ID = c.region, in.KeyID
		plan, err := c.usagePlan(t, in.UsagePlanID)
		if err != nil {
			return err
		}
		k, err := c.key(t, in.KeyID)
		if err != nil {
			return err
		}
		if _, ok := store.Load[apigateway.UsagePlanKey](t, in.Key()); ok {
			return conflict("Api Key %s is already subscribed to Usage Plan %s", in.KeyID, in.UsagePlanID)
		}
		in.Name, in.Value = k.Name, k.Value
		return c.checkOnePlanPerStage(t, plan, in.KeyID)
	},
}

// checkOnePlanPerStage holds that a key belongs to at most one plan of each stage.
func (c *Client) checkOnePlanPerStage(t *store.Tx, plan apigateway.UsagePlan, keyID string) error {
	for _, other := range store.List[apigateway.UsagePlanKey](t, c.region+"/") {
		if other.KeyID != keyID || other.UsagePlanID == plan.ID {
			continue
		}
		p, _ := store.Load[apigateway.UsagePlan](t, c.region+"/"+other.UsagePlanID)
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
