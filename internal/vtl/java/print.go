package java

import (
	"math/big"
	"strconv"
)

// String is the text that Java's toString returns, and "null" for null. It panics with a LimitError when the
// value is nested too deeply.
func String(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case int32:
		return strconv.Itoa(int(v))
	}
	return string(Append(nil, v, nil))
}

// Append appends what toString prints to dst, spending what it appends of the budget. It panics with
// a LimitError when the budget is exhausted or the value is nested too deeply.
func Append(dst []byte, v any, b *Budget) []byte { return printer{b}.append(dst, v, 0) }

type printer struct{ budget *Budget }

func (p printer) append(dst []byte, v any, depth int) []byte {
	if depth == 0 {
		if s, ok := v.(string); ok { // by far the most frequent
			p.budget.Spend(len(s))
			return append(dst, s...)
		}
	}
	checkDepth(depth)
	before := len(dst)
	switch v := v.(type) {
	case nil:
		dst = append(dst, "null"...)
	case string:
		dst = append(dst, v...)
	case bool:
		dst = strconv.AppendBool(dst, v)
	case Char:
		dst = appendUnit(dst, uint16(v))
	case int32:
		dst = strconv.AppendInt(dst, int64(v), 10)
	case int64:
		dst = strconv.AppendInt(dst, v, 10)
	case float64:
		dst = appendFloat(dst, v)
	case *big.Int:
		p.budget.Work(bigWork(v))
		dst = v.Append(dst, 10)
	case *Decimal:
		p.budget.Work(bigWork(v.Unscaled))
		dst = append(dst, v.String()...)
	case *List:
		if v.Class == JSONArray {
			return p.json(dst, v, JSONNoCompress, depth)
		}
		v.Check()
		return p.items(dst, v.Items, v, depth)
	case *Map:
		return p.mapping(dst, v, depth)
	case *View:
		return p.items(dst, v.Items(), v, depth)
	case *Entry:
		dst = p.append(dst, v.Key, depth+1)
		dst = append(dst, '=')
		return p.append(dst, v.Value, depth+1)
	case Object:
		s, err := v.JavaString()
		if err != nil {
			panic(Throw("RuntimeException", "%v", err))
		}
		dst = append(dst, s...)
	default:
		dst = append(append(dst, ClassName(v)...), Identity...)
	}
	p.budget.Spend(len(dst) - before)
	return dst
}

// Identity stands for the identity hash code that Java prints after the class of an object without a
// toString of its own, such as an array. On the JVM it differs from run to run.
const Identity = "@1b28cdfa"

func (p printer) items(dst []byte, items []any, self any, depth int) []byte {
	p.budget.Spend(2 * (1 + len(items)))
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		if item == self {
			dst = append(dst, "(this Collection)"...)
			continue
		}
		dst = p.append(dst, item, depth+1)
	}
	return append(dst, ']')
}

func (p printer) mapping(dst []byte, m *Map, depth int) []byte {
	if m.Opaque {
		return dst
	}
	p.budget.Spend(2 + 3*m.Len())
	dst = append(dst, '{')
	for i, e := range m.entries {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = p.member(dst, m, e.Key, depth)
		dst = append(dst, '=')
		dst = p.member(dst, m, e.Value, depth)
	}
	return append(dst, '}')
}

func (p printer) member(dst []byte, m *Map, v any, depth int) []byte {
	if v == any(m) {
		return append(dst, "(this Map)"...)
	}
	return p.append(dst, v, depth+1)
}
