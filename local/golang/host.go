// Package golang is Pulumi's language host for Go, as far as a preview needs it: it builds the program and runs it
// with what the engine tells it. Pulumi has its own beside its CLI, which a CLI that is built from source lacks
// (https://github.com/pulumi/pulumi/tree/master/sdk/go/pulumi-language-go).
package golang

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/constant"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	dir    string // for the programs that it builds
	output io.Writer
	engine string
}

// Serve listens on a free port of the loopback interface until ctx ends, and returns the port: the engine attaches
// with PULUMI_DEBUG_LANGUAGES=go:PORT. Programs are built below dir, and write to output.
func Serve(ctx context.Context, dir string, output io.Writer) (int, error) {
	cancel := make(chan bool)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(s *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(s, &host{dir: dir, output: output})
			return nil
		},
	})
	if err != nil {
		return 0, fmt.Errorf("serving the language host for Go: %w", err)
	}
	context.AfterFunc(ctx, func() { close(cancel) })
	return handle.Port, nil
}

// Handshake is how the engine says where it listens.
func (h *host) Handshake(_ context.Context, req *pulumirpc.LanguageHandshakeRequest) (*pulumirpc.LanguageHandshakeResponse, error) {
	h.engine = req.GetEngineAddress()
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "1.0.0"}, nil
}

// GetRequiredPackages names none: the engine takes the provider that it is attached to.
func (h *host) GetRequiredPackages(context.Context, *pulumirpc.GetRequiredPackagesRequest) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

// Run builds the program and runs it to its end.
func (h *host) Run(ctx context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	binary := filepath.Join(h.dir, "program")
	_, _ = fmt.Fprintf(h.output, "Building the program in %s...\n", req.GetInfo().GetProgramDirectory())
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", binary, ".")
	build.Dir = req.GetInfo().GetProgramDirectory()
	if out, err := build.CombinedOutput(); err != nil {
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("building the program in %s with `go build`: %v\n%s", build.Dir, err, out)}, nil
	}
	env, err := h.environment(req)
	if err != nil {
		return nil, err
	}
	program := exec.CommandContext(ctx, binary, req.GetArgs()...)
	program.Dir, program.Env = req.GetPwd(), append(os.Environ(), env...)
	program.Stdout, program.Stderr = h.output, h.output
	err = program.Run()
	var ended *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &ended) && ended.ExitCode() == constant.ExitStatusLoggedError:
		return &pulumirpc.RunResponse{Bail: true}, nil // the program has told the engine why
	}
	return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program in %s: %v", build.Dir, err)}, nil
}

// environment is what pulumi.Run reads.
func (h *host) environment(req *pulumirpc.RunRequest) ([]string, error) {
	config, err := json.Marshal(req.GetConfig())
	if err != nil {
		return nil, err
	}
	secrets, err := json.Marshal(req.GetConfigSecretKeys())
	if err != nil {
		return nil, err
	}
	var env []string
	for key, value := range map[string]string{
		pulumi.EnvProject: req.GetProject(), pulumi.EnvStack: req.GetStack(), pulumi.EnvOrganization: req.GetOrganization(),
		pulumi.EnvConfig: string(config), pulumi.EnvConfigSecretKeys: string(secrets), pulumi.EnvParallel: strconv.Itoa(int(req.GetParallel())),
		pulumi.EnvDryRun: strconv.FormatBool(req.GetDryRun()), pulumi.EnvMonitor: req.GetMonitorAddress(), pulumi.EnvEngine: h.engine,
		pulumi.EnvPulumiRootDirectory: req.GetInfo().GetRootDirectory(),
	} {
		env = append(env, key+"="+value)
	}
	return env, nil
}
