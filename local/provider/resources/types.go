package resources

// Types are the resource types that run: their effects are seen when the API is called.
func Types() []*Type {
	return []*Type{
		dynamodbTable(), dynamodbTableReplica(),
		iamRole(), iamRolePolicy(), iamPolicy(), iamRolePolicyAttachment(),
		restAPI(), restAPIPolicy(), apiResource(), apiMethod(), methodResponse(), integration(), integrationResponse(),
		apiModel(), requestValidator(), authorizer(), gatewayResponse(),
		deployment(), stage(), methodSettings(), gatewayAccount(),
		apiKey(), usagePlan(), usagePlanKey(),
		logGroup(), kmsKey(), kmsAlias(),
	}
}
