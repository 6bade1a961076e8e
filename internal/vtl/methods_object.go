package vtl

import (
	"math/big"
	"strings"

	"lambdaless/internal/vtl/java"
)

type table = map[string]func(invocation) any

func numberClass(v any) class {
	switch v.(type) {
	case *big.Int:
		return bigIntegerClass
	case *java.Decimal:
		return bigDecimalClass
	}
	return noClass
}

func init() {
	for c := stringClass; c < classes; c++ {
		define(c, table{
			"toString()": func(c invocation) any { return string(java.Append(nil, c.recv, &c.st.budget)) },
			"equals(o)":  func(c invocation) any { return java.Equal(c.recv, c.args[0]) },
			"hashCode()": func(c invocation) any { return java.Hash(c.recv) },
		})
	}
}

// refused are methods that Java has and templates must not call: reflection, threads and streams.
const refused = " getClass wait notify notifyAll "

// unsupported are methods that Java 8 has on these classes and that we do not: calling them is an
// error, because rendering nothing, as for a method that does not exist, would be wrong. Methods that
// take functions are not among them: a template has none to give, so that they accept no arguments.
var unsupported = map[class]string{
	stringClass: " getBytes getChars regionMatches chars codePoints codePointBefore codePointCount offsetByCodePoints copyValueOf contentEquals ",
	listClass:   " stream parallelStream spliterator listIterator trimToSize writeJSONString ",
	viewClass:   " stream parallelStream spliterator ",
	arrayClass:  " stream parallelStream spliterator listIterator ",
	charClass:   " codePointAt codePointBefore codePointCount toChars toCodePoint getType getName reverseBytes ",
	intClass:    " byteValue shortValue decode getInteger reverse reverseBytes rotateLeft rotateRight ",
	longClass:   " byteValue shortValue decode getLong reverse reverseBytes rotateLeft rotateRight ",
	doubleClass: " byteValue shortValue doubleToLongBits doubleToRawLongBits longBitsToDouble toHexString ",
	floatClass:  " byteValue shortValue floatToIntBits floatToRawIntBits intBitsToFloat toHexString ",
	bigIntegerClass: " byteValue shortValue byteValueExact intValueExact longValueExact shortValueExact toByteArray modInverse " +
		"nextProbablePrime probablePrime isProbablePrime pow modPow shiftLeft shiftRight and or xor not andNot testBit setBit " +
		"clearBit flipBit getLowestSetBit bitCount divideAndRemainder ",
	bigDecimalClass: " byteValue shortValue byteValueExact intValueExact longValueExact shortValueExact toBigIntegerExact " +
		"toEngineeringString round ulp plus movePointLeft movePointRight scaleByPowerOfTen divideAndRemainder divideToIntegralValue " +
		"unscaledValue divide remainder pow setScale stripTrailingZeros valueOf ",
}

// refuseUnknown fails for a method that Java has and we do not.
func (st *state) refuseUnknown(v any, name string) {
	if strings.Contains(refused, " "+name+" ") {
		st.refuse(v, name)
	}
	if strings.Contains(unsupported[classOf(v)], " "+name+" ") {
		st.fail("the method %s.%s is not supported here", java.ClassName(v), name)
	}
}

func (st *state) refuse(v any, name string) {
	st.fail("%s of %s is refused: templates must not reach into the virtual machine", name, java.ClassName(v))
}
