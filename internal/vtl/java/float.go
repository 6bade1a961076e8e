package java

import (
	"math"
	"strconv"
)

// appendFloat appends Double.toString: the shortest digits that identify the
// number, as a decimal fraction from 10^-3 up to 10^7, otherwise in scientific notation with E.
func appendFloat(dst []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		return append(dst, "NaN"...)
	case math.IsInf(f, 1):
		return append(dst, "Infinity"...)
	case math.IsInf(f, -1):
		return append(dst, "-Infinity"...)
	case f == 0:
		if math.Signbit(f) {
			dst = append(dst, '-')
		}
		return append(dst, "0.0"...)
	}
	if a := math.Abs(f); a >= 1e-3 && a < 1e7 {
		before := len(dst)
		dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
		for _, c := range dst[before:] {
			if c == '.' {
				return dst
			}
		}
		return append(dst, ".0"...)
	}
	var buf [32]byte
	text := strconv.AppendFloat(buf[:0], f, 'e', -1, 64)
	exp := 0
	for text[exp] != 'e' {
		exp++
	}
	dst = append(dst, text[:exp]...)
	if exp == 1 || exp == 2 && text[0] == '-' { // one digit only
		dst = append(dst, ".0"...)
	}
	dst = append(dst, 'E')
	n, _ := strconv.Atoi(string(text[exp+1:]))
	return strconv.AppendInt(dst, int64(n), 10)
}
