package dataplane

import (
	"strings"
	"time"
)

// xrayHeader is the value of X-Amzn-Trace-Id
// (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader).
type xrayHeader struct {
	root            string // 1-<8 hex digits>-<24 hex digits>
	parent, sampled string // empty unless the client sent a header
}

// continueTrace continues the client's trace: an answer repeats its Root, Parent and Sampled, and a Root
// alone gets a Parent. A client without a trace gets a Root (GW-025).
func continueTrace(header string, ids IDs, start time.Time) xrayHeader {
	var x xrayHeader
	for field := range strings.SplitSeq(header, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		switch {
		case strings.EqualFold(name, "Root") && len(value) == 35 && strings.HasPrefix(value, "1-") && isHex(strings.ReplaceAll(value, "-", "")):
			x.root = value
		case strings.EqualFold(name, "Parent") && len(value) == 16 && isHex(value):
			x.parent = value
		case strings.EqualFold(name, "Sampled") && (value == "0" || value == "1" || value == "?"):
			x.sampled = value
		}
	}
	if x.root == "" {
		return xrayHeader{root: ids.TraceID(start)}
	}
	if x.sampled == "" {
		x.sampled = "0"
		if x.parent != "" {
			x.sampled = "1"
		}
	}
	if x.parent == "" {
		x.parent = ids.SegmentID()
	}
	return x
}

func (x xrayHeader) String() string {
	if x.parent == "" {
		return "Root=" + x.root
	}
	return "Root=" + x.root + ";Parent=" + x.parent + ";Sampled=" + x.sampled
}

func isHex(text string) bool { return strings.Trim(text, "0123456789abcdefABCDEF") == "" }
