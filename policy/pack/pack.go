package pack

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"lambdaless/internal/capability"
	"lambdaless/policy/checks"
	"lambdaless/policy/facts"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

const (
	// Name is the pack's name.
	Name = "lambdaless"
	// Version is the pack's version.
	Version = "0.1.0"
	// collectorName is the policy that records inputs and has the settings.
	collectorName = "lp-pack-000-settings"
)

// New makes the pack for one stack. The engine calls it when it tells the pack which stack it is.
func New(pctx *pulumi.Context) (policyx.PolicyPack, error) {
	s := &session{pctx: pctx, env: readEnvironment(pctx.RootDirectory()), collector: newCollector(), now: time.Now}
	if s.env.record != "" {
		s.recorder = newRecorder(pctx)
	}
	policies := []policyx.Policy{s.collect()}
	rules := checks.All()
	slices.SortStableFunc(rules, func(a, b *rule.Rule) int { return cmp.Compare(a.Order(), b.Order()) })
	for _, r := range rules {
		policies = append(policies, s.policy(r))
	}
	// The level given here is ignored by the SDK: each policy has its own.
	return policyx.NewPolicyPack(Name, semver.MustParse(Version), policyx.EnforcementLevelMandatory, policies)
}

// session is one run of the pack over one stack.
type session struct {
	pctx      *pulumi.Context
	env       environment
	collector *collector
	recorder  *recorder
	now       func() time.Time

	mu       sync.Mutex
	judged   *policyx.AnalyzerResource // the first resource of the stack pass that was judged
	count    int
	findings []rule.Finding
	levels   map[string]rule.Level
	err      error
}

// collect is the resource policy.
func (s *session) collect() policyx.Policy {
	return policyx.NewResourceValidationPolicy(collectorName, policyx.ResourceValidationPolicyArgs{
		Description:      "Records every resource's inputs for the other policies. It also has the settings of all rules.",
		EnforcementLevel: policyx.EnforcementLevelMandatory,
		ConfigSchema:     schema(),
		ValidateResource: func(_ context.Context, args policyx.ResourceValidationArgs) (err error) {
			defer func() {
				if p := recover(); p != nil {
					args.Manager.ReportViolation(fmt.Sprintf("the inputs of the resource could not be recorded: %v", p), "")
				}
			}()
			if s.recorder != nil {
				s.recorder.resource(args.Resource)
			}
			s.collector.add(args)
			return nil
		},
	})
}

// policy is one rule as a stack policy.
func (s *session) policy(r *rule.Rule) policyx.Policy {
	level := policyx.EnforcementLevelMandatory
	if r.Level == rule.Advisory {
		level = policyx.EnforcementLevelAdvisory
	}
	return policyx.NewStackValidationPolicy(r.Name(), policyx.StackValidationPolicyArgs{
		Description:      r.Title + ".",
		EnforcementLevel: level,
		ConfigSchema:     misplaced(),
		ValidateStack: func(_ context.Context, args policyx.StackValidationArgs) error {
			findings, err := s.judge(args.Resources)
			if err != nil {
				args.Manager.ReportViolation(fmt.Sprintf("the stack could not be judged: %v", err), "")
			}
			if s.levels[r.ID] == rule.Disabled {
				args.Manager.ReportViolation(fmt.Sprintf("%s says that the rule is disabled, but it is not: name the file of --policy-pack-config in it", ConfigVariable), "")
			}
			for _, f := range findings {
				if f.Rule.ID == r.ID && f.Verdict != capability.Waived {
					args.Manager.ReportViolation(f.Text(), f.URN())
				}
			}
			return nil
		},
	})
}

// judge judges the stack once for each stack pass, whichever rule is asked first: any of them may be
// switched off.
func (s *session) judge(resources []policyx.AnalyzerResource) ([]rule.Finding, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(resources) == 0 {
		return nil, nil
	}
	if os.Getenv(processors) == "" {
		runtime.SetDefaultGOMAXPROCS()
	}
	if s.judged != &resources[0] || s.count != len(resources) {
		s.judged, s.count = &resources[0], len(resources)
		s.findings, s.err = s.run(resources)
	}
	return s.findings, s.err
}

// run judges. Whatever breaks down in it is an error, which every rule reports.
func (s *session) run(resources []policyx.AnalyzerResource) (findings []rule.Finding, err error) {
	defer func() {
		if p := recover(); p != nil {
			findings, err = nil, fmt.Errorf("the policy pack panicked: %v", p)
		}
	}()
	start := s.now()
	if s.recorder != nil {
		if err := s.recorder.stack(resources, s.env.record); err != nil {
			return nil, err
		}
	}
	settings, influences, problems := settingsOf(s.pctx, s.collector.settings)
	influences = append(influences, s.env.influences()...)
	waivers, more := readWaivers(s.env.root)
	problems = append(problems, more...)
	levels, more := readLevels(s.env.config)
	for _, id := range slices.Sorted(maps.Keys(levels)) {
		if r := checks.Find(id); levels[id] != r.Level {
			influences = append(influences, fmt.Sprintf("--policy-pack-config: %s is %s instead of %s", id, levels[id], r.Level))
		}
	}
	problems = append(problems, more...)
	if s.env.root == "" {
		problems = append(problems, "there is no Pulumi.yaml upwards from the pack or the working directory, and so neither a lock nor waivers: name the repository's root in "+RootVariable)
	}
	in := &rule.Context{
		Model:    model.New(s.collector.join(resources), s.pctx.Project(), s.pctx.Stack()),
		Settings: settings, Levels: levels, Today: s.now().UTC(), Waivers: waivers, ConfigProblems: problems,
	}
	compared, unlocked := s.lock(settings)
	if compared {
		in.LockPath = capability.LockPath(s.env.root, s.pctx.Stack())
	}
	s.levels = levels
	findings, matrix := checks.Judge(in)
	if len(findings) > 0 {
		owners := facts.Owners(in)
		findings = facts.Causes(in, findings, owners)
		if s.env.root != "" {
			readProgram(s.env.root, in.Stack, owners).place(findings)
		}
	}
	if s.env.report == "" {
		return findings, nil
	}
	report := capability.Report{Version: capability.ReportVersion, Pack: Name, PackVersion: Version, Matrix: matrix, Findings: []capability.Finding{}, Influences: influences, Docs: docs(s.env.root, ownModule()), NoLock: !settings.Locked(s.pctx.Stack()), Unlocked: unlocked}
	for _, r := range checks.All() {
		if level := in.LevelOf(r); level != rule.Disabled {
			info := r.Info()
			info.Level = string(level)
			report.Rules = append(report.Rules, info)
		}
	}
	for _, f := range findings {
		report.Findings = append(report.Findings, f.Report())
	}
	report.Milliseconds = float64(s.now().Sub(start).Microseconds()) / 1000
	report.Sort()
	return findings, report.WriteFile(s.env.report)
}
