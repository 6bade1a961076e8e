package soundness

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"lambdaless/policy/flow"
)

// members is a JSON object as it was written: with its order, and with names that are there twice.
type members []struct {
	name  string
	value any
}

// strictJSON reads one JSON value as strictly as DynamoDB does: no duplicate name, nothing after it.
func strictJSON(text string) (any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	v, err := readValue(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more behind the value")
	}
	return v, nil
}

func readValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		object := members{}
		seen := map[string]bool{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			value, err := readValue(d)
			if err != nil {
				return nil, err
			}
			key := name.(string)
			if seen[key] {
				return nil, fmt.Errorf("duplicate member %q", key)
			}
			seen[key] = true
			object = append(object, struct {
				name  string
				value any
			}{key, value})
		}
		_, err := d.Token()
		return object, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			item, err := readValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err := d.Token()
		return list, err
	}
	return token, nil
}

// admits reports whether one of the alternatives of a skeleton admits a JSON value.
func admits(alternatives []*flow.Value, got any) bool {
	for _, v := range alternatives {
		if admitsOne(v, got) {
			return true
		}
	}
	return false
}

func admitsOne(v *flow.Value, got any) bool {
	switch v.Kind {
	case flow.Object:
		object, ok := got.(members)
		return ok && admitsObject(v, object)
	case flow.Array:
		list, ok := got.([]any)
		if !ok || len(list) == 0 && !v.Empty {
			return false
		}
		for _, item := range list {
			if !admits(v.Items, item) {
				return false
			}
		}
		return true
	case flow.String:
		s, ok := got.(string)
		return ok && admitsText(v.Text, s)
	case flow.Scalar:
		text, literal := v.Text.Literal()
		want, err := strictJSON(text)
		return literal && err == nil && want == got
	case flow.Gap:
		switch v.Placeholder.Class {
		case flow.Number:
			_, ok := got.(json.Number)
			return ok
		case flow.Bool:
			_, ok := got.(bool)
			return ok
		default:
			return true
		}
	}
	return false
}

func admitsObject(v *flow.Value, object members) bool {
	for _, m := range object {
		found := false
		for _, can := range v.Members {
			found = found || admitsText(can.Key, m.name) && admits(can.Values, m.value)
		}
		if !found {
			return false
		}
	}
	for _, must := range v.Members {
		name, literal := must.Key.Literal()
		present := !literal || must.Optional
		for _, m := range object {
			present = present || m.name == name
		}
		if !present {
			return false
		}
	}
	return true
}

// admitsText reports whether a text is one that a text with placeholders can be.
func admitsText(t flow.Text, got string) bool {
	if literal, ok := t.Literal(); ok {
		return literal == got
	}
	for i, piece := range t {
		if piece.Placeholder != nil {
			continue
		}
		at := strings.Index(got, piece.Text)
		if at < 0 || i == 0 && at != 0 {
			return false
		}
		got = got[at+len(piece.Text):]
	}
	return true
}

// shown is a JSON text in one line.
func shown(text string) string {
	var out bytes.Buffer
	if json.Compact(&out, []byte(text)) != nil {
		return text
	}
	return out.String()
}
