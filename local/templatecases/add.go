package templatecases

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// added appends a case to the text of a template's cases. Values are for a new file; an existing file keeps its own.
func added(template string, values map[string]string, c Case) ([]byte, error) {
	path := pathOf(template)
	one, err := encode(c, "    ")
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		filled, err := encode(values, "  ")
		if err != nil {
			return nil, err
		}
		head := "{\n"
		if len(values) > 0 {
			head += "  \"values\": " + string(filled) + ",\n"
		}
		return []byte(head + "  \"cases\": [\n    " + string(one) + "\n  ]\n}\n"), nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading template cases: %w", err)
	}
	f, err := read(path)
	if err != nil {
		return nil, err
	}
	for _, other := range f.Cases {
		if other.Name == c.Name {
			return nil, fmt.Errorf("%s:%d: there is a case %q already: choose another name", path, other.Line, c.Name)
		}
	}
	end, err := endOfCases(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	head := bytes.TrimRight(text[:end], " \t\r\n")
	return bytes.Join([][]byte{head, []byte(",\n    "), one, []byte("\n  "), text[end:]}, nil), nil
}

// endOfCases is the offset of the bracket that closes the member "cases" of the document.
func endOfCases(text []byte) (int, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return 0, err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return 0, err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return 0, err
		}
		if name == "cases" {
			return int(decoder.InputOffset()) - 1, nil
		}
	}
	return 0, errors.New("there is no member \"cases\"")
}

func encode(v any, indent string) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent(indent, "  ")
	err := encoder.Encode(v)
	return bytes.TrimSpace(out.Bytes()), err
}

func write(path string, text []byte) error {
	if err := os.WriteFile(path, text, 0o644); err != nil {
		return fmt.Errorf("writing template cases: %w", err)
	}
	return nil
}
