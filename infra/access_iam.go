package infra

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/openapi"
	"lambdaless/infra/settings"
)

// iamAccess lets in who signs requests (Signature Version 4) as a user or role that IAM allows
// execute-api:Invoke on the method
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html).
type iamAccess struct{}

func (iamAccess) guard(m *methodPlan, _ AccessClass, _ string) { m.Authorization = "AWS_IAM" }

func (iamAccess) describe(settings.Config) (*openapi.Scheme, []int) {
	return &openapi.Scheme{
		Type: "apiKey", In: "header", Name: "Authorization", Extension: "awsSigv4",
		Description: "A request that a user or role of AWS has signed (Signature Version 4)",
	}, []int{403}
}

func (iamAccess) bind(*pulumi.Context, string, bindArgs) (pulumi.Map, error) {
	return pulumi.Map{}, nil
}
