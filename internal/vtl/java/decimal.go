package java

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Decimal is a java.math.BigDecimal: Unscaled * 10^-Scale.
type Decimal struct {
	Unscaled *big.Int
	Scale    int
}

// maxDigits bounds the digits that arithmetic on decimals may have to line up.
const maxDigits = 10_000

// ParseDecimal reads what new BigDecimal(String) reads.
func ParseDecimal(s string) (*Decimal, bool) {
	mantissa, exp := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.ParseInt(s[i+1:], 10, 32)
		if err != nil {
			return nil, false
		}
		mantissa, exp = s[:i], int(n)
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	if strings.TrimLeft(digits, "+-") == "" || strings.ContainsAny(digits, "_ ") || strings.ContainsAny(fraction, "+-") {
		return nil, false
	}
	unscaled, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		return nil, false
	}
	return &Decimal{unscaled, len(fraction) - exp}, true
}

// DecimalOf is BigDecimal's exact value of a number.
func DecimalOf(n any) *Decimal {
	switch n := n.(type) {
	case *Decimal:
		return n
	case *big.Int:
		return &Decimal{n, 0}
	}
	f := Float64(n)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		panic(Throw("NumberFormatException", "Infinite or NaN"))
	}
	mant, exp := math.Frexp(f)
	m := big.NewInt(int64(mant * (1 << 53)))
	exp -= 53
	for m.Sign() != 0 && m.Bit(0) == 0 && exp < 0 {
		m.Rsh(m, 1)
		exp++
	}
	if m.Sign() == 0 {
		exp = 0
	}
	if exp >= 0 {
		return &Decimal{m.Lsh(m, uint(exp)), 0}
	}
	five := new(big.Int).Exp(big.NewInt(5), big.NewInt(int64(-exp)), nil)
	return &Decimal{m.Mul(m, five), -exp}
}

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// align returns both unscaled values at the larger of the two scales.
func align(a, b *Decimal) (x, y *big.Int, scale int) {
	d := a.Scale - b.Scale
	if d > maxDigits || d < -maxDigits {
		panic(&LimitError{Limit: "decimal digits", Max: maxDigits})
	}
	switch {
	case d > 0:
		return a.Unscaled, new(big.Int).Mul(b.Unscaled, pow10(d)), a.Scale
	case d < 0:
		return new(big.Int).Mul(a.Unscaled, pow10(-d)), b.Unscaled, b.Scale
	}
	return a.Unscaled, b.Unscaled, a.Scale
}

// Add is a + b.
func (d *Decimal) Add(b *Decimal) *Decimal {
	x, y, scale := align(d, b)
	return &Decimal{new(big.Int).Add(x, y), scale}
}

// Sub is a - b.
func (d *Decimal) Sub(b *Decimal) *Decimal {
	x, y, scale := align(d, b)
	return &Decimal{new(big.Int).Sub(x, y), scale}
}

// Mul is a * b.
func (d *Decimal) Mul(b *Decimal) *Decimal {
	return &Decimal{new(big.Int).Mul(d.Unscaled, b.Unscaled), d.Scale + b.Scale}
}

// Div is BigDecimal.divide(b, ROUND_HALF_DOWN): a quotient with the scale of d.
func (d *Decimal) Div(b *Decimal) *Decimal {
	num, den := d.Unscaled, b.Unscaled
	switch {
	case b.Scale > maxDigits || b.Scale < -maxDigits:
		panic(&LimitError{Limit: "decimal digits", Max: maxDigits})
	case b.Scale > 0:
		num = new(big.Int).Mul(num, pow10(b.Scale))
	case b.Scale < 0:
		den = new(big.Int).Mul(den, pow10(-b.Scale))
	}
	q, r := new(big.Int).QuoRem(num, den, new(big.Int))
	r.Abs(r).Lsh(r, 1)
	if r.CmpAbs(den) > 0 {
		q.Add(q, big.NewInt(int64(num.Sign()*den.Sign())))
	}
	return &Decimal{q, d.Scale}
}

// Cmp compares by value: 1.0 and 1.00 are the same.
func (d *Decimal) Cmp(b *Decimal) int {
	switch s, t := d.Unscaled.Sign(), b.Unscaled.Sign(); {
	case s < t:
		return -1
	case s > t:
		return 1
	case s == 0:
		return 0
	}
	if x, y := d.magnitude(), b.magnitude(); x != y {
		if (x > y) == (d.Unscaled.Sign() > 0) {
			return 1
		}
		return -1
	}
	x, y, _ := align(d, b)
	return x.Cmp(y)
}

// magnitude is the exponent of the leading digit.
func (d *Decimal) magnitude() int {
	return len(new(big.Int).Abs(d.Unscaled).String()) - d.Scale
}

// Float64 is the nearest double.
func (d *Decimal) Float64() float64 {
	f, _ := strconv.ParseFloat(d.String(), 64)
	return f
}

// BigInt is the integer part.
func (d *Decimal) BigInt() *big.Int {
	switch {
	case d.Scale == 0:
		return d.Unscaled
	case d.Scale > 0:
		if d.magnitude() <= 0 {
			return new(big.Int)
		}
		return new(big.Int).Quo(d.Unscaled, pow10(d.Scale))
	case d.Scale < -maxDigits:
		panic(&LimitError{Limit: "decimal digits", Max: maxDigits})
	}
	return new(big.Int).Mul(d.Unscaled, pow10(-d.Scale))
}

// String is BigDecimal.toString: scientific notation when the exponent is positive or the number is
// very small.
func (d *Decimal) String() string {
	digits := new(big.Int).Abs(d.Unscaled).String()
	sign := ""
	if d.Unscaled.Sign() < 0 {
		sign = "-"
	}
	exp := len(digits) - 1 - d.Scale
	switch {
	case d.Scale == 0:
		return sign + digits
	case d.Scale > 0 && exp >= -6:
		if len(digits) > d.Scale {
			return sign + digits[:len(digits)-d.Scale] + "." + digits[len(digits)-d.Scale:]
		}
		return sign + "0." + strings.Repeat("0", d.Scale-len(digits)) + digits
	}
	if len(digits) > 1 {
		digits = digits[:1] + "." + digits[1:]
	}
	if exp == 0 {
		return sign + digits
	}
	if exp > 0 {
		digits += "E+"
	} else {
		digits += "E"
	}
	return sign + digits + strconv.Itoa(exp)
}
