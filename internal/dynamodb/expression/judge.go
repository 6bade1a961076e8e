package expression

import "fmt"

// Walk visits a condition's operands, those within functions included.
func Walk(c Condition, visit func(Operand)) {
	switch c := c.(type) {
	case And:
		Walk(c.Left, visit)
		Walk(c.Right, visit)
	case Or:
		Walk(c.Left, visit)
		Walk(c.Right, visit)
	case Not:
		Walk(c.Condition, visit)
	case Comparison:
		for _, o := range c.Operands {
			WalkOperand(o, visit)
		}
	case Call:
		WalkOperand(c.Function, visit)
	}
}

// WalkOperand visits an operand and those within it.
func WalkOperand(o Operand, visit func(Operand)) {
	visit(o)
	if f, ok := o.(Function); ok {
		for _, arg := range f.Args {
			WalkOperand(arg, visit)
		}
	}
}

// Condition says why DynamoDB refuses a condition whatever the item is.
func (s Scope) Condition(c Condition) []string {
	switch c := c.(type) {
	case And:
		return append(s.Condition(c.Left), s.Condition(c.Right)...)
	case Or:
		return append(s.Condition(c.Left), s.Condition(c.Right)...)
	case Not:
		return s.Condition(c.Condition)
	case Call:
		if c.Function.Name == "size" {
			return []string{"size(...) is a number and not a condition: compare it"}
		}
		return append(s.operands(c.Function.Args), notEmpty(s.function(c.Function, conditionFunctions))...)
	case Comparison:
		faults := s.operands(c.Operands)
		if a, b, paths := twoPaths(c.Operands); paths && c.Operator != "IN" {
			faults = append(faults, notEmpty(s.distinct(c.Operator, a, b))...)
		}
		faults = append(faults, notEmpty(s.ordered(c))...)
		if c.Operator == "BETWEEN" {
			faults = append(faults, notEmpty(s.bounds(c.Operands[1], c.Operands[2]))...)
		}
		if c.Operator == "IN" && len(c.Operands) > 101 {
			faults = append(faults, fmt.Sprintf("IN takes at most 100 values, not %d", len(c.Operands)-1))
		}
		return faults
	}
	return nil
}

// operands judges functions as operands: of a condition's functions only size has a value.
func (s Scope) operands(operands []Operand) []string {
	var faults []string
	for _, o := range operands {
		f, ok := o.(Function)
		if !ok {
			continue
		}
		faults = append(faults, s.operands(f.Args)...)
		fault := s.function(f, conditionFunctions)
		if fault == "" && f.Name != "size" {
			fault = f.Name + " is a condition and not an operand"
		}
		faults = append(faults, notEmpty(fault)...)
	}
	return faults
}

// Update says why DynamoDB refuses an update whatever the item is.
func (s Scope) Update(actions []Action) []string {
	var faults []string
	var paths []Path
	for _, a := range actions {
		paths = append(paths, a.Path)
		switch a.Section {
		case "SET":
			faults = append(faults, s.set(a.Value)...)
		case "ADD", "DELETE":
			faults = append(faults, notEmpty(s.change(a))...)
		}
	}
	return append(faults, notEmpty(s.overlap(paths))...)
}

func (s Scope) set(o Operand) []string {
	f, ok := o.(Function)
	if !ok {
		return nil
	}
	var faults []string
	for _, arg := range f.Args {
		faults = append(faults, s.set(arg)...)
	}
	return append(faults, notEmpty(s.function(f, updateFunctions))...)
}

// change judges ADD, which takes a number or a set, and DELETE, which takes a set.
func (s Scope) change(a Action) string {
	switch kind := s.typeOf(a.Value); kind {
	case "", "SS", "NS", "BS":
	case "N":
		if a.Section == "DELETE" {
			return "DELETE takes a set, not N"
		}
	default:
		if a.Section == "ADD" {
			return "ADD takes a number or a set, not " + kind
		}
		return "DELETE takes a set, not " + kind
	}
	return ""
}

// Projection says why DynamoDB refuses a projection.
func (s Scope) Projection(paths []Path) []string { return notEmpty(s.overlap(paths)) }

func notEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
