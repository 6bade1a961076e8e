package java

import (
	"cmp"
	"math"
	"math/big"
)

// base is the type in which Velocity 1.7's MathUtils computes.
type base uint8

const (
	baseLong base = iota
	baseDouble
	baseBigInteger
	baseBigDecimal
)

func isInteger(v any) bool {
	switch v.(type) {
	case int32, int64, *big.Int:
		return true
	}
	return false
}

func baseOf(a, b any) base {
	_, d1 := a.(*Decimal)
	_, d2 := b.(*Decimal)
	_, i1 := a.(*big.Int)
	_, i2 := b.(*big.Int)
	integers := isInteger(a) && isInteger(b)
	switch {
	case d1 || d2 || !integers && (i1 || i2):
		return baseBigDecimal
	case integers && (i1 || i2):
		return baseBigInteger
	case integers:
		return baseLong
	}
	return baseDouble
}

// bigIntOf is Velocity's conversion to BigInteger.
func bigIntOf(v any) *big.Int {
	if n, ok := v.(*big.Int); ok {
		return n
	}
	return big.NewInt(Int64(v))
}

// wrap returns the result of long arithmetic in the wider class of the operands, or wider still when
// it does not fit.
func wrap(n int64, a, b any) any {
	_, i1 := a.(int32)
	_, i2 := b.(int32)
	if i1 && i2 && n >= math.MinInt32 && n <= math.MaxInt32 {
		return Int(int(n))
	}
	return n
}

// IsZero says whether a number is zero.
func IsZero(v any) bool {
	switch v := v.(type) {
	case *big.Int:
		return v.Sign() == 0
	case *Decimal:
		return v.Unscaled.Sign() == 0
	}
	return Float64(v) == 0
}

// Arithmetic applies + - * / % to two numbers with the promotions of Velocity 1.7: integers grow to
// Long and then BigInteger, division of integers cuts off. It panics with an Exception where Java
// throws one. The divisor must not be zero.
func Arithmetic(op byte, a, b any, budget *Budget) any {
	kind := baseOf(a, b)
	if kind == baseBigInteger || kind == baseBigDecimal {
		budget.Work(bigWork(a) + bigWork(b))
	}
	switch kind {
	case baseLong:
		return longs(op, a, b)
	case baseBigInteger:
		return bigIntegers(op, bigIntOf(a), bigIntOf(b))
	case baseBigDecimal:
		return decimals(op, DecimalOf(a), DecimalOf(b))
	}
	return doubles(op, Float64(a), Float64(b))
}

func longs(op byte, a, b any) any {
	x, y := Int64(a), Int64(b)
	switch op {
	case '+':
		if r := x + y; (r^x)&(r^y) >= 0 {
			return wrap(r, a, b)
		}
	case '-':
		// Velocity 1.7 looks for overflow with the wrong sign, and so do we.
		if r := x - y; (r^x)&(r^^y) >= 0 {
			return wrap(r, a, b)
		}
	case '*':
		// The test that Velocity makes: the smallest Long times -1 passes it and stays as it is.
		if r := x * y; y == 0 || quotient(r, y) == x {
			return wrap(r, a, b)
		}
	case '/':
		return wrap(quotient(x, y), a, b)
	default:
		if y == -1 {
			return wrap(0, a, b)
		}
		return wrap(x%y, a, b)
	}
	return bigIntegers(op, bigIntOf(a), bigIntOf(b))
}

// quotient is x / y without Go's panic for the smallest number divided by -1.
func quotient(x, y int64) int64 {
	if y == -1 {
		return -x
	}
	return x / y
}

// maxBits bounds what multiplication may make of integers: numbers in a body have at most 10,000 digits.
const maxBits = 1 << 17

// bigWork is the work of an operation on a large number: it grows with the square of the digits.
func bigWork(v any) int {
	switch v := v.(type) {
	case *big.Int:
		n := len(v.Bits())
		return 16 + n*n/4
	case *Decimal:
		return 16 + bigWork(v.Unscaled)
	}
	return 0
}

func bigIntegers(op byte, a, b *big.Int) any {
	r := new(big.Int)
	switch op {
	case '+':
		return r.Add(a, b)
	case '-':
		return r.Sub(a, b)
	case '*':
		if a.BitLen()+b.BitLen() > maxBits {
			panic(&LimitError{Limit: "integer bits", Max: maxBits})
		}
		return r.Mul(a, b)
	case '/':
		return r.Quo(a, b)
	}
	if b.Sign() < 0 {
		panic(Throw("ArithmeticException", "BigInteger: modulus not positive"))
	}
	return r.Mod(a, b)
}

func decimals(op byte, a, b *Decimal) any {
	switch op {
	case '+':
		return a.Add(b)
	case '-':
		return a.Sub(b)
	case '*':
		if a.Unscaled.BitLen()+b.Unscaled.BitLen() > maxBits {
			panic(&LimitError{Limit: "integer bits", Max: maxBits})
		}
		return a.Mul(b)
	case '/':
		return a.Div(b)
	}
	panic(Throw("ArithmeticException", "Cannot calculate the modulo of BigDecimals."))
}

func doubles(op byte, a, b float64) float64 {
	switch op {
	case '+':
		return a + b
	case '-':
		return a - b
	case '*':
		return a * b
	case '/':
		return a / b
	}
	return math.Mod(a, b)
}

// Compare compares two numbers by value as Velocity 1.7 does, and spends its work of the budget. NaN is neither smaller nor larger than
// anything, and therefore equal to everything.
func Compare(a, b any, budget *Budget) int {
	kind := baseOf(a, b)
	if kind == baseBigInteger || kind == baseBigDecimal {
		budget.Work(bigWork(a) + bigWork(b))
	}
	switch kind {
	case baseLong:
		return cmp.Compare(Int64(a), Int64(b))
	case baseBigInteger:
		return bigIntOf(a).Cmp(bigIntOf(b))
	case baseBigDecimal:
		return DecimalOf(a).Cmp(DecimalOf(b))
	}
	x, y := Float64(a), Float64(b)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}
