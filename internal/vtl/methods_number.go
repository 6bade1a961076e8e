package vtl

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
	"unicode"

	"lambdaless/internal/vtl/java"
)

func init() {
	for _, c := range []class{intClass, longClass, floatClass, doubleClass, bigIntegerClass, bigDecimalClass} {
		define(c, table{
			"intValue()":    func(c invocation) any { return java.Int32(c.recv) },
			"longValue()":   func(c invocation) any { return java.Int64(c.recv) },
			"doubleValue()": func(c invocation) any { return java.Float64(c.recv) },
			"floatValue()":  func(c invocation) any { return float32(java.Float64(c.recv)) },
		})
	}
	defineIntegers(intClass, 32)
	defineIntegers(longClass, 64)
	defineFloats(doubleClass, 64)
	defineFloats(floatClass, 32)
	define(boolClass, table{
		"booleanValue()":  func(c invocation) any { return c.recv },
		"parseBoolean(s)": func(c invocation) any { return parseBool(c) },
		"valueOf(s)":      func(c invocation) any { return parseBool(c) },
		"valueOf(b)":      func(c invocation) any { return c.args[0] },
		"toString(b)":     func(c invocation) any { return java.String(c.args[0]) },
		"compareTo(b)":    func(c invocation) any { return compareBools(c.recv.(bool), c.args[0].(bool)) },
		"compareTo(o)":    compareSame,
		"compare(bb)":     func(c invocation) any { return compareBools(c.args[0].(bool), c.args[1].(bool)) },
		"logicalAnd(bb)":  func(c invocation) any { return c.args[0].(bool) && c.args[1].(bool) },
		"logicalOr(bb)":   func(c invocation) any { return c.args[0].(bool) || c.args[1].(bool) },
		"logicalXor(bb)":  func(c invocation) any { return c.args[0].(bool) != c.args[1].(bool) },
	})
	define(charClass, table{
		"charValue()":        func(c invocation) any { return c.recv },
		"toString(c)":        func(c invocation) any { return java.String(c.args[0]) },
		"valueOf(c)":         func(c invocation) any { return c.args[0] },
		"compareTo(c)":       func(c invocation) any { return java.Int(int(c.recv.(java.Char)) - int(c.args[0].(java.Char))) },
		"compareTo(o)":       compareSame,
		"compare(cc)":        func(c invocation) any { return java.Int(int(c.args[0].(java.Char)) - int(c.args[1].(java.Char))) },
		"isDigit(c)":         func(c invocation) any { return unicode.IsDigit(c.rune()) },
		"isLetter(c)":        func(c invocation) any { return unicode.IsLetter(c.rune()) },
		"isLetterOrDigit(c)": func(c invocation) any { return unicode.IsLetter(c.rune()) || unicode.IsDigit(c.rune()) },
		"isUpperCase(c)":     func(c invocation) any { return unicode.IsUpper(c.rune()) },
		"isLowerCase(c)":     func(c invocation) any { return unicode.IsLower(c.rune()) },
		"isWhitespace(c)":    func(c invocation) any { return isJavaWhitespace(c.rune()) },
		"toUpperCase(c)":     func(c invocation) any { return java.Char(unicode.ToUpper(c.rune())) }, //nolint:gosec // BMP stays BMP
		"toLowerCase(c)":     func(c invocation) any { return java.Char(unicode.ToLower(c.rune())) }, //nolint:gosec // BMP stays BMP
		"getNumericValue(c)": func(c invocation) any { return numericValue(c.rune()) },
	})
	defineBigIntegers()
	defineBigDecimals()
}

func (c invocation) rune() rune { return rune(c.args[0].(java.Char)) }

func isJavaWhitespace(r rune) bool {
	return r >= 0x1c && r <= 0x1f || unicode.IsSpace(r) && r != 0xa0 && r != 0x2007 && r != 0x202f && r != 0x85
}

func numericValue(r rune) any {
	switch {
	case r >= '0' && r <= '9':
		return java.Int(int(r - '0'))
	case r >= 'a' && r <= 'z':
		return java.Int(int(r-'a') + 10)
	case r >= 'A' && r <= 'Z':
		return java.Int(int(r-'A') + 10)
	}
	return java.Int(-1)
}

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
		return int32(n) //nolint:gosec // Java keeps the low bits
	}
	return n
}

func sign(n int) any {
	switch {
	case n < 0:
		return java.Int(-1)
	case n > 0:
		return java.Int(1)
	}
	return java.Int(0)
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

// unsigned is an integer's bits.
func unsigned(v any, size int) uint64 {
	n := uint64(java.Int64(v)) //nolint:gosec // bits are meant
	if size == 32 {
		n &= math.MaxUint32
	}
	return n
}

func defineIntegers(class class, size int) {
	letter, parse := "i", "parseInt"
	if size == 64 {
		letter, parse = "l", "parseLong"
	}
	arg := func(c invocation, i int) int64 { return java.Int64(c.args[i]) }
	inBase := func(base int) func(invocation) any {
		return func(c invocation) any { return strconv.FormatUint(unsigned(c.args[0], size), base) }
	}
	define(class, table{
		parse + "(s)":                      func(c invocation) any { return parseInteger(c, 10, size) },
		parse + "(si)":                     func(c invocation) any { return parseInteger(c, c.int(1), size) },
		"valueOf(s)":                       func(c invocation) any { return parseInteger(c, 10, size) },
		"valueOf(si)":                      func(c invocation) any { return parseInteger(c, c.int(1), size) },
		"valueOf(" + letter + ")":          func(c invocation) any { return boxed(arg(c, 0), size) },
		"toString(" + letter + ")":         func(c invocation) any { return strconv.FormatInt(arg(c, 0), 10) },
		"toString(" + letter + "i)":        func(c invocation) any { return formatInBase(arg(c, 0), c.int(1)) },
		"toHexString(" + letter + ")":      inBase(16),
		"toOctalString(" + letter + ")":    inBase(8),
		"toBinaryString(" + letter + ")":   inBase(2),
		"compare(" + letter + letter + ")": func(c invocation) any { return compareInts(arg(c, 0), arg(c, 1)) },
		"max(" + letter + letter + ")":     func(c invocation) any { return boxed(max(arg(c, 0), arg(c, 1)), size) },
		"min(" + letter + letter + ")":     func(c invocation) any { return boxed(min(arg(c, 0), arg(c, 1)), size) },
		"sum(" + letter + letter + ")":     func(c invocation) any { return boxed(arg(c, 0)+arg(c, 1), size) },
		"signum(" + letter + ")":           func(c invocation) any { return compareInts(arg(c, 0), 0) },
		"bitCount(" + letter + ")":         func(c invocation) any { return java.Int(bits.OnesCount64(unsigned(c.args[0], size))) },
		"compareTo(o)":                     compareSame,
	})
}

// compareSame is Comparable.compareTo, which throws for another class.
func compareSame(c invocation) any {
	if classOf(c.recv) != classOf(c.args[0]) {
		if c.args[0] == nil {
			panic(java.Throw("NullPointerException", ""))
		}
		panic(java.Throw("ClassCastException", "%s cannot be cast to %s", java.ClassName(c.args[0]), java.ClassName(c.recv)))
	}
	return sign(java.Compare(c.recv, c.args[0]))
}

func formatInBase(n int64, base int) any {
	if base < 2 || base > 36 {
		base = 10
	}
	return strconv.FormatInt(n, base)
}

func defineFloats(class class, size int) {
	name := "parseDouble"
	if size == 32 {
		name = "parseFloat"
	}
	box := func(f float64) any {
		if size == 32 {
			return float32(f)
		}
		return f
	}
	arg := func(c invocation, i int) float64 { return java.Float64(c.args[i]) }
	define(class, table{
		name + "(s)":    func(c invocation) any { return box(java.ParseDouble(c.str(0))) },
		"valueOf(s)":    func(c invocation) any { return box(java.ParseDouble(c.str(0))) },
		"valueOf(d)":    func(c invocation) any { return box(arg(c, 0)) },
		"toString(d)":   func(c invocation) any { return java.String(box(arg(c, 0))) },
		"isNaN()":       func(c invocation) any { return math.IsNaN(java.Float64(c.recv)) },
		"isNaN(d)":      func(c invocation) any { return math.IsNaN(arg(c, 0)) },
		"isInfinite()":  func(c invocation) any { return math.IsInf(java.Float64(c.recv), 0) },
		"isInfinite(d)": func(c invocation) any { return math.IsInf(arg(c, 0), 0) },
		"isFinite(d)":   func(c invocation) any { return !math.IsInf(arg(c, 0), 0) && !math.IsNaN(arg(c, 0)) },
		"compare(dd)":   func(c invocation) any { return java.CompareDoubles(arg(c, 0), arg(c, 1)) },
		"compareTo(o)":  compareFloats,
		"max(dd)":       func(c invocation) any { return box(math.Max(arg(c, 0), arg(c, 1))) },
		"min(dd)":       func(c invocation) any { return box(math.Min(arg(c, 0), arg(c, 1))) },
		"sum(dd)":       func(c invocation) any { return box(arg(c, 0) + arg(c, 1)) },
	})
}

func compareFloats(c invocation) any {
	compareSame(c)
	return java.CompareDoubles(java.Float64(c.recv), java.Float64(c.args[0]))
}

func recvBig(c invocation) *big.Int { return c.recv.(*big.Int) }

func (c invocation) big(i int) *big.Int {
	n, ok := c.args[i].(*big.Int)
	if !ok {
		panic(java.Throw("NullPointerException", ""))
	}
	return n
}

func (c invocation) arithmetic(op byte, other any) any {
	c.st.budget.Spend(64)
	if (op == '/' || op == '%') && java.IsZero(other) {
		panic(java.Throw("ArithmeticException", "BigInteger divide by zero"))
	}
	return java.Arithmetic(op, c.recv, other)
}

func defineBigIntegers() {
	define(bigIntegerClass, table{
		"add(B)":       func(c invocation) any { return c.arithmetic('+', c.big(0)) },
		"subtract(B)":  func(c invocation) any { return c.arithmetic('-', c.big(0)) },
		"multiply(B)":  func(c invocation) any { return c.arithmetic('*', c.big(0)) },
		"divide(B)":    func(c invocation) any { return c.arithmetic('/', c.big(0)) },
		"mod(B)":       func(c invocation) any { return c.arithmetic('%', c.big(0)) },
		"remainder(B)": bigRemainder,
		"negate()":     func(c invocation) any { return new(big.Int).Neg(recvBig(c)) },
		"abs()":        func(c invocation) any { return new(big.Int).Abs(recvBig(c)) },
		"signum()":     func(c invocation) any { return sign(recvBig(c).Sign()) },
		"max(B)":       func(c invocation) any { return pick(recvBig(c).Cmp(c.big(0)) >= 0, c.recv, c.args[0]) },
		"min(B)":       func(c invocation) any { return pick(recvBig(c).Cmp(c.big(0)) <= 0, c.recv, c.args[0]) },
		"gcd(B)":       func(c invocation) any { return new(big.Int).GCD(nil, nil, absolute(recvBig(c)), absolute(c.big(0))) },
		"compareTo(B)": func(c invocation) any { return sign(recvBig(c).Cmp(c.big(0))) },
		"compareTo(o)": compareSame,
		"bitLength()":  func(c invocation) any { return java.Int(bitLength(recvBig(c))) },
		"toString(i)":  func(c invocation) any { return recvBig(c).Text(radix(c.int(0))) },
		"valueOf(l)":   func(c invocation) any { return big.NewInt(java.Int64(c.args[0])) },
	})
}

func radix(n int) int {
	if n < 2 || n > 36 {
		return 10
	}
	return n
}

// bitLength is BigInteger.bitLength: the bits of two's complement without the sign.
func bitLength(n *big.Int) int {
	if n.Sign() < 0 {
		return new(big.Int).Not(n).BitLen()
	}
	return n.BitLen()
}

func absolute(n *big.Int) *big.Int { return new(big.Int).Abs(n) }

func pick(first bool, a, b any) any {
	if first {
		return a
	}
	return b
}

func bigRemainder(c invocation) any {
	if c.big(0).Sign() == 0 {
		panic(java.Throw("ArithmeticException", "BigInteger divide by zero"))
	}
	return new(big.Int).Rem(recvBig(c), c.big(0))
}

func recvDecimal(c invocation) *java.Decimal { return c.recv.(*java.Decimal) }

func (c invocation) decimal(i int) *java.Decimal {
	d, ok := c.args[i].(*java.Decimal)
	if !ok {
		panic(java.Throw("NullPointerException", ""))
	}
	return d
}

func defineBigDecimals() {
	define(bigDecimalClass, table{
		"add(D)":      func(c invocation) any { return c.arithmetic('+', c.decimal(0)) },
		"subtract(D)": func(c invocation) any { return c.arithmetic('-', c.decimal(0)) },
		"multiply(D)": func(c invocation) any { return c.arithmetic('*', c.decimal(0)) },
		"negate()": func(c invocation) any {
			return &java.Decimal{Unscaled: new(big.Int).Neg(recvDecimal(c).Unscaled), Scale: recvDecimal(c).Scale}
		},
		"abs()": func(c invocation) any {
			return &java.Decimal{Unscaled: absolute(recvDecimal(c).Unscaled), Scale: recvDecimal(c).Scale}
		},
		"signum()":        func(c invocation) any { return sign(recvDecimal(c).Unscaled.Sign()) },
		"scale()":         func(c invocation) any { return java.Int(recvDecimal(c).Scale) },
		"precision()":     func(c invocation) any { return java.Int(len(absolute(recvDecimal(c).Unscaled).String())) },
		"compareTo(D)":    func(c invocation) any { return sign(recvDecimal(c).Cmp(c.decimal(0))) },
		"compareTo(o)":    compareSame,
		"max(D)":          func(c invocation) any { return pick(recvDecimal(c).Cmp(c.decimal(0)) >= 0, c.recv, c.args[0]) },
		"min(D)":          func(c invocation) any { return pick(recvDecimal(c).Cmp(c.decimal(0)) <= 0, c.recv, c.args[0]) },
		"toBigInteger()":  func(c invocation) any { return recvDecimal(c).BigInt() },
		"toPlainString()": func(c invocation) any { return c.text(recvDecimal(c).Plain()) },
	})
}
