package infra

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/item"
	"lambdaless/infra/settings"
)

// Quotas are what AWS allows an account, where AWS has raised its default; 0 is the default.
type Quotas struct {
	// Resources of one API, the root among them: 300
	// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html).
	Resources int
	// Roles of one account: 1,000
	// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
	Roles int
}

func (q Quotas) resources() int { return orDefault(q.Resources, 300) }
func (q Quotas) roles() int     { return orDefault(q.Roles, 1000) }

func orDefault(value, def int) int {
	if value == 0 {
		return def
	}
	return value
}

// quotas checks what AWS would refuse in the middle of an update.
func (r *resolver) quotas(endpoints []resolvedEndpoint) {
	if needed, allowed := len(resources(endpoints))+1, r.api.Quotas.resources(); needed > allowed {
		r.add("API", "the paths need %d resources, the root among them, but AWS allows an API %d; split it, or ask AWS for more and set Quotas.Resources", needed, allowed)
	}
	if needed, allowed := roles(r.api), r.api.Quotas.roles(); needed > allowed {
		r.add("API", "the methods need %d roles, but AWS allows an account %d; ask AWS for more and set Quotas.Roles", needed, allowed)
	}
}

// roles is how many roles the API's methods need.
func roles(api API) int {
	needed := 0
	for _, e := range api.Endpoints {
		if _, mock := e.Call.(item.Mock); !mock && e.Action != Mock {
			needed++
		}
	}
	return needed
}

// smallRegions have a quarter of the others' throttle quotas
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).
var smallRegions = []string{
	"af-south-1", "eu-south-1", "ap-southeast-3", "me-central-1", "ap-south-2", "ap-southeast-4", "eu-south-2",
	"eu-central-2", "il-central-1", "ca-west-1", "ap-southeast-5", "ap-southeast-7", "mx-central-1",
}

// throttleQuota is what AWS lets all APIs of an account do in a region, unless it was asked for more.
func throttleQuota(region string) settings.Throttle {
	if slices.Contains(smallRegions, region) {
		return settings.Throttle{RateLimit: 2500, BurstLimit: 1250}
	}
	return settings.Throttle{RateLimit: 10_000, BurstLimit: 5000}
}

// notes are warnings about settings that work but may not do what they say.
func notes(api API, config settings.Config, account Account) []string {
	var all []string
	if roles := roles(api); roles >= api.Quotas.roles()/2 {
		all = append(all, fmt.Sprintf("the methods need %d of the %d roles that AWS allows the account", roles, api.Quotas.roles()))
	}
	quota := throttleQuota(account.Region)
	for _, limit := range []struct {
		key          string
		value, quota int
	}{
		{"throttleRateLimit", config.Throttle.RateLimit, quota.RateLimit},
		{"throttleBurstLimit", config.Throttle.BurstLimit, quota.BurstLimit},
		{"usagePlanRateLimit", config.UsagePlan.RateLimit, quota.RateLimit},
		{"usagePlanBurstLimit", config.UsagePlan.BurstLimit, quota.BurstLimit},
	} {
		if limit.value > limit.quota {
			all = append(all, fmt.Sprintf("%s is %d, but AWS lets all APIs of the account in %s together do %d, unless it has raised that quota",
				limit.key, limit.value, account.Region, limit.quota))
		}
	}
	if config.Regions.Replica() {
		all = append(all, replicaNotes(config.Table)...)
	}
	return all
}

func warn(ctx *pulumi.Context, notes []string) error {
	for _, note := range notes {
		if err := ctx.Log.Warn(note, nil); err != nil {
			return err
		}
	}
	return nil
}
