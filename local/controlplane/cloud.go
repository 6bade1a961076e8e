package controlplane

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
	"lambdaless/local/dataplane"
	"lambdaless/local/dataplane/backend"
)

var _ dataplane.Cloud = (*Account)(nil)

// lookEvery is how often a serving account checks whether another process changed its file.
const lookEvery = 500 * time.Millisecond

// view is the account as the data plane needs it, computed once after a change.
type view struct {
	short       map[string]apigateway.Stage // by stage name
	stages      map[string]apigateway.Stage // by api id and stage name
	keys        map[string]apigateway.APIKey
	plans       map[string][]apigateway.UsagePlan                // by api id and stage name
	groups      map[string]string                                // log group ARN: name
	deployments map[string]*apigateway.API                       // by api id and deployment id
	mappings    map[string]map[string]apigateway.BasePathMapping // by domain name and base path
	sessions    sync.Map                                         // role ARN: *session or error
}

// current returns the view, computing it after a change. An account whose file became unreadable
// serves what it knew.
func (a *Account) current() *view {
	if now := time.Now().UnixNano(); now-a.looked.Load() > int64(lookEvery) {
		a.looked.Store(now)
		_ = a.store.Read(func(*store.Tx) error { return nil })
	}
	if v := a.view.Load(); v != nil {
		return v
	}
	v := newView()
	_ = a.store.Read(func(t *store.Tx) error { // an unreadable record leaves the view without what follows it
		// Stored under the account's lock, so that a change that comes later takes it away again.
		defer a.view.Store(v)
		v.fill(t, a.invokeURL)
		return nil
	})
	return v
}

func stageKey(apiID, stage string) string { return apiID + "/" + stage }

func newView() *view {
	return &view{
		short: map[string]apigateway.Stage{}, stages: map[string]apigateway.Stage{}, keys: map[string]apigateway.APIKey{},
		plans: map[string][]apigateway.UsagePlan{}, groups: map[string]string{}, deployments: map[string]*apigateway.API{},
		mappings: map[string]map[string]apigateway.BasePathMapping{},
	}
}

func (v *view) fill(t *store.Tx, invokeURL func(apigateway.Stage) string) {
	for _, g := range store.List[LogGroup](t, "") {
		v.groups[g.ARN] = g.Name
	}
	for _, d := range store.List[apigateway.Deployment](t, "") {
		v.deployments[d.RestAPIID+"/"+d.ID] = d.API
	}
	v.fillStages(t, invokeURL)
	v.fillDomainNames(t)
	for _, k := range store.List[apigateway.APIKey](t, "") {
		v.keys[k.Value] = k
	}
	for _, p := range store.List[apigateway.UsagePlan](t, "") {
		for _, k := range store.List[apigateway.UsagePlanKey](t, p.Key()+"/") {
			p.KeyIDs = append(p.KeyIDs, k.KeyID)
		}
		for _, s := range p.APIStages {
			at := stageKey(s.APIID, s.Stage)
			v.plans[at] = append(v.plans[at], p)
		}
	}
}

func (v *view) fillStages(t *store.Tx, invokeURL func(apigateway.Stage) string) {
	settings := map[string]map[string]apigateway.MethodSetting{}
	for _, m := range store.List[apigateway.MethodSettings](t, "") {
		at := stageKey(m.RestAPIID, m.StageName)
		if settings[at] == nil {
			settings[at] = map[string]apigateway.MethodSetting{}
		}
		settings[at][settingKey(m.MethodPath)] = m.Settings
	}
	for _, s := range store.List[apigateway.Stage](t, "") {
		at := stageKey(s.RestAPIID, s.StageName)
		s.MethodSettings, s.InvokeURL = settings[at], invokeURL(s)
		v.stages[at] = s
		if s.Short {
			v.short[s.StageName] = s
		}
	}
}

// settingKey writes a method path as AWS keys method settings: "~1" for the path's slashes.
func settingKey(methodPath string) string {
	if methodPath == "*/*" {
		return methodPath
	}
	path, verb := splitMethodPath(methodPath)
	return strings.ReplaceAll(path, "/", "~1") + "/" + verb
}

// Stage implements dataplane.Cloud.
func (a *Account) Stage(apiID, stage string) (apigateway.Stage, bool) {
	v := a.current()
	if apiID == "" {
		s, ok := v.short[stage]
		return s, ok
	}
	s, ok := v.stages[stageKey(apiID, stage)]
	return s, ok
}

// Stages lists every stage, in no order: for commands that show what is deployed.
func (a *Account) Stages() []apigateway.Stage {
	v := a.current()
	out := make([]apigateway.Stage, 0, len(v.stages))
	for _, s := range v.stages {
		out = append(out, s)
	}
	return out
}

// Deployment implements dataplane.Cloud. The same deployment is the same pointer until the file is read again.
func (a *Account) Deployment(apiID, deploymentID string) (*apigateway.API, bool) {
	api, ok := a.current().deployments[apiID+"/"+deploymentID]
	return api, ok
}

// APIKey implements dataplane.Cloud.
func (a *Account) APIKey(value string) (apigateway.APIKey, bool) {
	k, ok := a.current().keys[value]
	return k, ok
}

// UsagePlans implements dataplane.Cloud.
func (a *Account) UsagePlans(apiID, stage string) []apigateway.UsagePlan {
	return a.current().plans[stageKey(apiID, stage)]
}

// PutLogEvent implements dataplane.Cloud. A line for a group that does not exist is lost, as on AWS.
func (a *Account) PutLogEvent(logGroupARN string, at time.Time, line string) {
	group, ok := a.current().groups[strings.TrimSuffix(logGroupARN, ":*")]
	if !ok {
		return
	}
	_ = a.logs.append(group, at, line) // a full disk must not fail the request that is logged
}

// session is a role that API Gateway has assumed.
type session struct {
	permissions iam.Permissions
	mentioned   []string // the condition keys that the permissions mention
	tableKeys   map[string]keyDecision
}

var _ backend.ConditionAware = (*session)(nil)

// AssumeRole implements dataplane.Cloud.
func (a *Account) AssumeRole(_ context.Context, roleARN string) (backend.Session, error) {
	v := a.current()
	if known, ok := v.sessions.Load(roleARN); ok {
		if err, ok := known.(error); ok {
			return nil, err
		}
		return known.(*session), nil
	}
	s, err := a.assume(servicePrincipal, roleARN, nil)
	if err != nil {
		v.sessions.Store(roleARN, err)
		return nil, err
	}
	v.sessions.Store(roleARN, s)
	return s, nil
}

// AssumeServiceRole is sts:AssumeRole by a service other than API Gateway, with the condition keys that it sends.
func (a *Account) AssumeServiceRole(service, roleARN string, context map[string][]string) (backend.Session, error) {
	s, err := a.assume(service, roleARN, context)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (a *Account) assume(service, roleARN string, context map[string][]string) (s *session, err error) {
	err = a.store.Read(func(t *store.Tx) error {
		r, ok := roleByARN(t, roleARN)
		if !ok {
			return refuse("AccessDenied", "User: %s is not authorized to perform: sts:AssumeRole on resource: %s (there is no such role)", service, roleARN)
		}
		trust, err := parse.Trust(r.AssumeRolePolicy)
		if err != nil {
			return fmt.Errorf("the trust policy of %s: %w", roleARN, err)
		}
		if d := iam.MayAssume(trust, service, context); !d.Allowed {
			return refuse("AccessDenied", "User: %s is not authorized to perform: sts:AssumeRole on resource: %s (its trust policy does not allow it)", service, roleARN)
		}
		permissions, err := permissionsOf(t, r)
		if err != nil {
			return fmt.Errorf("the policies of %s: %w", roleARN, err)
		}
		keys, err := a.tableKeys(t, permissions)
		s = &session{permissions: permissions, mentioned: permissions.ContextKeys(), tableKeys: keys}
		return err
	})
	return s, err
}

// Authorize implements backend.Session.
func (s *session) Authorize(action, resource string, conditions map[string][]string) backend.Decision {
	return decision(s.permissions.Evaluate(iam.Request{Action: action, Resource: resource, Context: conditions}))
}

func decision(d iam.Decision) backend.Decision {
	return backend.Decision{Allowed: d.Allowed, Explicit: d.Explicit, Kind: string(d.Kind), Policy: d.Policy, Statement: d.Statement}
}

// ConditionKeys implements backend.ConditionAware.
func (s *session) ConditionKeys() []string { return s.mentioned }
