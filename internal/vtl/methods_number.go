package vtl

import (
	"math"
	"strconv"
	"strings"

	"lambdaless/internal/vtl/java"
)

func init() {
	for _, c := range []class{intClass, longClass, doubleClass, bigIntegerClass, bigDecimalClass} {
		define(c, table{
			"intValue()":    func(c invocation) any { return java.Int32(c.recv) },
			"longValue()":   func(c invocation) any { return java.Int64(c.recv) },
			"doubleValue()": func(c invocation) any { return java.Float64(c.recv) },
			"compareTo(o)":  compareSame,
		})
	}
	defineIntegers(intClass, 32)
	defineIntegers(longClass, 64)
	define(doubleClass, table{
		"parseDouble(s)": func(c invocation) any { return java.ParseDouble(c.str(0)) },
		"valueOf(s)":     func(c invocation) any { return java.ParseDouble(c.str(0)) },
		"valueOf(d)":     func(c invocation) any { return c.double(0) },
		"toString(d)":    func(c invocation) any { return java.String(c.double(0)) },
		"isNaN()":        func(c invocation) any { return math.IsNaN(java.Float64(c.recv)) },
		"isInfinite()":   func(c invocation) any { return math.IsInf(java.Float64(c.recv), 0) },
		"compare(dd)":    func(c invocation) any { return java.CompareDoubles(c.double(0), c.double(1)) },
		"compareTo(o)":   compareDoubles,
		"max(dd)":        func(c invocation) any { return math.Max(c.double(0), c.double(1)) },
		"min(dd)":        func(c invocation) any { return math.Min(c.double(0), c.double(1)) },
		"sum(dd)":        func(c invocation) any { return c.double(0) + c.double(1) },
	})
	define(boolClass, table{
		"booleanValue()":  func(c invocation) any { return c.recv },
		"parseBoolean(s)": func(c invocation) any { return parseBool(c) },
		"valueOf(s)":      func(c invocation) any { return parseBool(c) },
		"valueOf(b)":      func(c invocation) any { return c.args[0] },
		"toString(b)":     func(c invocation) any { return java.String(c.args[0]) },
		"compareTo(b)":    func(c invocation) any { return compareBools(c.recv.(bool), c.args[0].(bool)) },
		"compareTo(o)":    compareSame,
	})
	define(charClass, table{
		"charValue()":  func(c invocation) any { return c.recv },
		"compareTo(c)": func(c invocation) any { return java.Int(int(c.recv.(java.Char)) - int(c.args[0].(java.Char))) },
		"compareTo(o)": compareSame,
	})
}

func (c invocation) double(i int) float64 { return java.Float64(c.args[i]) }

func parseBool(c invocation) any {
	s, _ := c.args[0].(string)
	return strings.EqualFold(s, "true")
}

func compareBools(a, b bool) any {
	switch {
	case a == b:
		return java.Int(0)
	case a:
		return java.Int(1)
	}
	return java.Int(-1)
}

// boxed is an integer of the class with that many bits.
func boxed(n int64, size int) any {
	if size == 32 {
		return int32(n) // Java keeps the low bits
	}
	return n
}

func compareInts(a, b int64) any {
	switch {
	case a < b:
		return java.Int(-1)
	case a > b:
		return java.Int(1)
	}
	return java.Int(0)
}

func parseInteger(c invocation, base, size int) any {
	s, ok := c.args[0].(string)
	if !ok {
		panic(java.Throw("NumberFormatException", "null"))
	}
	if base < 2 || base > 36 {
		panic(java.Throw("NumberFormatException", "radix %d out of range", base))
	}
	n, err := strconv.ParseInt(s, base, size)
	if err != nil || strings.Contains(s, "_") {
		panic(java.Throw("NumberFormatException", "For input string: %q", s))
	}
	return boxed(n, size)
}

func defineIntegers(class class, size int) {
	letter, parse := "i", "parseInt"
	if size == 64 {
		letter, parse = "l", "parseLong"
	}
	arg := func(c invocation, i int) int64 { return java.Int64(c.args[i]) }
	define(class, table{
		parse + "(s)":                      func(c invocation) any { return parseInteger(c, 10, size) },
		parse + "(si)":                     func(c invocation) any { return parseInteger(c, c.int(1), size) },
		"valueOf(s)":                       func(c invocation) any { return parseInteger(c, 10, size) },
		"valueOf(si)":                      func(c invocation) any { return parseInteger(c, c.int(1), size) },
		"valueOf(" + letter + ")":          func(c invocation) any { return boxed(arg(c, 0), size) },
		"toString(" + letter + ")":         func(c invocation) any { return strconv.FormatInt(arg(c, 0), 10) },
		"toString(" + letter + "i)":        func(c invocation) any { return formatInBase(arg(c, 0), c.int(1)) },
		"compare(" + letter + letter + ")": func(c invocation) any { return compareInts(arg(c, 0), arg(c, 1)) },
		"max(" + letter + letter + ")":     func(c invocation) any { return boxed(max(arg(c, 0), arg(c, 1)), size) },
		"min(" + letter + letter + ")":     func(c invocation) any { return boxed(min(arg(c, 0), arg(c, 1)), size) },
		"sum(" + letter + letter + ")":     func(c invocation) any { return boxed(arg(c, 0)+arg(c, 1), size) },
	})
}

func formatInBase(n int64, base int) any {
	if base < 2 || base > 36 {
		base = 10
	}
	return strconv.FormatInt(n, base)
}

// compareSame is Comparable.compareTo, which throws for another class.
func compareSame(c invocation) any {
	if classOf(c.recv) != classOf(c.args[0]) {
		if c.args[0] == nil {
			panic(java.Throw("NullPointerException", ""))
		}
		panic(java.Throw("ClassCastException", "%s cannot be cast to %s", java.ClassName(c.args[0]), java.ClassName(c.recv)))
	}
	return compareInts(int64(java.Compare(c.recv, c.args[0], &c.st.budget)), 0)
}

func compareDoubles(c invocation) any {
	compareSame(c)
	return java.CompareDoubles(java.Float64(c.recv), java.Float64(c.args[0]))
}
