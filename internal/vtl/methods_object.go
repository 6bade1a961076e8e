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
			"equals(o)":  func(c invocation) any { return java.Equal(c.recv, c.args[0], &c.st.budget) },
			"hashCode()": func(c invocation) any { return java.Hash(c.recv, &c.st.budget) },
		})
	}
}

// refused are methods that Java has and templates must not call: reflection, threads and streams.
const refused = " getClass wait notify notifyAll "

// unsupported are methods that Java 8 has on these classes and that we do not: calling them is an
// error, because rendering nothing, as for a method that does not exist, would be wrong. Methods that
// take functions are not among them: a template has none to give, so that they accept no arguments.
var unsupported = map[class]string{
	stringClass: " getBytes getChars regionMatches chars codePoints codePointBefore codePointCount offsetByCodePoints copyValueOf contentEquals format ",
	listClass:   " stream parallelStream spliterator listIterator trimToSize writeJSONString ",
	viewClass:   " stream parallelStream spliterator ",
	arrayClass:  " stream parallelStream spliterator listIterator ",
	boolClass:   " compare logicalAnd logicalOr logicalXor getBoolean ",
	charClass: " codePointAt codePointBefore codePointCount toChars toCodePoint getType getName reverseBytes valueOf compare isDigit " +
		"isLetter isLetterOrDigit isUpperCase isLowerCase isWhitespace toUpperCase toLowerCase getNumericValue isAlphabetic isSpaceChar ",
	intClass: " byteValue shortValue floatValue decode getInteger reverse reverseBytes rotateLeft rotateRight toHexString toOctalString " +
		"toBinaryString signum bitCount highestOneBit lowestOneBit numberOfLeadingZeros numberOfTrailingZeros parseUnsignedInt toUnsignedString ",
	longClass: " byteValue shortValue floatValue decode getLong reverse reverseBytes rotateLeft rotateRight toHexString toOctalString " +
		"toBinaryString signum bitCount highestOneBit lowestOneBit numberOfLeadingZeros numberOfTrailingZeros parseUnsignedLong toUnsignedString ",
	doubleClass: " byteValue shortValue floatValue doubleToLongBits doubleToRawLongBits longBitsToDouble toHexString isFinite ",
	bigIntegerClass: " byteValue shortValue floatValue add subtract multiply divide mod remainder negate abs signum max min gcd bitLength valueOf " +
		"byteValueExact intValueExact longValueExact shortValueExact toByteArray modInverse " +
		"nextProbablePrime probablePrime isProbablePrime pow modPow shiftLeft shiftRight and or xor not andNot testBit setBit " +
		"clearBit flipBit getLowestSetBit bitCount divideAndRemainder ",
	bigDecimalClass: " byteValue shortValue floatValue add subtract multiply negate abs signum scale precision max min toBigInteger " +
		"toPlainString byteValueExact intValueExact longValueExact shortValueExact toBigIntegerExact " +
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
