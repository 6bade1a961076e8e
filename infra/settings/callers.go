package settings

import (
	"net/netip"
)

// Callers are the addresses that requests may come from, as CIDR blocks.
type Callers struct {
	All    []string // of every request; none is every address
	Writes []string // of requests to methods that write, which have to be among All too; none is every address
}

var cidrRule = rule[string]{
	text: "it must be a CIDR block whose address has no bits beyond the prefix", example: "203.0.113.0/24",
	holds: func(s string) bool {
		prefix, err := netip.ParsePrefix(s)
		return err == nil && prefix.Masked() == prefix
	},
}
