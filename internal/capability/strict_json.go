package capability

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// ReadStrictJSON reads a file that holds one JSON value and nothing else into value. Members that value does not
// have are errors: a file that is read in part would let something through. A missing file is fs.ErrNotExist.
func ReadStrictJSON(path string, value any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		return fmt.Errorf("%s is not valid: %w", path, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s has text after its JSON", path)
	}
	return nil
}
