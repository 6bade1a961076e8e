package java

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Format is String.format in the English locale, without dates.
func Format(format string, args []any, b *Budget) string {
	f := &formatter{args: args, budget: b}
	for i := 0; i < len(format); {
		j := strings.IndexByte(format[i:], '%')
		if j < 0 {
			f.out.WriteString(format[i:])
			break
		}
		f.out.WriteString(format[i : i+j])
		i = f.spec(format, i+j+1)
	}
	return Normalize(f.out.String())
}

type formatter struct {
	args      []any
	next      int
	last      int
	out       strings.Builder
	budget    *Budget
	flags     string
	width     int
	precision int // -1 for none
}

// maxWidth bounds what a width or precision can make of one argument.
const maxWidth = 100_000

// spec formats what follows a percent sign and returns the position after it.
func (f *formatter) spec(format string, i int) int {
	start := i
	index := 0
	if n, end := number(format, i); end > i && end < len(format) && format[end] == '$' {
		index = n
		i = end + 1
	} else if i < len(format) && format[i] == '<' {
		index = -1
		i++
	}
	flags := i
	for i < len(format) && strings.IndexByte("-#+ 0,(", format[i]) >= 0 {
		i++
	}
	f.flags = format[flags:i]
	f.width, i = number(format, i)
	f.precision = -1
	if i < len(format) && format[i] == '.' {
		n, end := number(format, i+1)
		if end == i+1 {
			unknownConversion(".")
		}
		f.precision, i = n, end
	}
	if i >= len(format) {
		unknownConversion("%")
	}
	if f.width == 0 && (f.has('0') || f.has('-')) {
		panic(Throw("java.util.MissingFormatWidthException", "%%%s%c", f.flags, format[i]))
	}
	if f.width > maxWidth || f.precision > maxWidth {
		panic(&LimitError{Limit: "format width", Max: maxWidth})
	}
	f.convert(format[i], index, "%"+format[start:i+1])
	return i + 1
}

func unknownConversion(what string) {
	panic(Throw("java.util.UnknownFormatConversionException", "Conversion = '%s'", what))
}

func number(s string, i int) (n, end int) {
	for i < len(s) && s[i] >= '0' && s[i] <= '9' && n < 1e8 {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, i
}

func (f *formatter) has(flag byte) bool { return strings.IndexByte(f.flags, flag) >= 0 }

func (f *formatter) argument(index int, spec string) any {
	switch {
	case index > 0:
		f.last = index
	case index == 0:
		f.next++
		f.last = f.next
	}
	if f.last < 1 || f.last > len(f.args) {
		panic(Throw("java.util.MissingFormatArgumentException", "Format specifier '%s'", spec))
	}
	return f.args[f.last-1]
}

func (f *formatter) convert(c byte, index int, spec string) {
	switch c {
	case '%':
		f.pad("%")
		return
	case 'n':
		f.out.WriteByte('\n')
		return
	}
	if strings.IndexByte("bBhHsScCdoxXeEfgG", c) < 0 {
		if c == 't' || c == 'T' || c == 'a' || c == 'A' {
			panic(Throw("UnsupportedOperationException", "%s in a format is not supported here", spec))
		}
		unknownConversion(string(c))
	}
	arg := f.argument(index, spec)
	text := f.text(c|0x20, arg)
	if c >= 'A' && c <= 'Z' {
		text = ToUpper(text)
	}
	f.pad(text)
}

func (f *formatter) text(c byte, arg any) string {
	switch c {
	case 'b':
		b, isBool := arg.(bool)
		return f.cut(strconv.FormatBool(arg != nil && (!isBool || b)))
	case 'h':
		if arg == nil {
			return f.cut("null")
		}
		return f.cut(strconv.FormatUint(uint64(uint32(Hash(arg).(int32))), 16)) //nolint:gosec // bits are meant
	case 's':
		return f.cut(string(Append(nil, arg, f.budget)))
	}
	if arg == nil {
		return f.cut("null")
	}
	switch c {
	case 'c':
		return character(c, arg)
	case 'd', 'o', 'x':
		return f.integer(c, arg)
	}
	return f.floating(c, arg)
}

func badConversion(c byte, arg any) string {
	panic(Throw("java.util.IllegalFormatConversionException", "%c != %s", c, ClassName(arg)))
}

// cut applies a precision to text.
func (f *formatter) cut(s string) string {
	if f.precision < 0 || Length(s) <= f.precision {
		return s
	}
	return Substring(s, 0, f.precision)
}

func character(c byte, arg any) string {
	switch v := arg.(type) {
	case Char:
		return String(v)
	case int32:
		return FromCodePoint(v)
	}
	return badConversion(c, arg)
}

func (f *formatter) integer(c byte, arg any) string {
	var n *big.Int
	bits := uint(0)
	switch v := arg.(type) {
	case int32:
		n, bits = big.NewInt(int64(v)), 32
	case int64:
		n, bits = big.NewInt(v), 64
	case *big.Int:
		n = v
	default:
		return badConversion(c, arg)
	}
	if f.precision >= 0 {
		panic(Throw("java.util.IllegalFormatPrecisionException", "%d", f.precision))
	}
	if c == 'd' {
		return f.signed(new(big.Int).Abs(n).String(), "", n.Sign() < 0)
	}
	if n.Sign() < 0 && bits > 0 {
		n = new(big.Int).Add(n, new(big.Int).Lsh(big.NewInt(1), bits))
	}
	base, prefix := 8, "0"
	if c == 'x' {
		base, prefix = 16, "0x"
	}
	text := n.Text(base)
	if f.has('#') {
		text = prefix + text
	}
	return f.zeros(text, 0)
}

// signed puts sign, grouping and leading zeros around digits.
func (f *formatter) signed(whole, fraction string, negative bool) string {
	if f.has(',') {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	text := whole + fraction
	sign, closing := "", ""
	switch {
	case negative && f.has('('):
		sign, closing = "(", ")"
	case negative:
		sign = "-"
	case f.has('+'):
		sign = "+"
	case f.has(' '):
		sign = " "
	}
	return sign + f.zeros(text, len(sign)+len(closing)) + closing
}

func (f *formatter) zeros(text string, around int) string {
	if missing := f.width - len(text) - around; f.has('0') && missing > 0 {
		return strings.Repeat("0", missing) + text
	}
	return text
}

func (f *formatter) floating(c byte, arg any) string {
	switch v := arg.(type) {
	case float64, float32:
		d := Float64(v)
		if math.IsNaN(d) {
			return "NaN"
		}
		if math.IsInf(d, 0) {
			return f.signed("Infinity", "", d < 0)
		}
	case *Decimal:
	default:
		return badConversion(c, arg)
	}
	precision := f.precision
	if precision < 0 {
		precision = 6
	}
	value, ok := ParseDecimal(String(arg))
	if !ok {
		return badConversion(c, arg)
	}
	negative := value.Unscaled.Sign() < 0 || strings.HasPrefix(String(arg), "-")
	value = &Decimal{new(big.Int).Abs(value.Unscaled), value.Scale}
	switch c {
	case 'f':
		whole, fraction := plain(value.round(precision), precision)
		return f.signed(whole, fraction, negative)
	case 'e':
		return f.signed(value.scientific(precision), "", negative)
	}
	return f.general(value, precision, negative)
}

func (f *formatter) general(value *Decimal, precision int, negative bool) string {
	if precision == 0 {
		precision = 1
	}
	if value.Unscaled.Sign() == 0 {
		whole, fraction := plain(value.round(precision-1), precision-1)
		return f.signed(whole, fraction, negative)
	}
	rounded := value.round(precision - value.magnitude())
	if m := rounded.magnitude(); m > -4 && m <= precision {
		scale := max(precision-m, 0)
		whole, fraction := plain(value.round(scale), scale)
		return f.signed(whole, fraction, negative)
	}
	return f.signed(value.scientific(precision-1), "", negative)
}

// round rounds half up to a scale.
func (d *Decimal) round(scale int) *Decimal {
	if d.Scale == scale {
		return d
	}
	if d.Scale < scale {
		if scale-d.Scale > 2*maxWidth {
			panic(&LimitError{Limit: "decimal digits", Max: 2 * maxWidth})
		}
		return &Decimal{new(big.Int).Mul(d.Unscaled, pow10(scale-d.Scale)), scale}
	}
	if d.Unscaled.Sign() == 0 || d.magnitude() < -scale {
		return &Decimal{new(big.Int), scale}
	}
	divisor := pow10(d.Scale - scale)
	q, r := new(big.Int).QuoRem(d.Unscaled, divisor, new(big.Int))
	if r.Lsh(r, 1).Cmp(divisor) >= 0 {
		q.Add(q, big.NewInt(1))
	}
	return &Decimal{q, scale}
}

// plain is the number's digits before the point, and the point with the digits after it.
func plain(d *Decimal, scale int) (whole, fraction string) {
	digits := d.Unscaled.String()
	if scale == 0 {
		return digits, ""
	}
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	return digits[:len(digits)-scale], "." + digits[len(digits)-scale:]
}

func (d *Decimal) scientific(precision int) string {
	exp := 0
	rounded := d
	if d.Unscaled.Sign() != 0 {
		exp = d.magnitude() - 1
		rounded = d.round(precision - exp)
		if rounded.magnitude()-1 > exp {
			exp++
			rounded = d.round(precision - exp)
		}
	}
	digits := rounded.Unscaled.String()
	if d.Unscaled.Sign() == 0 {
		digits = strings.Repeat("0", precision+1)
	}
	text := digits[:1]
	if precision > 0 {
		text += "." + digits[1:]
	}
	return text + fmt.Sprintf("e%+03d", exp)
}

// pad applies the width.
func (f *formatter) pad(s string) {
	missing := f.width - Length(s)
	if missing > 0 {
		f.budget.Spend(missing)
	}
	switch {
	case missing <= 0:
		f.out.WriteString(s)
	case f.has('-'):
		f.out.WriteString(s + strings.Repeat(" ", missing))
	default:
		f.out.WriteString(strings.Repeat(" ", missing) + s)
	}
}
