package wire

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// Session is a running pack.
type Session struct {
	command *exec.Cmd
	stop    context.CancelFunc
	conn    *grpc.ClientConn
	client  pulumirpc.AnalyzerClient
	dir     string

	// ResourcePass and StackPass are how long the two passes of the last Run took.
	ResourcePass, StackPass time.Duration
}

// maxMessage is the engine's own limit on a message (rpcutil.GrpcChannelOptions).
const maxMessage = 400 * 1024 * 1024

// Start starts the pack's process and performs the Analyzer handshake; dir is passed as the pack's program directory.
// The command must print a port and serve pulumirpc.Analyzer there.
func Start(ctx context.Context, dir, name string, args []string, env []string) (*Session, error) {
	ctx, stop := context.WithCancel(ctx)
	s := &Session{stop: stop, dir: dir}
	s.command = exec.CommandContext(ctx, name, args...)
	s.command.Env, s.command.Dir = env, dir
	var problems strings.Builder
	s.command.Stderr = &problems
	stdout, err := s.command.StdoutPipe()
	if err == nil {
		err = s.command.Start()
	}
	if err != nil {
		stop()
		return nil, fmt.Errorf("starting the policy pack %s: %w", name, err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	port, portErr := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || portErr != nil {
		return nil, errors.Join(fmt.Errorf("the policy pack %s printed %q instead of a port: %s", name, line, problems.String()), s.Close())
	}
	return s, s.connect(ctx, port)
}

func (s *Session) connect(ctx context.Context, port int) error {
	var err error
	s.conn, err = grpc.NewClient(fmt.Sprintf("127.0.0.1:%d", port),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage)))
	if err != nil {
		return errors.Join(fmt.Errorf("connecting to the policy pack: %w", err), s.Close())
	}
	s.client = pulumirpc.NewAnalyzerClient(s.conn)
	if _, err := s.client.Handshake(ctx, &pulumirpc.AnalyzerHandshakeRequest{
		EngineAddress: "127.0.0.1:0", RootDirectory: &s.dir, ProgramDirectory: &s.dir,
	}); err != nil {
		return errors.Join(fmt.Errorf("handshake with the policy pack: %w", err), s.Close())
	}
	return nil
}

// Close ends the pack.
func (s *Session) Close() error {
	var err error
	if s.conn != nil {
		err = s.conn.Close()
	}
	s.stop()
	_ = s.command.Wait() // it was killed, which is its only way to end
	return err
}

// CPU is the processor time that the pack used. It is known once the session is closed.
func (s *Session) CPU() time.Duration {
	if s.command.ProcessState == nil {
		return 0
	}
	return s.command.ProcessState.UserTime() + s.command.ProcessState.SystemTime()
}

// PolicyConfig is what --policy-pack-config says of one policy.
type PolicyConfig struct {
	Level      apitype.EnforcementLevel // empty for the policy's own
	Properties map[string]any
}

// Run sends a recording through the pack in the engine's order: the stack, the settings, every
// resource's inputs, to be remediated and then to be analyzed, then the stack as a whole. It returns everything that the pack complained about.
// config is by policy, as in --policy-pack-config.
func (s *Session) Run(ctx context.Context, r *Recording, config map[string]PolicyConfig) ([]plugin.AnalyzeDiagnostic, error) {
	if _, err := s.client.ConfigureStack(ctx, &pulumirpc.AnalyzerStackConfigureRequest{
		Stack: r.Stack, Project: r.Project, Organization: "organization", DryRun: true, Config: r.Config,
	}); err != nil {
		return nil, fmt.Errorf("telling the policy pack the stack: %w", err)
	}
	analyzer := plugin.NewAnalyzerWithClient(tokens.QName("policy"), s.client)
	if err := configure(ctx, analyzer, config); err != nil {
		return nil, err
	}
	begin := time.Now()
	var all []plugin.AnalyzeDiagnostic
	for _, n := range r.Resources {
		if n.Inputs == nil {
			continue
		}
		if _, err := analyzer.Remediate(ctx, n.analyzed(n.Inputs)); err != nil {
			return nil, fmt.Errorf("remediating %s: %w", n.URN, err)
		}
		response, err := analyzer.Analyze(ctx, n.analyzed(n.Inputs))
		if err != nil {
			return nil, fmt.Errorf("analyzing %s: %w", n.URN, err)
		}
		all = append(all, response.Diagnostics...)
	}
	s.ResourcePass = time.Since(begin)
	var stack []plugin.AnalyzerStackResource
	for _, n := range r.Resources {
		if n.Outputs != nil {
			stack = append(stack, n.inStack())
		}
	}
	begin = time.Now()
	response, err := analyzer.AnalyzeStack(ctx, stack)
	s.StackPass = time.Since(begin)
	if err != nil {
		return nil, fmt.Errorf("analyzing the stack: %w", err)
	}
	return append(all, response.Diagnostics...), nil
}

// configure joins each policy's own level with the configuration, as the CLI does
// (https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/analyzer/config.go).
func configure(ctx context.Context, analyzer plugin.Analyzer, config map[string]PolicyConfig) error {
	info, err := analyzer.GetAnalyzerInfo(ctx)
	if err != nil {
		return fmt.Errorf("asking the policy pack for its policies: %w", err)
	}
	joined := map[string]plugin.AnalyzerPolicyConfig{}
	for _, p := range info.Policies {
		c := plugin.AnalyzerPolicyConfig{EnforcementLevel: p.EnforcementLevel}
		given := config[p.Name]
		if all := config["all"].Level; all != "" {
			c.EnforcementLevel = all
		}
		if given.Level != "" {
			c.EnforcementLevel = given.Level
		}
		c.Properties = maps.Clone(given.Properties)
		joined[p.Name] = c
	}
	if err := analyzer.Configure(ctx, joined); err != nil {
		return fmt.Errorf("configuring the policy pack: %w", err)
	}
	return nil
}

func (n *Resource) analyzed(p Properties) plugin.AnalyzerResource {
	var provider *plugin.AnalyzerProviderResource
	if n.Provider != nil {
		provider = &plugin.AnalyzerProviderResource{
			URN: resource.URN(n.Provider.URN), Type: tokens.Type(n.Provider.Type), Name: n.Provider.Name,
			Properties: resource.PropertyMap(n.Provider.Inputs),
		}
	}
	return plugin.AnalyzerResource{
		Provider: provider,
		URN:      resource.URN(n.URN), Type: tokens.Type(n.Type), Name: n.Name, Properties: resource.PropertyMap(p),
		Options: plugin.AnalyzerResourceOptions{Protect: n.Protect, Parent: resource.URN(n.Parent)},
	}
}

func (n *Resource) inStack() plugin.AnalyzerStackResource {
	dependencies := map[resource.PropertyKey][]resource.URN{}
	for key, urns := range n.PropertyDependencies {
		dependencies[resource.PropertyKey(key)] = toURNs(urns)
	}
	return plugin.AnalyzerStackResource{
		AnalyzerResource: n.analyzed(n.Outputs), Parent: resource.URN(n.Parent),
		Dependencies: toURNs(n.Dependencies), PropertyDependencies: dependencies,
	}
}

func toURNs(texts []string) []resource.URN {
	var urns []resource.URN
	for _, t := range slices.Sorted(slices.Values(texts)) {
		urns = append(urns, resource.URN(t))
	}
	return urns
}
