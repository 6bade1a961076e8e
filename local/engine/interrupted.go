package engine

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// Interrupted is what an engine that was killed left unfinished in a stack's state.
type Interrupted struct {
	Creating []string            // the URNs of pending creations
	Kept     map[string][]string // the ids in the state, by URN
	state    apitype.UntypedDeployment
	snapshot apitype.DeploymentV3
}

// Interrupted looks for unfinished operations; nil when there are none.
func (s *Stack) Interrupted(ctx context.Context) (*Interrupted, error) {
	i := &Interrupted{Kept: map[string][]string{}}
	var err error
	if i.state, err = s.Export(ctx); err != nil {
		return nil, fmt.Errorf("reading the state of stack %s: %w", s.Name(), err)
	}
	if len(i.state.Deployment) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(i.state.Deployment, &i.snapshot); err != nil {
		return nil, fmt.Errorf("reading the state of stack %s: %w", s.Name(), err)
	}
	if len(i.snapshot.PendingOperations) == 0 {
		return nil, nil
	}
	for _, op := range i.snapshot.PendingOperations {
		if op.Type == apitype.OperationTypeCreating {
			i.Creating = append(i.Creating, string(op.Resource.URN))
		}
	}
	for _, r := range i.snapshot.Resources {
		i.Kept[string(r.URN)] = append(i.Kept[string(r.URN)], string(r.ID))
	}
	return i, nil
}

// Settle takes the unfinished operations out of the state: the next deployment does them again. The
// caller has undone the creations, which would meet themselves otherwise.
func (s *Stack) Settle(ctx context.Context, i *Interrupted) error {
	i.snapshot.PendingOperations = nil
	text, err := json.Marshal(i.snapshot)
	if err != nil {
		return err
	}
	i.state.Deployment = text
	if err := s.Import(ctx, i.state); err != nil {
		return fmt.Errorf("settling the state of stack %s: %w", s.Name(), err)
	}
	return nil
}
