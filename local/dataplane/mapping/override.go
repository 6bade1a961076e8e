package mapping

import (
	"strings"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
	"lambdaless/local/dataplane/wire"
)

// RequestOverrides are the headers, query string or path parameters (place is header, querystring or path)
// that templates put into $context.requestOverride.
func (r *Request) RequestOverrides(place string) wire.Headers {
	return r.overrides("requestOverride", place)
}

// ResponseHeaderOverrides are the headers that templates put into $context.responseOverride.
func (r *Request) ResponseHeaderOverrides() wire.Headers {
	return r.overrides("responseOverride", "header")
}

// StatusOverride is the status that templates put into $context.responseOverride. One that is not a whole
// number from 100 to 599 is ignored (GW-054).
func (r *Request) StatusOverride() (int, bool) {
	if r.members == nil {
		return 0, false
	}
	override, ok := r.members.Get("responseOverride").(*vtl.Map)
	if !ok {
		return 0, false
	}
	code := int64(0)
	switch value := override.Get("status").(type) {
	case int32:
		code = int64(value)
	case int64:
		code = value
	}
	return int(code), code >= 100 && code <= 599
}

// overrides lists what templates put into an override. What is null overrides nothing.
func (r *Request) overrides(group, place string) wire.Headers {
	if r.members == nil {
		return nil
	}
	outer, _ := r.members.Get(group).(*vtl.Map)
	inner, _ := outer.Get(place).(*vtl.Map)
	var entries wire.Headers
	for _, entry := range inner.Entries() {
		if entry.Value != nil {
			entries = append(entries, wire.Field{Name: java.String(entry.Key), Value: java.String(entry.Value)})
		}
	}
	return entries
}

// overridden is the value of $context.responseOverride.status and its like in an access log.
func (r *Request) overridden(group, member string) string {
	if r.members == nil {
		return ""
	}
	value := r.members.Get(group)
	for name := range strings.SplitSeq(member, ".") {
		inner, ok := value.(*vtl.Map)
		if !ok {
			return ""
		}
		value = inner.Get(name)
	}
	if value == nil {
		return ""
	}
	return java.String(value)
}
