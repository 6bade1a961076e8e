package database

import (
	"fmt"
	"strings"
)

// expressionGrammar draws expressions, and notes the placeholders that they use.
type expressionGrammar struct {
	requestGrammar
	table  string
	names  map[string]string
	values map[string]any
}

func (e expressionGrammar) some(request map[string]any, member string, percent int, draw func() string) {
	if e.chance(percent) {
		request[member] = e.spoiled(draw())
	}
}

func (e expressionGrammar) returns(request map[string]any, usual string) {
	if e.chance(20) {
		request["ReturnValues"] = e.one("NONE", usual, "ALL_OLD", "UPDATED_NEW", "all_old")
	}
}

// spoiled is the expression, seldom with a mistake in its syntax.
func (e expressionGrammar) spoiled(text string) string {
	switch e.IntN(60) {
	case 0:
		return text + ","
	case 1:
		return strings.Replace(text, "(", "", 1)
	case 2:
		return strings.Replace(text, "=", "==", 1)
	case 3:
		return text + " AND"
	case 4:
		return "((" + text + "))"
	case 5:
		return ""
	case 6:
		return strings.Replace(text, " ", "-", 1)
	}
	return text
}

// define writes what the placeholders stand for, seldom too much or too little.
func (e expressionGrammar) define(request map[string]any) {
	if e.chance(4) {
		e.names["#unused"] = "unused"
	}
	if e.chance(4) {
		e.values[":unused"] = map[string]any{"S": "a"}
	}
	if len(e.names) > 0 || e.chance(2) {
		request["ExpressionAttributeNames"] = e.names
	}
	if len(e.values) > 0 || e.chance(2) {
		request["ExpressionAttributeValues"] = e.values
	}
}

func (e expressionGrammar) attribute() string {
	name := e.one("title", "title", "pages", "tags", "note", "note", "id", "made", "era", "status", "count")
	reserved := name == "status" || name == "count"
	if reserved && e.chance(90) || e.chance(30) {
		alias := "#" + name[:2]
		if !e.chance(3) {
			e.names[alias] = name
		}
		return alias
	}
	return name
}

func (e expressionGrammar) path() string {
	path := e.attribute()
	switch e.IntN(8) {
	case 0:
		return path + "." + e.attribute()
	case 1:
		return fmt.Sprintf("%s[%d]", path, e.IntN(3))
	}
	return path
}

// placeholder draws a :value with what it stands for.
func (e expressionGrammar) placeholder(of any) string {
	name := fmt.Sprintf(":v%d", len(e.values))
	if !e.chance(2) {
		e.values[name] = of
	}
	return name
}

func (e expressionGrammar) operand() string {
	switch e.IntN(10) {
	case 0:
		return "size(" + e.path() + ")"
	case 1:
		return e.path()
	case 2:
		return "(" + e.path() + ")"
	}
	return e.placeholder(e.value())
}

func (e expressionGrammar) condition() string {
	switch e.IntN(16) {
	case 0:
		return e.condition() + " AND " + e.condition()
	case 1:
		return e.condition() + " or " + e.condition()
	case 2:
		return "NOT " + e.condition()
	case 3:
		return "(" + e.condition() + ") AND " + e.condition()
	case 4:
		return e.path() + " IN (" + e.operand() + ", " + e.operand() + ")"
	case 5:
		return e.path() + " BETWEEN " + e.placeholder(map[string]any{"N": "1"}) + " AND " + e.placeholder(map[string]any{"N": "2"})
	case 6:
		return "attribute_exists(" + e.path() + ")"
	case 7:
		return "attribute_not_exists(" + e.operand() + ")"
	case 8:
		return "begins_with(" + e.path() + ", " + e.placeholder(e.value()) + ")"
	case 9:
		return "contains(" + e.path() + ", " + e.placeholder(e.value()) + ")"
	case 10:
		return "attribute_type(" + e.path() + ", " + e.placeholder(map[string]any{"S": e.one("S", "SS", "STRING")}) + ")"
	case 11:
		return e.one("size", "exists", "attribute_exists", "begins_with") + "(" + e.path() + ")"
	}
	return e.path() + " " + e.one("=", "=", "<>", "=", "!=") + " " + e.operand()
}

func (e expressionGrammar) keyCondition(index bool) string {
	key := "id = " + e.placeholder(map[string]any{"S": "a"})
	if index {
		key = "era = " + e.placeholder(map[string]any{"N": "1"})
	}
	if e.table == "notes" && e.chance(60) {
		key += " AND made " + e.one("=", ">", "<=") + " " + e.placeholder(map[string]any{"N": "1"})
	}
	switch e.IntN(16) {
	case 0:
		return e.condition()
	case 1:
		return key + " AND " + e.condition()
	case 2:
		return strings.Replace(key, " = ", " > ", 1)
	case 3:
		return "NOT " + key
	case 4:
		return key + " OR " + key
	case 5:
		return "id = " + e.placeholder(e.value())
	case 6:
		return "(" + key + ")"
	}
	return key
}

func (e expressionGrammar) projection() string {
	paths := []string{e.path()}
	for e.chance(50) {
		paths = append(paths, e.path())
	}
	return strings.Join(paths, ", ")
}

func (e expressionGrammar) update() string {
	var sections []string
	for len(sections) == 0 || e.chance(25) {
		switch e.IntN(8) {
		case 0:
			sections = append(sections, "REMOVE "+e.path())
		case 1:
			sections = append(sections, "ADD "+e.path()+" "+e.placeholder(e.value()))
		case 2:
			sections = append(sections, "DELETE "+e.path()+" "+e.placeholder(e.value()))
		case 3:
			sections = append(sections, "SET "+e.path()+" = "+e.attribute()+" + "+e.placeholder(e.value()))
		case 4:
			sections = append(sections, "SET "+e.path()+" = list_append("+e.attribute()+", "+e.placeholder(e.value())+")")
		case 5:
			sections = append(sections, "SET "+e.path()+" = if_not_exists("+e.operand()+", "+e.placeholder(e.value())+") - "+e.placeholder(map[string]any{"N": "1"}))
		default:
			sections = append(sections, "set "+e.attribute()+" = "+e.placeholder(e.value())+", "+e.path()+" = "+e.placeholder(e.value()))
		}
	}
	return strings.Join(sections, " ")
}
