package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// Recorded returns the ids that the states in an engine's folder hold, of every stack, by resource type
// ("aws:iam/role:Role").
func Recorded(dir string) (map[string][]string, error) {
	files, err := stateFiles(dir)
	if err != nil {
		return nil, err
	}
	ids := map[string][]string{}
	for _, file := range files {
		checkpoint, err := readCheckpoint(file)
		if err != nil {
			return nil, err
		}
		if checkpoint.Latest == nil {
			continue
		}
		for _, r := range checkpoint.Latest.Resources {
			if r.Custom && r.ID != "" {
				ids[string(r.Type)] = append(ids[string(r.Type)], string(r.ID))
			}
		}
	}
	return ids, nil
}

// Named lists the names of a stack's resources of one type, such as a component's, in the state's order.
func Named(dir, stack, kind string) ([]string, error) {
	latest, err := latest(dir, stack)
	if err != nil || latest == nil {
		return nil, err
	}
	var found []string
	for _, r := range latest.Resources {
		if string(r.Type) == kind && !r.Delete {
			found = append(found, r.URN.Name())
		}
	}
	return found, nil
}

// OtherProjects are the projects other than this one that a stack of the name has resources of.
func OtherProjects(dir, project, stack string) ([]string, error) {
	files, err := stateFiles(dir)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, file := range files {
		other := filepath.Base(filepath.Dir(file))
		if filepath.Base(file) != stack+".json" || other == project {
			continue
		}
		checkpoint, err := readCheckpoint(file)
		if err == nil && checkpoint.Latest != nil && len(checkpoint.Latest.Resources) > 0 {
			found = append(found, other)
		}
	}
	return found, nil
}

// latest is the state of a stack, nil where there is none.
func latest(dir, stack string) (*apitype.DeploymentV3, error) {
	files, err := stateFiles(dir)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if filepath.Base(file) == stack+".json" {
			checkpoint, err := readCheckpoint(file)
			return checkpoint.Latest, err
		}
	}
	return nil, nil
}

// Protected lists the resources in the state of a stack that Pulumi refuses to delete, by type and name, in
// the state's order. Nothing is protected in a stack without a state.
func Protected(dir, stack string) ([]string, error) {
	latest, err := latest(dir, stack)
	if err != nil || latest == nil {
		return nil, err
	}
	var found []string
	for _, r := range latest.Resources {
		if r.Protect && r.Custom {
			found = append(found, string(r.Type)+" "+r.URN.Name())
		}
	}
	return found, nil
}

func stateFiles(dir string) ([]string, error) {
	return filepath.Glob(filepath.Join(dir, "state", ".pulumi", "stacks", "*", "*.json"))
}

// restore puts the engine's own backup in place of a state that is not readable. The backup is one
// run behind, which Reconcile and Refresh make up for.
func restore(dir string) error {
	files, err := stateFiles(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		_, broken := readCheckpoint(file)
		if broken == nil {
			continue
		}
		backup := file + ".bak"
		if _, err := readCheckpoint(backup); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%w; it has no backup: remove %s and deploy again", broken, filepath.Dir(dir))
			}
			return fmt.Errorf("%w; nor is its backup: %w; remove %s and deploy again", broken, err, filepath.Dir(dir))
		}
		text, err := os.ReadFile(backup)
		if err != nil {
			return err
		}
		if err := os.WriteFile(file+".new", text, 0o600); err != nil {
			return fmt.Errorf("restoring the engine's state: %w", err)
		}
		if err := os.Rename(file+".new", file); err != nil {
			return fmt.Errorf("restoring the engine's state: %w", err)
		}
		if err := begin(dir, strings.TrimSuffix(filepath.Base(file), ".json")); err != nil {
			return err
		}
	}
	return nil
}

func readCheckpoint(file string) (apitype.CheckpointV3, error) {
	var versioned apitype.VersionedCheckpoint
	var checkpoint apitype.CheckpointV3
	text, err := os.ReadFile(file)
	if err != nil {
		return checkpoint, fmt.Errorf("reading the engine's state: %w", err)
	}
	err = json.Unmarshal(text, &versioned)
	if err == nil {
		err = json.Unmarshal(versioned.Checkpoint, &checkpoint)
	}
	if err != nil {
		return checkpoint, fmt.Errorf("the engine's state %s is not readable: %w", file, err)
	}
	return checkpoint, nil
}

// RawOutputs are the stack's outputs as the state holds them, with secrets encrypted: the same text means the
// same outputs. It is empty for a stack without a state.
func (s *Stack) RawOutputs() (string, error) {
	latest, err := latest(s.o.Dir, s.Name())
	if err != nil || latest == nil {
		return "", err
	}
	for _, r := range latest.Resources {
		if r.Type == "pulumi:pulumi:Stack" {
			text, err := json.Marshal(r.Outputs)
			return string(text), err
		}
	}
	return "", nil
}
