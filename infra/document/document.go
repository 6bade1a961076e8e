// Package document writes IAM policy documents as people write them.
package document

import (
	"bytes"
	"encoding/json"
)

// Statement is one statement. The fields' order is the order that people write them in.
type Statement struct {
	Sid       string `json:",omitempty"`
	Effect    string
	Principal map[string]Texts `json:",omitempty"`
	Action    Texts            `json:",omitempty"`
	Resource  Texts            `json:",omitempty"`
	// NotResource is in place of Resource: everything but these.
	NotResource Texts                       `json:",omitempty"`
	Condition   map[string]map[string]Texts `json:",omitempty"`
}

// Texts are one or several values; one is written without a list, as people write it.
type Texts []string

// MarshalJSON implements json.Marshaler.
func (t Texts) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

// New is a document of statements, on one line.
func New(statements ...Statement) string {
	return JSON(struct {
		Version   string
		Statement []Statement
	}{"2012-10-17", statements})
}

// JSON marshals what cannot fail to marshal, structs of strings, numbers, maps and slices, without escaping HTML.
func JSON(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return string(bytes.TrimRight(out.Bytes(), "\n"))
}
