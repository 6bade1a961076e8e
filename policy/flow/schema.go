package flow

// Type is what is known about a value that a template only reads: the validated body of a request, or
// DynamoDB's answer. A nil Type is any value.
type Type struct {
	kinds kinds
	// class is the class of a string's text.
	class Class
	// nonEmpty tells that a string has at least one character.
	nonEmpty bool
	// integer tells that a number is whole; min and max are its inclusive bounds.
	integer  bool
	min, max *int64
	// members are the types of an object's members, rest that of the others. A member that is not
	// required may be missing.
	members  map[string]*Type
	required map[string]bool
	rest     *Type
	// items is the type of a list's items.
	items *Type
}

func (t *Type) kindSet() kinds {
	if t == nil {
		return isAnything&^isNothing | isNothing
	}
	return t.kinds
}

// member is the type of a member, and whether every object of the type has it.
func (t *Type) member(name string) (*Type, bool) {
	if t == nil {
		return nil, false
	}
	if m, ok := t.members[name]; ok {
		return m, t.required[name]
	}
	return t.rest, t.required[name]
}

// item is the type of a list's items or of a map's values. A loop goes through nothing else.
func (t *Type) item() *Type {
	if t == nil {
		return nil
	}
	switch looped := t.kinds & (isMap | isList); {
	case looped == isList:
		return t.items
	case looped == isMap && len(t.members) == 0:
		return t.rest
	}
	return nil
}
