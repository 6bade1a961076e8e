package engine

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
)

// The state on a laptop lives longer than a stack's passphrase: a stack gets its first secret, or another passphrase,
// after it was deployed here. The engine knows one passphrase for both. So the state keeps its own, the empty one, and
// the secrets of the copied settings are encrypted with that: .local has them for whoever may read it, as it has the
// outputs.

// statePassphrase is what the engine is given: the empty one, unless the state was made with the user's.
func statePassphrase(state, project, stack string) (string, error) {
	phrase, _, err := passphrase()
	if err != nil || phrase == "" {
		return "", err
	}
	var file struct {
		Checkpoint struct {
			Latest struct {
				Provider struct {
					State struct {
						Salt string `json:"salt"`
					} `json:"state"`
				} `json:"secrets_providers"`
			} `json:"latest"`
		} `json:"checkpoint"`
	}
	text, err := os.ReadFile(filepath.Join(state, ".pulumi", "stacks", project, stack+".json"))
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	if err != nil {
		return "", fmt.Errorf("reading the state of stack %s: %w", stack, err)
	}
	salt := file.Checkpoint.Latest.Provider.State.Salt
	if salt == "" || crypterOf("", salt) != nil {
		return "", nil
	}
	return phrase, nil
}

// crypterOf is the crypter of a passphrase and what Pulumi keeps of it, v1:SALT:TEXT, where the text is the encrypted word
// "pulumi"; nil for another passphrase.
func crypterOf(phrase, kept string) config.Crypter {
	version, rest, _ := strings.Cut(kept, ":")
	salt, word, _ := strings.Cut(rest, ":")
	bytes, err := base64.StdEncoding.DecodeString(salt)
	if version != "v1" || err != nil {
		return nil
	}
	crypter := config.NewSymmetricCrypterFromPassphrase(phrase, bytes)
	if text, err := crypter.DecryptValue(context.Background(), word); err != nil || text != "pulumi" {
		return nil
	}
	return crypter
}

// rekey encrypts the secrets of copied settings with the state's passphrase. Secrets that cannot be decrypted are left
// to the engine, which says so.
func rekey(dir, stack, phrase string) error {
	own, _, err := passphrase()
	if err != nil || own == phrase {
		return err
	}
	file, err := readSettings(dir, stack)
	if err != nil || file.EncryptionSalt == "" {
		return err
	}
	before := crypterOf(own, file.EncryptionSalt)
	if before == nil {
		return nil
	}
	salt := make([]byte, 8)
	if _, err := rand.Read(salt); err != nil {
		return err
	}
	after := config.NewSymmetricCrypterFromPassphrase(phrase, salt)
	word, err := after.EncryptValue(context.Background(), "pulumi")
	if err != nil {
		return err
	}
	file.EncryptionSalt = "v1:" + base64.StdEncoding.EncodeToString(salt) + ":" + word
	if file.Config, err = file.Config.Copy(before, after); err != nil {
		return fmt.Errorf("copying the secrets of stack %s: %w", stack, err)
	}
	return file.Save(filepath.Join(dir, stackFile(stack)))
}
