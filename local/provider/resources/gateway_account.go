package resources

import (
	"context"
	"errors"
	"strings"
	"time"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func gatewayAccount() *Type {
	return &Type{
		Token: "aws:apigateway/account:Account", Label: "API Gateway Account", ImportShape: "api-gateway-account",
		Facts: schema.Facts{
			"features": {schema.Unordered},
		},
		Calls: of(calls[apigateway.GatewayAccount]{
			create: putGatewayAccount,
			read: func(_ context.Context, c Cloud, _ apigateway.GatewayAccount) (apigateway.GatewayAccount, error) {
				return c.GatewayAccount()
			},
			update: func(ctx context.Context, c Cloud, _, in apigateway.GatewayAccount) (apigateway.GatewayAccount, error) {
				return putGatewayAccount(ctx, c, in)
			},
			remove: func(_ context.Context, c Cloud, a apigateway.GatewayAccount) error {
				if !a.ResetOnDelete {
					return nil // the provider leaves the region's role in place unless told otherwise
				}
				return c.ResetGatewayAccount()
			},
		}),
	}
}

// putGatewayAccount tries again until the role has got its policies, as the provider does.
func putGatewayAccount(ctx context.Context, c Cloud, in apigateway.GatewayAccount) (apigateway.GatewayAccount, error) {
	deadline := time.Now().Add(c.Patience)
	for {
		out, err := c.PutGatewayAccount(in)
		var refused *controlplane.Error
		if err == nil || !errors.As(err, &refused) || !strings.HasPrefix(refused.Message, "The role ARN does not have required permissions") || time.Now().After(deadline) {
			return out, err
		}
		select {
		case <-ctx.Done():
			return out, err
		case <-time.After(50 * time.Millisecond):
		}
	}
}
