package engine

import (
	"fmt"
	"path/filepath"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// Configure gives a key of the stack's settings a value, for the local AWS alone: the project's file stays as
// it is.
func (s *Stack) Configure(key, value string) error {
	file, err := s.settings()
	if err != nil {
		return err
	}
	k, err := config.ParseKey(key)
	if err == nil {
		if file.Config == nil {
			file.Config = config.Map{}
		}
		err = file.Config.Set(k, config.NewValue(value), false)
	}
	if err == nil {
		err = file.Save(s.settingsFile())
	}
	if err != nil {
		return fmt.Errorf("setting %s of stack %s: %w", key, s.Name(), err)
	}
	return nil
}

// ReadSettings takes over the project's files of settings after they have changed. No engine may run. Of files
// with mistakes nothing is taken over.
func (s *Stack) ReadSettings() error {
	file, err := readSettings(s.o.Root, s.Name())
	if err != nil {
		return err
	}
	before, err := s.settings()
	if err != nil {
		return err
	}
	if err := prepare(s.o.Root, s.workspace(), s.Name(), s.o.Program == nil); err != nil {
		return err
	}
	if file.EncryptionSalt == "" { // the engine made it for the local state
		file.EncryptionSalt = before.EncryptionSalt
	}
	if err := file.Save(s.settingsFile()); err != nil {
		return fmt.Errorf("copying the settings of stack %s: %w", s.Name(), err)
	}
	return rekey(s.workspace(), s.Name(), s.phrase)
}

func (s *Stack) workspace() string { return filepath.Join(s.o.Dir, "workspace") }

func (s *Stack) settingsFile() string { return filepath.Join(s.workspace(), stackFile(s.Name())) }

func (s *Stack) settings() (*workspace.ProjectStack, error) {
	return readSettings(s.workspace(), s.Name())
}

func stackFile(stack string) string { return "Pulumi." + stack + ".yaml" }

// readSettings reads the settings of a stack in a folder.
func readSettings(dir, stack string) (*workspace.ProjectStack, error) {
	project, err := loadProject(dir)
	if err != nil {
		return nil, err
	}
	if err := checkStackFile(dir, stackFile(stack), project.Name.String()); err != nil {
		return nil, err
	}
	file, err := workspace.LoadProjectStack(nil, project, filepath.Join(dir, stackFile(stack)))
	if err != nil {
		return nil, notYAML(dir, stackFile(stack), err)
	}
	return file, nil
}
