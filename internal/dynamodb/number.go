package dynamodb

import (
	"math/big"
	"regexp"
	"strings"
)

var decimal = regexp.MustCompile(`^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,6})?$`)

// IsNumber reports whether DynamoDB stores a text as a number: at most 38 significant digits, between 1E-130
// and 9.9...E+125 in magnitude, or 0
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
func IsNumber(text string) bool {
	if len(text) > 500 || !decimal.MatchString(text) {
		return false
	}
	mantissa, exponent := strings.ToLower(text), 0
	if i := strings.IndexByte(mantissa, 'e'); i >= 0 {
		n, ok := new(big.Int).SetString(strings.TrimPrefix(mantissa[i+1:], "+"), 10)
		if !ok || !n.IsInt64() {
			return false
		}
		mantissa, exponent = mantissa[:i], int(n.Int64())
	}
	mantissa = strings.TrimLeft(mantissa, "+-")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return true
	}
	magnitude := len(whole) - (len(whole+fraction) - len(digits)) - 1 + exponent
	digits = strings.TrimRight(digits, "0")
	return len(digits) <= 38 && magnitude >= -130 && magnitude <= 125
}

// CanonicalNumber writes a number that DynamoDB stores so that equal numbers are equal texts; another text stays as it is.
func CanonicalNumber(text string) string {
	if !IsNumber(text) {
		return text
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return text
	}
	return n.RatString()
}
