package vtl

// slots numbers the variables of a template, so that rendering needs no names.
type slots struct {
	byName map[string]int
	names  []string
}

func newSlots() *slots { return &slots{byName: map[string]int{}} }

func (s *slots) slot(name string) int {
	if i, ok := s.byName[name]; ok {
		return i
	}
	i := len(s.names)
	s.byName[name] = i
	s.names = append(s.names, name)
	return i
}

// lookup returns the number of a variable that the template mentions, or -1.
func (s *slots) lookup(name string) int {
	if i, ok := s.byName[name]; ok {
		return i
	}
	return -1
}
