package controlplane

import (
	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

const servicePrincipal = "apigateway.amazonaws.com"

// gatewayLogActions are what API Gateway tries with the role before it accepts it, on a log group
// of its own. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
var gatewayLogActions = []string{"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"}

// PutGatewayAccount is apigateway:UpdateAccount: sets the role that writes logs, empty for none. The
// role must be there, trust API Gateway and be allowed to write logs.
func (c *Client) PutGatewayAccount(in apigateway.GatewayAccount) (apigateway.GatewayAccount, error) {
	in = c.emptyGatewayAccount(in)
	return in, c.account.store.Update(func(t *store.Tx) error {
		if in.CloudwatchRoleARN != "" && !c.mayWriteLogs(t, in.CloudwatchRoleARN) {
			return badRequest("The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.")
		}
		store.Put(t, in)
		return nil
	})
}

func (c *Client) emptyGatewayAccount(a apigateway.GatewayAccount) apigateway.GatewayAccount {
	a.Region, a.ID, a.APIKeyVersion = c.region, "api-gateway-account", "4"
	a.Features = []string{"UsagePlans"}
	a.ThrottleSettings = []apigateway.AccountThrottle{{BurstLimit: 5000, RateLimit: 10000}}
	return a
}

func (c *Client) mayWriteLogs(t *store.Tx, roleARN string) bool {
	role, ok := roleByARN(t, roleARN)
	if !ok {
		return false
	}
	trust, err := parse.Trust(role.AssumeRolePolicy)
	if err != nil || !iam.MayAssume(trust, servicePrincipal, nil).Allowed {
		return false
	}
	permissions, err := permissionsOf(t, role)
	if err != nil {
		return false
	}
	group := c.ARN("logs", c.region, c.account.id, "log-group:/aws/apigateway/welcome:log-stream:welcome")
	for _, action := range gatewayLogActions {
		if !permissions.Evaluate(iam.Request{Action: action, Resource: group}).Allowed {
			return false
		}
	}
	return true
}

// GatewayAccount is apigateway:GetAccount. It is never missing.
func (c *Client) GatewayAccount() (a apigateway.GatewayAccount, err error) {
	err = c.account.store.Read(func(t *store.Tx) error {
		var ok bool
		if a, ok = store.Load[apigateway.GatewayAccount](t, c.region); !ok {
			a = c.emptyGatewayAccount(apigateway.GatewayAccount{})
		}
		return nil
	})
	return a, err
}

// ResetGatewayAccount takes the logging role away.
func (c *Client) ResetGatewayAccount() error {
	return c.account.store.Update(func(t *store.Tx) error {
		store.Remove(t, apigateway.GatewayAccount{Region: c.region})
		return nil
	})
}

func (c *Client) loggingAllowed(t *store.Tx) bool {
	a, ok := store.Load[apigateway.GatewayAccount](t, c.region)
	return ok && a.CloudwatchRoleARN != ""
}

func errNoLoggingRole() error {
	return badRequest("CloudWatch Logs role ARN must be set in account settings to enable logging")
}
