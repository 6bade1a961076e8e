package method

import (
	"net/netip"
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
)

// requests are those from the internet for which a condition holds.
type requests int

const (
	someRequests requests = iota
	allRequests
	noRequests
)

// publicly is what a condition says of requests to an API that is not private: they come by TLS, and through no
// endpoint of a VPC (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html).
func publicly(c iam.Condition, api *graph.Node) requests {
	operator, absentHolds := strings.CutSuffix(c.Operator, "IfExists")
	operator = strings.TrimPrefix(operator, "ForAnyValue:")
	negated := strings.Contains(operator, "Not")
	switch strings.ToLower(c.Key) {
	case "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip":
		switch {
		case operator == "Null":
			return either(slices.ContainsFunc(c.Values, func(v string) bool { return strings.EqualFold(v, "true") }))
		case strings.HasPrefix(operator, "ForAllValues:"):
			return allRequests
		}
		return either(negated || absentHolds)
	case "aws:securetransport":
		if operator == "Bool" && len(c.Values) == 1 {
			return either(strings.EqualFold(c.Values[0], "true"))
		}
	case "aws:sourceip":
		if operator != "IpAddress" && operator != "NotIpAddress" {
			return someRequests
		}
		kind := api.In("endpointConfiguration", "ipAddressType")
		found := addresses(c.Values, !kind.IsUnknown() && kind.TextOr("ipv4") == "ipv4")
		if negated && found != someRequests {
			return allRequests + noRequests - found
		}
		return found
	}
	return someRequests
}

func either(holds bool) requests {
	if holds {
		return allRequests
	}
	return noRequests
}

// addresses says whether blocks hold every address of the internet.
func addresses(values []string, onlyIPv4 bool) requests {
	var four, six []netip.Prefix
	for _, v := range values {
		block, err := netip.ParsePrefix(v)
		if address, notOne := netip.ParseAddr(v); err != nil && notOne == nil {
			block, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err != nil {
			return someRequests
		}
		if block.Addr().Is4() {
			four = append(four, block.Masked())
		} else {
			six = append(six, block.Masked())
		}
	}
	if cover(four, netip.MustParsePrefix("0.0.0.0/0")) && (onlyIPv4 || cover(six, netip.MustParsePrefix("::/0"))) {
		return allRequests
	}
	return someRequests
}

// cover reports whether blocks together hold every address of a block.
func cover(blocks []netip.Prefix, all netip.Prefix) bool {
	inside := false
	for _, b := range blocks {
		if b.Bits() <= all.Bits() && b.Contains(all.Addr()) {
			return true
		}
		inside = inside || all.Overlaps(b)
	}
	if !inside || all.Bits() == all.Addr().BitLen() {
		return false
	}
	low := netip.PrefixFrom(all.Addr(), all.Bits()+1)
	bytes := all.Addr().AsSlice()
	bytes[all.Bits()/8] |= 0x80 >> (all.Bits() % 8)
	middle, _ := netip.AddrFromSlice(bytes)
	return cover(blocks, low) && cover(blocks, netip.PrefixFrom(middle, all.Bits()+1))
}

// forAll reports whether a statement's conditions hold for every request that reaches an API, and forNone whether they
// hold for none.
func forAll(s iam.Statement, api *graph.Node) bool {
	return !slices.ContainsFunc(s.Conditions, func(c iam.Condition) bool { return api == nil || publicly(c, api) != allRequests })
}

func forNone(s iam.Statement, api *graph.Node) bool {
	return api != nil && slices.ContainsFunc(s.Conditions, func(c iam.Condition) bool { return publicly(c, api) == noRequests })
}
