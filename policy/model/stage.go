package model

import "lambdaless/policy/graph"

// Stage is a stage and its settings.
type Stage struct {
	Node *graph.Node
	API  *graph.Node
	// Settings are the stage's MethodSettings.
	Settings []*graph.Node
	// Plans are the usage plans that have the stage.
	Plans []*graph.Node
}

// Name is the stage's name, empty when it is unknown.
func (s *Stage) Name() string { return s.Node.In("stageName").TextOr("") }

func (m *Model) joinStages() {
	for _, n := range m.Graph.OfType(graph.Stage) {
		api := m.Graph.Refer(n, "restApi", graph.RestAPI)
		m.Stages = append(m.Stages, &Stage{Node: n, API: api.Node})
	}
	for _, n := range m.Graph.OfType(graph.MethodSettings) {
		api := m.Graph.Refer(n, "restApi", graph.RestAPI)
		if s := m.stage(api.Node, n, "stageName", n.In("stageName")); s != nil {
			s.Settings = append(s.Settings, n)
		}
	}
	for _, n := range m.Graph.OfType(graph.UsagePlan) {
		if all := n.In("apiStages"); all.IsUnknown() {
			if s := m.stage(nil, n, "apiStages", all); s != nil {
				s.Plans = append(s.Plans, n)
			} else {
				m.Loose = append(m.Loose, Stray{n, m.Graph.WhyUnknown(n, "apiStages")})
			}
		}
		for _, item := range n.In("apiStages").Items() {
			api := m.Graph.ReferValue(n, "apiStages", item.At("apiId"), graph.RestAPI)
			if s := m.stage(api.Node, n, "apiStages", item.At("stage")); s != nil {
				s.Plans = append(s.Plans, n)
			}
		}
	}
}

// stage finds the stage that a property means: the one of the name in the API, or, while the name is
// unknown, the one that the property depends on.
func (m *Model) stage(api *graph.Node, n *graph.Node, property string, value graph.Value) *Stage {
	name, known := value.Text()
	var target *graph.Node
	if !known {
		target = m.Graph.ReferValue(n, property, value, graph.Stage).Node
	}
	for _, s := range m.Stages {
		if s.API == api && api != nil && known && s.Name() == name || target != nil && s.Node == target {
			return s
		}
	}
	return nil
}
