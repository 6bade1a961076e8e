package engine

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"

	"lambdaless/local/golang"
)

const yamlPackage = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"

// languageHost provides for what runs the project's own program. That for Go is our own, which env tells the engine
// of. Others come with Pulumi; that for YAML is built where Pulumi is not installed. folder is where it is then.
func languageHost(ctx context.Context, o Options, env map[string]string) (folder string, err error) {
	project, err := workspace.LoadProject(filepath.Join(o.Root, "Pulumi.yaml"))
	if err != nil {
		return "", fmt.Errorf("reading the project: %w", err)
	}
	language := project.Runtime.Name()
	if language == "go" {
		port, err := golang.Serve(ctx, o.Dir, o.Errors)
		env["PULUMI_DEBUG_LANGUAGES"] = fmt.Sprintf("go:%d", port)
		return "", err
	}
	host := executable("pulumi-language-" + language)
	if _, err := exec.LookPath(host); err == nil {
		return "", nil
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(o.CLI.Path()), host)); err == nil {
		return "", nil
	}
	if language != "yaml" {
		return "", fmt.Errorf("the program in %s is in %s, and there is no %s on PATH: install Pulumi, which has it, or the language's plugin", o.Root, language, host)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("finding a folder to keep %s in: %w; install Pulumi, which has it", host, err)
	}
	folder = filepath.Join(cache, "lambdaless", "pulumi-"+pinnedVersion, "bin")
	if _, err := os.Stat(filepath.Join(folder, host)); err == nil {
		return folder, nil
	}
	_, _ = fmt.Fprintf(o.Output, "Building %s from source, once: about 4 minutes on 2 cores (Pulumi on PATH brings it)...\n", host)
	return folder, buildTool(ctx, filepath.Join(o.Home, "tools", "yaml"), yamlPackage, filepath.Join(folder, host), o.Output)
}
