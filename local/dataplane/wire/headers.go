package wire

import "strings"

// Field is one header line.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Headers are header lines in order, spelled as they are sent.
type Headers []Field

// Get returns the first value of a header, by name in any case.
func (h Headers) Get(name string) string {
	for _, field := range h {
		if strings.EqualFold(field.Name, name) {
			return field.Value
		}
	}
	return ""
}

// Values returns all values of a header, by name in any case.
func (h Headers) Values(name string) []string {
	var values []string
	for _, field := range h {
		if strings.EqualFold(field.Name, name) {
			values = append(values, field.Value)
		}
	}
	return values
}

// Set replaces a header or adds it.
func (h *Headers) Set(name, value string) {
	for i, field := range *h {
		if strings.EqualFold(field.Name, name) {
			(*h)[i] = Field{name, value}
			return
		}
	}
	*h = append(*h, Field{name, value})
}
