package facts

import (
	"maps"
	"slices"
	"strings"

	"lambdaless/internal/capability"
	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// Matrix computes the capability matrix. A row's verdict is the worst of the findings about the method,
// its integration and responses, its role and that role's policies, its validator, its tables and their policies,
// its API and the API's stages, unless they are only about other methods. Advisory rules do not count.
func Matrix(in *rule.Context, findings []rule.Finding) capability.Matrix {
	byURN := map[string][]rule.Finding{}
	for _, f := range findings {
		if f.Node != nil {
			byURN[f.URN()] = append(byURN[f.URN()], f)
		}
	}
	m := capability.Matrix{Project: in.Project, Stack: in.Stack, Rows: []capability.Row{}}
	for _, method := range in.Methods {
		row := capability.Row{API: method.APIName(), Verb: method.Verb, Path: method.Path, Access: method.Access(), Verdict: capability.Proven}
		if i := method.Integration; i != nil {
			fill(in, &row, i)
		}
		rules := map[string]bool{}
		for urn := range about(in, method) {
			for _, f := range byURN[urn] {
				if f.Rule.Level == rule.Mandatory && (len(f.Only) == 0 || slices.Contains(f.Only, method.Node)) { // an advisory rule is not part of the proof
					rules[f.Rule.ID] = true
					row.Verdict = Worse(row.Verdict, f.Verdict)
				}
			}
		}
		row.Rules = slices.Sorted(maps.Keys(rules))
		m.Rows = append(m.Rows, row)
	}
	m.Sort()
	return m
}

// order is how much a verdict weighs.
var order = []capability.Verdict{capability.Proven, capability.Waived, capability.Undecided, capability.Violated}

// Worse is the worse of two verdicts.
func Worse(a, b capability.Verdict) capability.Verdict {
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// fill says what an integration calls, as whom, and with what rights.
func fill(in *rule.Context, row *capability.Row, i *model.Integration) {
	row.Operation = i.URI.Operation
	if i.Backend() != model.DynamoDB {
		row.Operation = string(i.Backend())
		row.Principal = i.Credentials.Literal
		if i.Role != nil {
			row.Principal = i.Role.Name()
		}
		return
	}
	needs := NeedsOf(in, i)
	if len(needs.Returns) > 0 {
		row.Operation += " with " + strings.Join(slices.Sorted(slices.Values(needs.Returns)), ", ")
	}
	for _, use := range needs.Uses {
		resource := "table/" + use.Table
		if use.Index != "" {
			resource += "/index/" + use.Index
		}
		row.Actions = append(row.Actions, use.Action)
		row.Resources = append(row.Resources, resource)
	}
	for _, key := range needs.Keys {
		row.Actions = append(row.Actions, "kms:Decrypt")
		row.Resources = append(row.Resources, "kms:"+key.String())
	}
	slices.Sort(row.Actions)
	slices.Sort(row.Resources)
	row.Actions, row.Resources = slices.Compact(row.Actions), slices.Compact(row.Resources)
	if i.Role == nil {
		row.Principal = i.Credentials.Literal
		return
	}
	row.Principal = i.Role.Name()
	row.Grants = grants(in, i, needs)
}

// grants are the role's Allow statements, as far as they are known, and what the policies of tables' keys give it.
func grants(in *rule.Context, i *model.Integration, needs *Needs) []string {
	found := map[string]bool{}
	for _, key := range needs.Keys {
		role := in.RoleARN(i.Role, i.URI.Partition)
		if key.Node != nil && NamedByKey(in, iam.Permissions{Principal: role}, key.Node, KeyContext(in, i, role)) {
			found["kms:Decrypt on kms:"+key.String()] = true
		}
	}
	prefix := iam.TableARN(i.URI.Partition, i.URI.Region, in.Account(), "")
	for _, d := range i.Role.Identity {
		if d.Policy == nil {
			found["(unknown: "+d.Name+")"] = true
			continue
		}
		for _, s := range d.Policy.Statements {
			if s.Effect != iam.Allow {
				continue
			}
			for _, action := range append(prefixed("every action but ", s.NotActions), s.Actions...) {
				for _, resource := range append(prefixed("everything but ", s.NotResources), s.Resources...) {
					if rest, ok := strings.CutPrefix(resource, prefix); ok {
						resource = "table/" + rest
					}
					found[action+" on "+resource] = true
				}
			}
		}
	}
	for _, a := range i.Role.Managed {
		found["whatever "+a.ARN+" allows"] = true
	}
	return slices.Sorted(maps.Keys(found))
}

func prefixed(prefix string, items []string) []string {
	if len(items) == 0 {
		return nil
	}
	return []string{prefix + strings.Join(items, ", ")}
}

// about are the URNs of what a method consists of.
func about(in *rule.Context, m *model.Method) map[string]bool {
	urns := map[string]bool{m.Node.URN: true}
	add := func(n *graph.Node) {
		if n != nil {
			urns[n.URN] = true
		}
	}
	add(Validator(in, m).Node)
	add(m.API)
	for _, s := range in.Stages {
		if s.API == m.API && m.API != nil {
			add(s.Node)
			add(in.Graph.Refer(s.Node, "deployment", graph.Deployment).Node)
		}
	}
	i := m.Integration
	if i == nil {
		return urns
	}
	add(i.Node)
	for _, response := range i.Responses {
		add(response)
	}
	if i.Role != nil {
		add(i.Role.Node)
		for _, d := range i.Role.Identity {
			add(d.Node)
		}
		for _, a := range i.Role.Managed {
			add(a.Node)
		}
	}
	for _, use := range NeedsOf(in, i).Uses {
		t := in.TableNamed(use.Table)
		if t == nil {
			continue
		}
		add(t.Node)
		key := in.KeyOf(t)
		if key != nil {
			add(key.Node)
		}
		for _, d := range in.ResourcePolicies {
			if d.Of != nil && (d.Of == t.Node || key != nil && d.Of == key.Node) {
				add(d.Node)
			}
		}
	}
	return urns
}
