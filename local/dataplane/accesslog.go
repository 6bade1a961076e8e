package dataplane

import "strings"

// accessLogFormat is a stage's format, parsed once.
type accessLogFormat struct {
	text substitution
	json bool
}

func (g *Gateway) accessLogFormat(format string) *accessLogFormat {
	if parsed, ok := g.formats.Load(format); ok {
		return parsed.(*accessLogFormat)
	}
	parsed := &accessLogFormat{parseSubstitution(format), strings.HasPrefix(strings.TrimSpace(format), "{")}
	g.formats.Store(format, parsed)
	return parsed
}

// writeAccessLog appends the stage's line for the request. What is absent is a hyphen. In a JSON format
// values are escaped for a JSON string, so that a client's header cannot forge a line (GW-120).
func (x *exchange) writeAccessLog() {
	log := x.stage.AccessLogSettings
	if log == nil || log.DestinationARN == "" || log.Format == "" {
		return
	}
	format := x.g.accessLogFormat(log.Format)
	line := format.text.expand(func(name string) string {
		value, ok := x.reference(name)
		if !ok || !strings.HasPrefix(name, "context.") {
			return "-"
		}
		if format.json && name != "context.error.messageString" {
			quoted := quoteJSON(value)
			return quoted[1 : len(quoted)-1]
		}
		return value
	})
	if !format.json {
		line = strings.NewReplacer("\r", " ", "\n", " ").Replace(line)
	}
	x.g.Cloud.PutLogEvent(log.DestinationARN, x.start, line)
}
