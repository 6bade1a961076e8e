package model

import (
	"slices"

	"lambdaless/policy/graph"
)

// leaveOutUnrelated leaves out the methods and stages of APIs that call only functions, servers and mocks: no rule is
// about them. An API with one method that calls DynamoDB, or of which that is unknown, is judged as a whole.
func (m *Model) leaveOutUnrelated() {
	unrelated := map[*graph.Node]bool{}
	for _, method := range m.Methods {
		if method.API == nil {
			continue
		}
		i := method.Integration
		harmless := i != nil && i.Backend() != DynamoDB && i.Credentials.Absent && method.API.In("body").Absent()
		before, seen := unrelated[method.API]
		unrelated[method.API] = harmless && (before || !seen)
	}
	for _, method := range m.Methods {
		if unrelated[method.API] {
			m.Unrelated = append(m.Unrelated, method)
		}
	}
	m.Methods = slices.DeleteFunc(m.Methods, func(method *Method) bool { return unrelated[method.API] })
	m.Stages = slices.DeleteFunc(m.Stages, func(s *Stage) bool { return unrelated[s.API] })
}
