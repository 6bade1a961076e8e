package flow

import (
	"slices"
	"strconv"

	"lambdaless/internal/vtl/jsonpath"
)

// atPath is what a JSONPath leads to in the body or the answer. It is not ok for a text that is not a JSONPath.
func (c call) atPath(path string, origins []Origin) (*symbol, bool) {
	compiled, err := jsonpath.Compile(path)
	if err != nil {
		return nil, false
	}
	steps, plain := compiled.Steps()
	if !plain {
		v := fromTree("path "+strconv.Quote(path), c.expr, foundBy(compiled), false, origins)
		return v, true
	}
	v := fromTree(bodyRoot, c.expr, c.m.options.Body, true, origins)
	for _, step := range steps {
		if step.IsIndex {
			v = c.pathItem(v, step.Index)
		} else {
			v = c.pathChild(v, step.Name)
		}
	}
	if slices.Contains(origins, Backend) && len(steps) > 0 && !steps[0].IsIndex {
		v.sources = []string{fromAnswer + "." + steps[0].Name}
	}
	return v, true
}

// foundBy is the type of what a path finds that does not lead to one value: several values are a list, several
// members of one object are an object. There may be nothing to be found.
func foundBy(path *jsonpath.Path) *Type {
	switch path.Function() {
	case "length", "size", "min", "max", "sum", "avg":
		return &Type{kinds: isNumber}
	case "":
	default:
		return nil
	}
	if path.Definite() {
		return &Type{kinds: isMap}
	}
	return &Type{kinds: isList}
}

// pathChild is a member that a JSONPath names. In contrast to a property it finds nothing in a value that
// is not an object.
func (c call) pathChild(v *symbol, key string) *symbol {
	c.m.readsMember(v, key)
	surely := v.kinds == isMap
	var t *Type
	required := false
	if v.kinds&isMap != 0 && v.typ != nil {
		t, required = v.typ.member(key)
	}
	return fromTree(v.name+"."+quoted(key), c.expr, t, surely && required, v.origins)
}

// pathItem is an item that a JSONPath numbers, from the end where the number is negative. There may be none.
func (c call) pathItem(v *symbol, i int) *symbol {
	var t *Type
	if v.kinds&isList != 0 && v.typ != nil {
		t = v.typ.items
	}
	return fromTree(v.name+"["+strconv.Itoa(i)+"]", c.expr, t, false, v.origins)
}
