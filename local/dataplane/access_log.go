package dataplane

import (
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/encoding"
	"lambdaless/local/dataplane/mapping"
)

// accessLogFormat is a stage's format, parsed once.
type accessLogFormat struct {
	text mapping.Substitution
	json bool
}

func (g *Gateway) accessLogFormat(format string) *accessLogFormat {
	if parsed, ok := g.formats.Load(format); ok {
		return parsed.(*accessLogFormat)
	}
	parsed := &accessLogFormat{mapping.ParseSubstitution(format), strings.HasPrefix(strings.TrimSpace(format), "{")}
	g.formats.Store(format, parsed)
	return parsed
}

// writeAccessLog appends the stage's line for the request. What is absent is a hyphen. In a JSON format
// values are escaped for a JSON string, so that a client's header cannot forge a line (GW-120).
func (g *Gateway) writeAccessLog(log *apigateway.AccessLogSettings, request *mapping.Request) {
	if log == nil || log.DestinationARN == "" || log.Format == "" {
		return
	}
	format := g.accessLogFormat(log.Format)
	line := format.text.Expand(func(name string) string {
		value, ok := request.Reference(name)
		if !ok || !strings.HasPrefix(name, "context.") {
			return "-"
		}
		if format.json && name != "context.error.messageString" {
			return encoding.Escape(value)
		}
		return value
	})
	if !format.json {
		line = strings.NewReplacer("\r", " ", "\n", " ").Replace(line)
	}
	g.Cloud.PutLogEvent(log.DestinationARN, request.Context.Start, line)
}
