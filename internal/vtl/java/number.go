package java

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// IsNumber says whether the value is a java.lang.Number.
func IsNumber(v any) bool {
	switch v.(type) {
	case int32, int64, float64, *big.Int, *Decimal:
		return true
	}
	return false
}

// Float64 is Number.doubleValue.
func Float64(v any) float64 {
	switch v := v.(type) {
	case int32:
		return float64(v)
	case int64:
		return float64(v)
	case float64:
		return v
	case *big.Int:
		f, _ := new(big.Float).SetInt(v).Float64()
		return f
	case *Decimal:
		return v.Float64()
	}
	return 0
}

// Int64 is Number.longValue: fractions are cut off, what does not fit saturates (floating point) or
// loses its high bits (BigInteger, BigDecimal).
func Int64(v any) int64 {
	switch v := v.(type) {
	case int32:
		return int64(v)
	case int64:
		return v
	case float64:
		return saturate(v, math.MinInt64, math.MaxInt64)
	case *big.Int:
		return lowBits(v)
	case *Decimal:
		return lowBits(v.BigInt())
	}
	return 0
}

// Int32 is Number.intValue.
func Int32(v any) int32 {
	if f, ok := v.(float64); ok {
		return int32(saturate(f, math.MinInt32, math.MaxInt32)) // saturated
	}
	return int32(Int64(v)) // Java keeps the low bits
}

func saturate(f float64, minimum, maximum int64) int64 {
	switch {
	case f != f:
		return 0
	case f <= float64(minimum):
		return minimum
	case f >= float64(maximum):
		return maximum
	}
	return int64(f)
}

var mask64 = new(big.Int).SetUint64(math.MaxUint64)

func lowBits(n *big.Int) int64 {
	if n.IsInt64() {
		return n.Int64()
	}
	return int64(new(big.Int).And(n, mask64).Uint64()) // two's complement is meant
}

// ParseDouble is Double.parseDouble. It panics with a NumberFormatException.
func ParseDouble(s string) float64 {
	text := strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	bare := strings.TrimLeft(text, "+-")
	if len(text)-len(bare) <= 1 && (bare == "NaN" || bare == "Infinity") {
		f, _ := strconv.ParseFloat(strings.Replace(text, "Infinity", "Inf", 1), 64)
		if bare == "NaN" {
			f = math.NaN()
		}
		return f
	}
	if n := len(text); n > 1 && strings.IndexByte("dDfF", text[n-1]) >= 0 && !strings.Contains(text, "x") {
		text = text[:n-1]
	}
	f, err := strconv.ParseFloat(text, 64)
	if strings.Trim(text, "+-.0123456789eE") != "" || err != nil && !errors.Is(err, strconv.ErrRange) {
		panic(Throw("NumberFormatException", "For input string: %q", s))
	}
	return f
}

// CompareDoubles is Double.compare: -0.0 is less than 0.0, and NaN is more than everything.
func CompareDoubles(a, b float64) any {
	switch {
	case a < b:
		return Int(-1)
	case a > b:
		return Int(1)
	}
	x, y := int64(math.Float64bits(a)), int64(math.Float64bits(b)) // bits are meant
	switch {
	case x == y || a != a && b != b:
		return Int(0)
	case a != a:
		return Int(1)
	case b != b || x < y:
		return Int(-1)
	}
	return Int(1)
}
