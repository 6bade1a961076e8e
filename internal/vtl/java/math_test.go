package java_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"lambdaless/internal/vtl/java"
)

func TestArithmetic(t *testing.T) {
	t.Parallel()
	huge, _ := new(big.Int).SetString("99999999999999999999", 10)
	for name, c := range map[string]struct {
		x    any
		op   byte
		y    any
		want string
	}{
		"integers":             {int32(7), '/', int32(2), "3"},
		"to long":              {int32(math.MaxInt32), '+', int32(1), "2147483648"},
		"to big":               {int64(math.MaxInt64), '+', int32(1), "9223372036854775808"},
		"down to big":          {int64(math.MinInt64), '*', int32(2), "-18446744073709551616"},
		"the smallest negated": {int64(math.MinInt64), '/', int32(-1), "-9223372036854775808"},
		"remainder":            {int32(-7), '%', int32(4), "-3"},
		"by minus one":         {int64(math.MinInt64), '%', int32(-1), "0"},
		"doubles":              {1.5, '*', int32(2), "3.0"},
		"remainder of doubles": {5.5, '%', 2.0, "1.5"},
		"big":                  {huge, '-', int32(1), "99999999999999999998"},
		"big with double":      {huge, '+', 0.5, "99999999999999999999.5"},
		"decimal quotient":     {decimal(t, "1.00"), '/', int32(3), "0.33"},
		"half down":            {decimal(t, "1.5"), '/', int32(10), "0.1"},
		"above half":           {decimal(t, "1.6"), '/', int32(10), "0.2"},
	} {
		assert.Equal(t, c.want, java.String(java.Arithmetic(c.op, c.x, c.y, nil)), name)
	}
	assert.Panics(t, func() { java.Arithmetic('%', decimal(t, "1"), int32(2), nil) })
	assert.Panics(t, func() { java.Arithmetic('%', huge, int32(-2), nil) })
}

// TestDecimalsAgreeWithRationals holds decimal arithmetic against exact fractions.
func TestDecimalsAgreeWithRationals(t *testing.T) {
	t.Parallel()
	draw := func(t *rapid.T, name string) (*java.Decimal, *big.Rat) {
		unscaled, scale := rapid.Int64().Draw(t, name), rapid.IntRange(-20, 20).Draw(t, name+" scale")
		d := &java.Decimal{Unscaled: big.NewInt(unscaled), Scale: scale}
		r, ok := new(big.Rat).SetString(d.String())
		require.True(t, ok)
		return d, r
	}
	rapid.Check(t, func(t *rapid.T) {
		a, x := draw(t, "a")
		b, y := draw(t, "b")
		for _, c := range []struct {
			got  *java.Decimal
			want *big.Rat
		}{{a.Add(b), new(big.Rat).Add(x, y)}, {a.Sub(b), new(big.Rat).Sub(x, y)}, {a.Mul(b), new(big.Rat).Mul(x, y)}} {
			got, ok := new(big.Rat).SetString(c.got.String())
			require.True(t, ok)
			require.Zero(t, got.Cmp(c.want))
		}
		require.Equal(t, x.Cmp(y), a.Cmp(b))
		require.Equal(t, a.String(), mustDecimal(t, a.String()).String())
	})
}

func mustDecimal(t *rapid.T, s string) *java.Decimal {
	d, ok := java.ParseDecimal(s)
	require.True(t, ok, s)
	return d
}

func TestConversions(t *testing.T) {
	t.Parallel()
	assert.Equal(t, int32(math.MaxInt32), java.Int32(1e20))
	assert.Equal(t, int32(0), java.Int32(math.NaN()))
	assert.Equal(t, int32(-1), java.Int32(int64(0xffffffff)))
	assert.Equal(t, int64(-1), java.Int64(new(big.Int).SetUint64(math.MaxUint64)))
	assert.Equal(t, int64(12), java.Int64(decimal(t, "12.9")))
	for text, want := range map[string]float64{"1.5": 1.5, " 2 ": 2, "1e3": 1000, "-Infinity": math.Inf(-1), "3f": 3, "1e999": math.Inf(1)} {
		assert.InDelta(t, want, java.ParseDouble(text), 0, text)
	}
	for _, text := range []string{"", "x", "1_000", "--1", "0x10"} {
		assert.Panics(t, func() { java.ParseDouble(text) }, text)
	}
}
