package pack

import (
	"context"
	"os"
	"runtime"
	"sync"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"lambdaless/policy/rule"
)

// server speaks the engine's protocol for policy packs
// (https://github.com/pulumi/pulumi/blob/v3.259.0/proto/pulumi/analyzer.proto).
type server struct {
	pulumirpc.UnimplementedAnalyzerServer

	root string // the pack's directory

	mu      sync.Mutex
	session *session
	config  map[string]*pulumirpc.PolicyConfig // by policy
}

// Handshake takes in where the pack is.
func (s *server) Handshake(_ context.Context, r *pulumirpc.AnalyzerHandshakeRequest) (*pulumirpc.AnalyzerHandshakeResponse, error) {
	s.root = r.GetRootDirectory()
	return &pulumirpc.AnalyzerHandshakeResponse{}, nil
}

// GetPluginInfo tells the pack's version.
func (s *server) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: Version}, nil
}

// GetAnalyzerInfo lists the policies.
func (s *server) GetAnalyzerInfo(context.Context, *emptypb.Empty) (*pulumirpc.AnalyzerInfo, error) {
	list, err := policies()
	if err != nil {
		return nil, err
	}
	return &pulumirpc.AnalyzerInfo{Name: Name, Version: Version, Policies: list, SupportsConfig: true}, nil
}

// ConfigureStack begins a run over a stack.
func (s *server) ConfigureStack(_ context.Context, r *pulumirpc.AnalyzerStackConfigureRequest) (*pulumirpc.AnalyzerStackConfigureResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.session = &session{project: r.GetProject(), stack: r.GetStack(), config: r.GetConfig(), env: readEnvironment(s.root), now: time.Now}
	return &pulumirpc.AnalyzerStackConfigureResponse{}, nil
}

// Configure takes in the policies' levels and settings.
func (s *server) Configure(_ context.Context, r *pulumirpc.ConfigureAnalyzerRequest) (*emptypb.Empty, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.config = r.GetPolicyConfig()
	return &emptypb.Empty{}, nil
}

// Analyze keeps a resource's inputs. The engine calls it from several goroutines.
func (s *server) Analyze(_ context.Context, r *pulumirpc.AnalyzeRequest) (*pulumirpc.AnalyzeResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.session == nil {
		return nil, errUnconfigured
	}
	if !s.disabled(collectorName) {
		s.session.inputs = append(s.session.inputs, r.ProtoReflect().GetUnknown())
	}
	return &pulumirpc.AnalyzeResponse{}, nil
}

// Remediate changes nothing: the pack has no policy that does.
func (s *server) Remediate(context.Context, *pulumirpc.AnalyzeRequest) (*pulumirpc.RemediateResponse, error) {
	return &pulumirpc.RemediateResponse{}, nil
}

// AnalyzeStack judges the stack.
func (s *server) AnalyzeStack(_ context.Context, r *pulumirpc.AnalyzeStackRequest) (*pulumirpc.AnalyzeResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.session == nil {
		return nil, errUnconfigured
	}
	if os.Getenv(processors) == "" {
		runtime.SetDefaultGOMAXPROCS()
	}
	response := &pulumirpc.AnalyzeResponse{}
	report := func(p *rule.Rule, message, urn string) {
		response.Diagnostics = append(response.Diagnostics, &pulumirpc.AnalyzeDiagnostic{
			PolicyName: p.Name(), PolicyPackName: Name, PolicyPackVersion: Version, EnforcementLevel: s.level(p),
			Description: p.Title + ".", Message: p.Title + ".\n" + message, Urn: urn,
		})
	}
	if !s.disabled(collectorName) {
		s.session.settings = s.config[collectorName].GetProperties().AsMap()
	}
	s.session.judge(r.ProtoReflect().GetUnknown(), func(p *rule.Rule) bool { return !s.disabled(p.Name()) }, report)
	return response, nil
}

// Cancel has nothing to end.
func (s *server) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// disabled reports whether a policy is switched off. It expects mu to be held.
func (s *server) disabled(policy string) bool {
	return s.config[policy].GetEnforcementLevel() == pulumirpc.EnforcementLevel_DISABLED
}

func (s *server) level(r *rule.Rule) pulumirpc.EnforcementLevel {
	if c := s.config[r.Name()]; c != nil {
		return c.GetEnforcementLevel()
	}
	return ownLevel(r)
}

var errUnconfigured = status.Error(codes.FailedPrecondition, "the policy pack was not told which stack it is: the engine calls ConfigureStack first")
