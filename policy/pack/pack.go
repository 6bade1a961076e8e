package pack

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

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

// policies describes the policies: the collector, and the rules in the order in which their findings are shown.
func policies() ([]*pulumirpc.PolicyInfo, error) {
	given, err := schema()
	if err != nil {
		return nil, fmt.Errorf("describing the settings: %w", err)
	}
	none, err := misplaced()
	if err != nil {
		return nil, fmt.Errorf("describing the settings of rules: %w", err)
	}
	list := []*pulumirpc.PolicyInfo{{
		Name:             collectorName,
		Description:      "Records every resource's inputs for the other policies. It also has the settings of all rules.",
		EnforcementLevel: pulumirpc.EnforcementLevel_MANDATORY,
		ConfigSchema:     given,
	}}
	for _, r := range ordered() {
		list = append(list, &pulumirpc.PolicyInfo{Name: r.Name(), Description: r.Title + ".", EnforcementLevel: ownLevel(r), ConfigSchema: none})
	}
	return list, nil
}

func ordered() []*rule.Rule {
	rules := checks.All()
	slices.SortStableFunc(rules, func(a, b *rule.Rule) int { return cmp.Compare(a.Order(), b.Order()) })
	return rules
}

// ownLevel is the level of a rule that nothing configures.
func ownLevel(r *rule.Rule) pulumirpc.EnforcementLevel {
	if r.Level == rule.Advisory {
		return pulumirpc.EnforcementLevel_ADVISORY
	}
	return pulumirpc.EnforcementLevel_MANDATORY
}

// session is one run of the pack over one stack.
type session struct {
	project, stack string
	config         map[string]string // the stack's
	settings       map[string]any    // those of the collector
	env            environment
	now            func() time.Time

	// inputs are what the resource pass showed: messages of the type AnalyzeRequest.
	inputs [][]byte
	levels map[string]rule.Level
}

// judge judges the stack, a message of the type AnalyzeStackRequest, and reports what the enabled rules found.
func (s *session) judge(message []byte, enabled func(*rule.Rule) bool, report func(r *rule.Rule, message, urn string)) {
	findings, err := s.run(message)
	for _, r := range ordered() {
		if !enabled(r) {
			continue
		}
		if err != nil {
			report(r, fmt.Sprintf("the stack could not be judged: %v", err), "")
		}
		if s.levels[r.ID] == rule.Disabled {
			report(r, fmt.Sprintf("%s says that the rule is disabled, but it is not: name the file of --policy-pack-config in it", ConfigVariable), "")
		}
		for _, f := range findings {
			if f.Rule.ID == r.ID && f.Verdict != capability.Waived {
				report(r, f.Text(), f.URN())
			}
		}
	}
}

// run judges. Whatever breaks down in it is an error, which every rule reports.
func (s *session) run(message []byte) (findings []rule.Finding, err error) {
	defer func() {
		if p := recover(); p != nil {
			findings, err = nil, fmt.Errorf("the policy pack panicked: %v", p)
		}
	}()
	start := s.now()
	inputs, resources, err := decode(s.inputs, message)
	if err != nil || len(resources) == 0 {
		return nil, err
	}
	if s.env.record != "" {
		if err := s.record(inputs, resources); err != nil {
			return nil, err
		}
	}
	joined, err := join(inputs, resources)
	if err != nil {
		return nil, err
	}
	settings, influences, problems := s.settingsInForce()
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
		Model:    model.New(joined, s.project, s.stack),
		Settings: settings, Levels: levels, Today: s.now().UTC(), Waivers: waivers, ConfigProblems: problems,
	}
	compared, unlocked := s.lock(settings)
	if compared {
		in.LockPath, in.LockCommand = capability.LockPath(s.env.root, s.stack), s.lockCommand()
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
	report := s.report(in, findings)
	report.Matrix, report.Influences, report.Unlocked = matrix, influences, unlocked
	report.Milliseconds = float64(s.now().Sub(start).Microseconds()) / 1000
	report.Sort()
	return findings, report.WriteFile(s.env.report)
}

// report is the report of the rules in force and of what they found.
func (s *session) report(in *rule.Context, findings []rule.Finding) capability.Report {
	report := capability.Report{
		Version: capability.ReportVersion, Pack: Name, PackVersion: Version,
		Findings: []capability.Finding{}, Docs: docs(s.env.root, ownModule()), NoLock: !in.Settings.Locked(s.stack), LockCommand: s.lockCommand(),
	}
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
	return report
}
