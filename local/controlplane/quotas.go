package controlplane

// Quotas of an account for which AWS has not raised them (CP-029).
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const (
	maxResources   = 300 // of an API, the root among them
	maxAuthorizers = 10  // of an API
	maxStages      = 10  // of an API
	maxRoles       = 1000
	maxPolicies    = 1500
)

// gatewayQuota refuses a resource beyond an API's quota; what is its plural, such as "Resources".
func gatewayQuota(have, quota int, what string) error {
	if have < quota {
		return nil
	}
	return refuse("LimitExceededException", "Maximum number of %s for this API has been reached.  Please contact AWS if you need additional %s.", what, what)
}

// iamQuota refuses a resource beyond an account's quota; what is its plural, such as "Roles".
func iamQuota(have, quota int, what string) error {
	if have < quota {
		return nil
	}
	return refuse("LimitExceeded", "Cannot exceed quota for %sPerAccount: %d", what, quota)
}
