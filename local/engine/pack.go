package engine

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// BuildPack builds the policy pack of the repository to an executable in dir, which `--policy-pack`
// takes as it is, and returns its path.
func BuildPack(ctx context.Context, root, dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", fmt.Errorf("making a folder for the policy pack: %w", err)
	}
	pack := filepath.Join(dir, "policy-pack")
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", pack, "./policy")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the policy pack with `go build ./policy`: %w\n%s", err, out)
	}
	return pack, nil
}
