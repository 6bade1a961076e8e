package pack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"lambdaless/policy/rule"
)

// waiversFile is where waivers are, below the root.
const waiversFile = "policy/waivers.json"

// readWaivers reads the waivers. No file is no waivers.
func readWaivers(root string) (waivers []rule.Waiver, problems []string) {
	if root == "" {
		return nil, nil
	}
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(waiversFile))) //nolint:gosec // the repository's own file
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []string{fmt.Sprintf("%s cannot be read: %v", waiversFile, err)}
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&waivers); err != nil {
		return nil, []string{fmt.Sprintf("%s is not a list of waivers: %v", waiversFile, err)}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, []string{waiversFile + " has text after the list of waivers"}
	}
	return waivers, nil
}
