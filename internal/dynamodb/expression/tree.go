package expression

import (
	"strconv"
	"strings"
)

// Path is a document path: an attribute, and what stands below it.
type Path []Step

// Step is one part of a path: a name as it is written, with # for a placeholder, or an index of a list.
type Step struct {
	Name    string
	Index   int
	IsIndex bool
}

// String shows the path as it is written.
func (p Path) String() string {
	var out strings.Builder
	for i, s := range p {
		switch {
		case s.IsIndex:
			out.WriteString("[" + strconv.Itoa(s.Index) + "]")
		case i > 0:
			out.WriteString("." + s.Name)
		default:
			out.WriteString(s.Name)
		}
	}
	return out.String()
}

// Value is a :placeholder of ExpressionAttributeValues.
type Value string

// Function is a call. The operators + and - of an update are functions of these names.
type Function struct {
	Name string
	Args []Operand
}

// Operand is a Path, a Value or a Function.
type Operand interface{ operand() }

func (Path) operand()     {}
func (Value) operand()    {}
func (Function) operand() {}

// Condition is a node of a condition: And, Or, Not, Comparison or Call.
type Condition interface{ condition() }

type (
	// And holds when both conditions hold.
	And struct{ Left, Right Condition }
	// Or holds when one condition holds.
	Or struct{ Left, Right Condition }
	// Not holds when the condition does not.
	Not struct{ Condition Condition }
	// Comparison compares its first operand with the others: one for = <> < <= > >=, two for BETWEEN, one or
	// more for IN.
	Comparison struct {
		Operator string
		Operands []Operand
	}
	// Call is a function as a condition.
	Call struct{ Function Function }
)

func (And) condition()        {}
func (Or) condition()         {}
func (Not) condition()        {}
func (Comparison) condition() {}
func (Call) condition()       {}

// Action is one action of an update.
type Action struct {
	Section string // SET, REMOVE, ADD or DELETE
	Path    Path
	Value   Operand // nil for REMOVE
}
