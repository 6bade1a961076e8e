package parse

// slots numbers the variables and the steps of a template, so that rendering needs no names.
type slots struct {
	byName map[string]int
	names  []string
	steps  int
}

func newSlots() *slots { return &slots{byName: map[string]int{}} }

// slot returns the number of a variable.
func (s *slots) slot(name string) int {
	if i, ok := s.byName[name]; ok {
		return i
	}
	i := len(s.names)
	s.byName[name] = i
	s.names = append(s.names, name)
	return i
}

// step returns the number of the next step.
func (s *slots) step() int {
	s.steps++
	return s.steps - 1
}
