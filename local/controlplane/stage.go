package controlplane

import (
	"regexp"

	"lambdaless/local/apigateway"
)

var stageName = regexp.MustCompile(`^[a-zA-Z0-9_-]+$`)

// CreateStage is apigateway:CreateStage.
func (c *Client) CreateStage(in apigateway.Stage) (apigateway.Stage, error) {
	err := c.account.update(func(t *tx) (err error) {
		if _, err = c.restAPI(t, in.RestAPIID); err != nil {
			return err
		}
		in, err = c.createStage(t, in)
		return err
	})
	if err != nil {
		return in, err
	}
	return c.withInvokeURL(in), nil
}

func (c *Client) createStage(t *tx, in apigateway.Stage) (apigateway.Stage, error) {
	in.Region = c.region
	in.ID = "ags-" + in.RestAPIID + "-" + in.StageName
	in.ARN = c.apiARN("/restapis/" + in.RestAPIID + "/stages/" + in.StageName)
	in.ExecutionARN = c.ARN("execute-api", c.region, c.account.id, in.RestAPIID+"/"+in.StageName)
	if !stageName.MatchString(in.StageName) {
		return in, badRequest("Stage name only allows a-zA-Z0-9-_")
	}
	if _, ok := load[apigateway.Stage](t, in.Key()); ok {
		return in, conflict("Stage already exists")
	}
	if err := c.checkStage(t, in); err != nil {
		return in, err
	}
	in.Short = true
	for _, other := range list[apigateway.Stage](t, "") {
		if other.StageName == in.StageName && other.Short {
			in.Short = false
		}
	}
	store(t, in)
	return in, nil
}

// accessLogRequestID is what API Gateway wants in every access log format.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
var accessLogRequestID = regexp.MustCompile(`\$context\.(requestId|extendedRequestId)\b`)

func (c *Client) checkStage(t *tx, s apigateway.Stage) error {
	if _, ok := load[apigateway.Deployment](t, c.apiKey(s.RestAPIID, s.DeploymentID)); !ok {
		return badRequest("Deployment id does not exist")
	}
	if log := s.AccessLogSettings; log != nil {
		if !c.loggingAllowed(t) {
			return errNoLoggingRole()
		}
		if !accessLogRequestID.MatchString(log.Format) {
			return badRequest("Access log format must contain at least $context.requestId or $context.extendedRequestId")
		}
	}
	return nil
}

// withInvokeURL computes the URL: it follows the port that the data plane listens on.
func (c *Client) withInvokeURL(s apigateway.Stage) apigateway.Stage {
	s.InvokeURL = c.account.invokeURL(s)
	return s
}

func (a *Account) invokeURL(s apigateway.Stage) string {
	base := a.invokeBase.Load().(string)
	if !s.Short {
		base += "/" + s.RestAPIID
	}
	return base + "/" + s.StageName
}

// Stage is apigateway:GetStage.
func (c *Client) Stage(restAPI, name string) (s apigateway.Stage, err error) {
	err = c.account.read(func(t *tx) (err error) {
		s, err = c.stage(t, restAPI, name)
		return err
	})
	if err != nil {
		return s, err
	}
	return c.withInvokeURL(s), nil
}

// UpdateStage is apigateway:UpdateStage. It acts at once.
func (c *Client) UpdateStage(in apigateway.Stage) (apigateway.Stage, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.stage(t, in.RestAPIID, in.StageName)
		if err != nil {
			return err
		}
		in.Region, in.ID, in.ARN, in.ExecutionARN = old.Region, old.ID, old.ARN, old.ExecutionARN
		in.WebACLARN, in.Short, in.InvokeURL = old.WebACLARN, old.Short, ""
		if err := c.checkStage(t, in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	if err != nil {
		return in, err
	}
	return c.withInvokeURL(in), nil
}

// DeleteStage is apigateway:DeleteStage: its method settings go with it, and it leaves usage plans.
func (c *Client) DeleteStage(restAPI, name string) error {
	return c.account.update(func(t *tx) error {
		s, err := c.stage(t, restAPI, name)
		if err != nil {
			return err
		}
		c.removeStage(t, s)
		return nil
	})
}

func (c *Client) removeStage(t *tx, s apigateway.Stage) {
	removeAll[apigateway.MethodSettings](t, s.Key()+"/")
	leavePlans(t, func(p apigateway.PlanStage) bool { return p.APIID == s.RestAPIID && p.Stage == s.StageName })
	remove(t, s)
}

func (c *Client) stage(t *tx, restAPI, name string) (apigateway.Stage, error) {
	if _, err := c.restAPI(t, restAPI); err != nil {
		return apigateway.Stage{}, err
	}
	s, ok := load[apigateway.Stage](t, c.apiKey(restAPI, name))
	if !ok {
		return s, notFound("Invalid stage identifier specified")
	}
	return s, nil
}
