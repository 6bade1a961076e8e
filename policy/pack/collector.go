package pack

import (
	"maps"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// collector keeps what the resource pass shows until the stack pass. The resource pass is one call for
// each resource, so add does as little as it can.
type collector struct {
	mu       sync.Mutex
	inputs   map[string]property.Map // by URN
	settings map[string]any
}

func newCollector() *collector { return &collector{inputs: map[string]property.Map{}} }

// add takes in a resource. The engine calls it from several goroutines.
func (c *collector) add(args policyx.ResourceValidationArgs) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inputs[args.Resource.URN] = args.Resource.Properties
	if len(args.Config) > 0 && c.settings == nil {
		c.settings = maps.Clone(args.Config)
	}
}

// join makes the graph of the stack pass's resources and the recorded inputs.
func (c *collector) join(resources []policyx.AnalyzerResource) *graph.Graph {
	c.mu.Lock()
	defer c.mu.Unlock()
	providers := map[string]*graph.Provider{}
	nodes := make([]*graph.Node, 0, len(resources))
	for _, r := range resources {
		inputs, recorded := c.inputs[r.URN]
		n := &graph.Node{
			URN: r.URN, Type: r.Type, Name: r.Name, Parent: r.Parent, Recorded: recorded,
			Outputs: wire.FromMap(r.Properties), Protect: r.Options.Protect,
			Dependencies: r.Dependencies, PropertyDependencies: r.PropertyDependencies,
		}
		if recorded {
			n.Inputs = wire.FromMap(inputs)
		}
		if p := r.Provider; p.URN != "" {
			if providers[p.URN] == nil {
				providers[p.URN] = &graph.Provider{URN: p.URN, Type: p.Type, Name: p.Name, Inputs: wire.FromMap(p.Properties)}
			}
			n.Provider = providers[p.URN]
		}
		nodes = append(nodes, n)
	}
	return graph.New(nodes)
}
