package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/gofrs/flock"
)

// TeamSettings is the file with a project's settings of the rules, below the project. They are compiled into
// the policy pack, so that a pull request is judged by those of the branch whose pack judges it.
const TeamSettings = "policy/team/settings.json"

// BuildPack builds the policy pack of a checkout of lambdaless, with the settings of a project's TeamSettings
// or, if it has none, the defaults, to an executable in dir, which `--policy-pack` takes as it is. It returns
// the executable's path.
func BuildPack(ctx context.Context, lambdaless, project, dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", fmt.Errorf("making a folder for the policy pack: %w", err)
	}
	pack := filepath.Join(dir, "policy-pack")
	// Two previews at once would write one executable while the other runs it.
	lock := flock.New(pack + ".lock")
	if _, err := lock.TryLockContext(ctx, leaseRetry); err != nil {
		return "", fmt.Errorf("waiting for another process that builds the policy pack: %w", err)
	}
	defer func() { _ = lock.Close() }()
	args := []string{"build", "-buildvcs=false", "-o", pack}
	if lambdaless != project {
		overlay, err := settingsOverlay(lambdaless, project, dir)
		if err != nil {
			return "", err
		}
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, "./policy")...)
	cmd.Dir = lambdaless
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the policy pack with `go build ./policy`: %w\n%s", err, out)
	}
	return pack, nil
}

// settingsOverlay writes what `go build -overlay` reads to compile the project's settings instead of those of
// lambdaless itself, and returns its path.
func settingsOverlay(lambdaless, project, dir string) (string, error) {
	settings := filepath.Join(project, TeamSettings)
	text, err := os.ReadFile(settings)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = []byte("{}"), nil
	}
	if err != nil {
		return "", fmt.Errorf("reading the rules' settings: %w", err)
	}
	own, overlay := filepath.Join(dir, "policy-settings.json"), filepath.Join(dir, "policy-overlay.json")
	replaced, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(lambdaless, TeamSettings): own}})
	if err != nil {
		return "", err
	}
	if err := errors.Join(os.WriteFile(own, text, 0o600), os.WriteFile(overlay, replaced, 0o600)); err != nil {
		return "", fmt.Errorf("writing the rules' settings for the policy pack: %w", err)
	}
	return overlay, nil
}
