package mutation

import (
	"slices"
	"strings"
)

// Mutant is one way to break the stack.
type Mutant struct {
	// Name says what is broken.
	Name string
	// Rule is the id of the rule that must notice; empty where any may.
	Rule string
	// Break changes the stack.
	Break func(*Stack)
	// Type, Path and Operator say what a derived mutant changes, and how.
	Type     string
	Path     []string
	Operator string
}

// kind is the property that a derived mutant changes: "IntegrationResponse responseTemplates".
func (m Mutant) kind() string {
	kind := m.Type[strings.LastIndex(m.Type, ":")+1:]
	if len(m.Path) == 0 {
		return kind + ", " + m.Operator
	}
	return kind + " " + m.Path[0]
}

// All are the mutants.
func All() []Mutant {
	return slices.Concat(permissionMutants(), trustMutants(), roleMutants(), policyMutants(), integrationMutants(),
		templateMutants(), methodMutants(), tableMutants(), stageMutants(), cacheMutants(), packMutants(), strangerMutants(), functionMutants(), pipeMutants())
}
