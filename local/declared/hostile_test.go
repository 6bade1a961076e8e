package declared

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"

	"lambdaless/infra/item/itemtest"
)

// foreign stores what no endpoint of ours would: other types, missing attributes. Answers are JSON with
// the key all the same.
func (s *scenario) foreign() error {
	request := s.newKey()
	stored := map[string]any{}
	for _, m := range s.d.Item.Members {
		if s.r.IntN(2) == 0 && !m.Key {
			stored[m.Name] = foreignValue(s.r, 3)
		}
		if v, ok := stored[m.Name].(map[string]any); ok && m.Name == itemtest.Expires && v["N"] != nil {
			v["N"] = []string{"99999999999999999999999999999999999999", "1.7e30", "1700000001.5"}[s.r.IntN(3)] // it has not expired
		}
	}
	for _, k := range s.d.Table.Keys {
		v := s.d.KeyValues(request)[k.Name]
		stored[k.Name] = map[string]any{k.Type: fmt.Sprint(v)}
	}
	text, err := json.Marshal(map[string]any{"TableName": s.d.Table.Name, "Item": stored})
	if err != nil {
		return err
	}
	if back, err := s.db.Call(s.ctx, "us-east-1", "PutItem", text); err != nil || back.StatusCode != 200 {
		return fmt.Errorf("PutItem %s: %w %s", text, err, back.Body)
	}
	for _, name := range []string{"get", "fields", "list"} {
		if _, err := s.want(200, name, request, nil); err != nil {
			return fmt.Errorf("%w\nstored %s", err, text)
		}
	}
	return nil
}

func foreignValue(r *rand.Rand, depth int) map[string]any {
	kinds := []string{"S", "N", "BOOL", "NULL", "SS", "NS", "B"}
	if depth > 0 {
		kinds = append(kinds, "L", "M")
	}
	switch kind := kinds[r.IntN(len(kinds))]; kind {
	case "S":
		return map[string]any{kind: itemtest.Text(r)}
	case "N":
		return map[string]any{kind: itemtest.Number(r).String()}
	case "B":
		return map[string]any{kind: itemtest.Bytes(r)}
	case "BOOL":
		return map[string]any{kind: r.IntN(2) == 0}
	case "SS":
		return map[string]any{kind: []string{itemtest.Text(r) + "1", itemtest.Text(r) + "2"}}
	case "NS":
		return map[string]any{kind: []string{"1", "2.5"}}
	case "L":
		return map[string]any{kind: []any{foreignValue(r, depth-1), foreignValue(r, depth-1)}}
	case "M":
		return map[string]any{kind: map[string]any{"title": foreignValue(r, depth-1), "status": foreignValue(r, depth-1), itemtest.KeyText(r): foreignValue(r, depth-1)}}
	default:
		return map[string]any{"NULL": true}
	}
}

// wrongBodies sends values of another type than the schema's: all are refused with 400.
func (s *scenario) wrongBodies() error {
	request := s.newKey()
	for _, m := range s.d.Item.Members {
		if _, inKey := s.d.KeyValues(request)[m.Name]; inKey {
			continue
		}
		for _, wrong := range wrongValues(m) {
			body := s.d.Body(s.r)
			body[m.Name] = wrong
			if _, err := s.want(400, "put", request, body); err != nil {
				return err
			}
		}
	}
	body := s.d.Body(s.r)
	body["no such property"] = "x"
	_, err := s.want(400, "put", request, body)
	return err
}

func wrongValues(m *itemtest.Property) []any {
	text, list, object := any(`1"},"TableName":"x`), any([]any{map[string]any{"S": "x"}}), any(map[string]any{"S": "x", "__type": "y"})
	switch m.Kind {
	case "string":
		return []any{json.Number("1"), list, object}
	case "binary":
		return []any{"no base64!", json.Number("1"), object}
	case "number", "integer", "boolean":
		return []any{text, list, object}
	case "array", "set":
		return []any{text, object, json.Number("1")}
	default:
		return []any{text, list, json.Number("1")}
	}
}

// tampered are changes of a cursor that must be refused.
func tampered(r *rand.Rand, cursor string) []string {
	i := r.IntN(len(cursor))
	flipped := []byte(cursor)
	flipped[i] = "Ab0_-.="[r.IntN(7)]
	all := []string{cursor + "A", cursor[:len(cursor)-1], "A" + cursor, cursor[1:], "x", "..", `"}},"TableName":"x`, strings.ToUpper(cursor) + "a", cursor + "." + cursor}
	if string(flipped) != cursor {
		all = append(all, string(flipped))
	}
	return all
}
