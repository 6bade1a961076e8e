package pack

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"lambdaless/internal/capability"
	"lambdaless/policy/rule"
)

// waiversFile is where waivers are, below the root.
const waiversFile = "policy/waivers.json"

// readWaivers reads the waivers. No file is no waivers.
func readWaivers(root string) (waivers []rule.Waiver, problems []string) {
	if root == "" {
		return nil, nil
	}
	err := capability.ReadStrictJSON(filepath.Join(root, filepath.FromSlash(waiversFile)), &waivers)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []string{fmt.Sprintf("%s cannot be read: %v", waiversFile, err)}
	}
	return waivers, nil
}
