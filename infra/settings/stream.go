package settings

import (
	"slices"
	"strings"

	"lambdaless/infra/document"
	"lambdaless/infra/stream"
	"lambdaless/infra/stream/pattern"
)

var streamedRule = matching(`[A-Za-z0-9_.-]+`, "it must be the name of a table in the API, as the API's declaration has it", "favorite_movies")

// stream reads where changes of tables are sent.
func (r *reader) stream() stream.Settings {
	s := stream.Settings{
		Target: stream.Target(r.text("stream", string(stream.None), oneOf(string(stream.None), string(stream.EventBus), string(stream.Queue)))),
		Tables: r.texts("streamTables", streamedRule),
	}
	filter := map[string]any{}
	text, ok := r.set("streamFilter")
	if ok && r.config.TryObject("streamFilter", &filter) != nil {
		r.refuse("streamFilter.eventName[0]", text, "it must be an event pattern, which is an object", "INSERT")
	}
	if len(filter) > 0 {
		s.Filter = document.JSON(filter)
		if _, err := pattern.Parse(s.Filter); err != nil {
			r.refuse("streamFilter.eventName[0]", text, "it is not an event pattern of a pipe: "+strings.ReplaceAll(err.Error(), "\n", "; "), "INSERT")
		}
	}
	if !s.On() && (len(s.Tables) > 0 || s.Filter != "") {
		r.refuse("stream", string(stream.None), "streamTables and streamFilter say which changes are sent, and none are", string(stream.EventBus))
	}
	return s
}

// Streamed reports whether the changes of a table are sent.
func (c Config) Streamed(table string) bool {
	return c.Stream.On() && (len(c.Stream.Tables) == 0 || slices.Contains(c.Stream.Tables, table))
}
