package mutation

import "slices"

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

// All are the mutants.
func All() []Mutant {
	return slices.Concat(permissionMutants(), trustMutants(), roleMutants(), policyMutants(), integrationMutants(),
		templateMutants(), methodMutants(), tableMutants(), stageMutants(), cacheMutants(), packMutants(), strangerMutants(), functionMutants(), pipeMutants())
}
