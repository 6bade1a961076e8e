package controlplane

import (
	"regexp"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

var stageName = regexp.MustCompile(`^[a-zA-Z0-9_-]+$`)

// Stages are the stages of REST APIs: apigateway:CreateStage, GetStage, UpdateStage, which acts at once,
// and DeleteStage, which deletes the stage's method settings and takes it out of its usage plans.
var Stages = Collection[apigateway.Stage]{
	find: func(c *Client, t *store.Tx, s apigateway.Stage) (apigateway.Stage, error) {
		return c.stage(t, s.RestAPIID, s.StageName)
	},
	create: func(c *Client, t *store.Tx, in *apigateway.Stage) error {
		if _, err := c.restAPI(t, in.RestAPIID); err != nil {
			return err
		}
		return c.newStage(t, in)
	},
	update: func(c *Client, t *store.Tx, old apigateway.Stage, in *apigateway.Stage) error {
		in.Region, in.ID, in.ARN, in.ExecutionARN = old.Region, old.ID, old.ARN, old.ExecutionARN
		in.WebACLARN, in.Short, in.InvokeURL = old.WebACLARN, old.Short, ""
		return c.checkStage(t, *in)
	},
	release: func(_ *Client, t *store.Tx, s apigateway.Stage) error {
		leaveStage(t, s)
		return nil
	},
	complete: func(c *Client, _ *store.Tx, s apigateway.Stage) apigateway.Stage { // the URL follows the data plane's port
		s.InvokeURL = c.account.invokeURL(s)
		return s
	},
}

func (c *Client) newStage(t *store.Tx, in *apigateway.Stage) error {
	in.Region = c.region
	in.ID = "ags-" + in.RestAPIID + "-" + in.StageName
	in.ARN = c.apiARN("/restapis/" + in.RestAPIID + "/stages/" + in.StageName)
	in.ExecutionARN = c.ARN("execute-api", c.region, c.account.id, in.RestAPIID+"/"+in.StageName)
	if !stageName.MatchString(in.StageName) {
		return badRequest("Stage name only allows a-zA-Z0-9-_")
	}
	if _, ok := store.Load[apigateway.Stage](t, in.Key()); ok {
		return conflict("Stage already exists")
	}
	if err := c.checkStage(t, *in); err != nil {
		return err
	}
	if err := gatewayQuota(len(store.List[apigateway.Stage](t, c.apiKey(in.RestAPIID, ""))), maxStages, "Stages"); err != nil {
		return err
	}
	in.Short = true
	for _, other := range store.List[apigateway.Stage](t, "") {
		if other.StageName == in.StageName && other.Short {
			in.Short = false
		}
	}
	return nil
}

// accessLogRequestID is what API Gateway wants in every access log format.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
var accessLogRequestID = regexp.MustCompile(`\$context\.(requestId|extendedRequestId)\b`)

func (c *Client) checkStage(t *store.Tx, s apigateway.Stage) error {
	if _, ok := store.Load[apigateway.Deployment](t, c.apiKey(s.RestAPIID, s.DeploymentID)); !ok {
		return badRequest("Deployment id does not exist")
	}
	if err := checkVariables(s.Variables); err != nil {
		return err
	}
	if canary := s.CanarySettings; canary != nil {
		if err := checkVariables(canary.StageVariableOverrides); err != nil {
			return err
		}
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

var (
	variableName  = regexp.MustCompile(`^\w+$`)
	variableValue = regexp.MustCompile(`^[A-Za-z0-9._~:/?#&=,-]+$`)
)

// checkVariables refuses names and values of stage variables that API Gateway does not take (CP-086).
func checkVariables(variables map[string]string) error {
	for _, name := range sortedKeys(variables) {
		if !variableName.MatchString(name) {
			return badRequest("Invalid stage variable name: %s.  Please use names with only word characters.", name)
		}
		if !variableValue.MatchString(variables[name]) {
			return badRequest("Invalid stage variable value: %s.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.", variables[name])
		}
	}
	return nil
}

func (a *Account) invokeURL(s apigateway.Stage) string {
	base := a.invokeBase.Load().(string)
	if !s.Short {
		base += "/" + s.RestAPIID
	}
	return base + "/" + s.StageName
}

// leaveStage deletes what goes along with a stage.
func leaveStage(t *store.Tx, s apigateway.Stage) {
	store.RemoveAll[apigateway.MethodSettings](t, s.Key()+"/")
	leavePlans(t, func(p apigateway.PlanStage) bool { return p.APIID == s.RestAPIID && p.Stage == s.StageName })
}

func (c *Client) stage(t *store.Tx, restAPI, name string) (apigateway.Stage, error) {
	_, err := c.restAPI(t, restAPI)
	return store.Find[apigateway.Stage](t, err, c.apiKey(restAPI, name), notFound("Invalid stage identifier specified"))
}
