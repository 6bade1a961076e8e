package iam

import (
	"bytes"
	"encoding/base64"
	"math/big"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// plain is the text of a value in which variables have been resolved.
func plain(value []piece) string {
	if len(value) == 1 {
		return value[0].text
	}
	var b strings.Builder
	for _, p := range value {
		b.WriteString(p.text)
	}
	return b.String()
}

func stringEquals(policyValue []piece, requestValue string) bool {
	return plain(policyValue) == requestValue
}

func stringEqualsIgnoreCase(policyValue []piece, requestValue string) bool {
	return strings.EqualFold(plain(policyValue), requestValue)
}

func stringLike(policyValue []piece, requestValue string) bool {
	return compile(policyValue, acrossSegments).matches(requestValue)
}

func arnLike(policyValue []piece, requestValue string) bool {
	return resourcePattern(policyValue, bySegment).matches(requestValue)
}

// decimalNumber matches the values that the Numeric operators accept: integers and decimals.
var decimalNumber = regexp.MustCompile(`^[+-]?[0-9]{1,64}(\.[0-9]{1,64})?$`)

func validNumber(text string) bool { return decimalNumber.MatchString(text) }

// compareNumbers is the sign of request minus policy; no number compares with nothing.
func compareNumbers(policyValue, requestValue string) (int, bool) {
	if !validNumber(policyValue) || !validNumber(requestValue) {
		return 0, false
	}
	p, pok := new(big.Rat).SetString(policyValue)
	r, rok := new(big.Rat).SetString(requestValue)
	if !pok || !rok {
		return 0, false
	}
	return r.Cmp(p), true
}

// dateLayouts are the W3C profiles of ISO 8601 that the Date operators accept.
var dateLayouts = []string{
	"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05.999999999",
	"2006-01-02T15:04", "2006-01-02", "2006-01", "2006",
}

// parseDate reads a date, or seconds since 1970 when the text is a number of more than four digits.
func parseDate(text string) (time.Time, bool) {
	upper := strings.ToUpper(text)
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, upper); err == nil {
			return t, true
		}
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	return time.Unix(seconds, 0), true
}

func validDate(text string) bool {
	_, ok := parseDate(text)
	return ok
}

func compareDates(policyValue, requestValue string) (int, bool) {
	p, pok := parseDate(policyValue)
	r, rok := parseDate(requestValue)
	return r.Compare(p), pok && rok
}

func validBool(text string) bool {
	return strings.EqualFold(text, "true") || strings.EqualFold(text, "false")
}

func boolEquals(policyValue []piece, requestValue string) bool {
	return validBool(requestValue) && strings.EqualFold(plain(policyValue), requestValue)
}

func validBinary(text string) bool {
	_, err := base64.StdEncoding.DecodeString(text)
	return err == nil
}

func binaryEquals(policyValue []piece, requestValue string) bool {
	p, err := base64.StdEncoding.DecodeString(plain(policyValue))
	if err != nil {
		return false
	}
	r, err := base64.StdEncoding.DecodeString(requestValue)
	return err == nil && bytes.Equal(p, r)
}

// parseBlock reads a CIDR block, or one address as a block of its own.
func parseBlock(text string) (netip.Prefix, bool) {
	if !strings.Contains(text, "/") {
		address, err := netip.ParseAddr(text)
		if err != nil || address.Zone() != "" {
			return netip.Prefix{}, false
		}
		return netip.PrefixFrom(address, address.BitLen()), true
	}
	block, err := netip.ParsePrefix(text)
	return block, err == nil
}

func validAddress(text string) bool {
	_, ok := parseBlock(text)
	return ok
}

func inBlock(policyValue []piece, requestValue string) bool {
	block, ok := parseBlock(plain(policyValue))
	if !ok {
		return false
	}
	address, err := netip.ParseAddr(requestValue)
	return err == nil && block.Contains(address.Unmap())
}
