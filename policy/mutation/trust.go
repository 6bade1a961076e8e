package mutation

// trustMutants change who may assume a role.
func trustMutants() []Mutant {
	const rule, property = "LP-ROLE-002", "assumeRolePolicy"
	document := func(name, before, after string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { edit(s.role("PUT"), before, after, property) }}
	}
	statement := func(name, statement string) Mutant {
		return document(name, `"Statement":[`, `"Statement":[`+statement+`,`)
	}
	return []Mutant{
		statement("an AWS account may assume PUT's role too", `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"sts:AssumeRole"}`),
		statement("any principal may assume PUT's role", `{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}`),
		statement("a federation may assume PUT's role", `{"Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRoleWithWebIdentity"}`),
		document("Lambda may assume PUT's role too", `"Service":"apigateway.amazonaws.com"`, `"Service":["apigateway.amazonaws.com","lambda.amazonaws.com"]`),
		document("another service may assume PUT's role instead", `apigateway.amazonaws.com`, `lambda.amazonaws.com`),
		document("PUT's trust allows all of sts", `sts:AssumeRole`, `sts:*`),
		document("PUT's trust lets sessions be tagged", `"sts:AssumeRole"`, `["sts:AssumeRole","sts:TagSession"]`),
		document("PUT's trust demands aws:SourceAccount, which API Gateway does not send", `"Action"`, `"Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}},"Action"`),
		document("PUT's trust demands aws:SourceArn, which API Gateway does not send", `"Action"`, `"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:execute-api:us-east-1:123456789012:*"}},"Action"`),
		document("PUT's trust denies", `"Allow"`, `"Deny"`),
		document("PUT's trust is not JSON", `{`, `{{`),
		{Name: "PUT's trust is not known at preview", Rule: rule, Break: func(s *Stack) { unknown(s.role("PUT"), property) }},
	}
}
