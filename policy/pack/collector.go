package pack

import (
	"maps"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"lambdaless/policy/graph"
)

// collector keeps what the resource pass shows until the stack pass.
type collector struct {
	mu       sync.Mutex
	inputs   map[string]graph.Value // by URN
	settings map[string]any
}

func newCollector() *collector { return &collector{inputs: map[string]graph.Value{}} }

// add takes in a resource. The engine calls from several goroutines.
func (c *collector) add(args policyx.ResourceValidationArgs) {
	value := fromMap(args.Resource.Properties)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inputs[args.Resource.URN] = value
	if len(args.Config) > 0 {
		c.settings = maps.Clone(args.Config)
	}
}

// join makes the graph of the stack pass's resources and the recorded inputs.
func (c *collector) join(resources []policyx.AnalyzerResource) *graph.Graph {
	c.mu.Lock()
	defer c.mu.Unlock()
	nodes := make([]*graph.Node, 0, len(resources))
	for _, r := range resources {
		inputs, recorded := c.inputs[r.URN]
		nodes = append(nodes, &graph.Node{
			URN: r.URN, Type: r.Type, Name: r.Name, Parent: r.Parent,
			Inputs: inputs, Recorded: recorded, Outputs: fromMap(r.Properties), Protect: r.Options.Protect,
			Dependencies: r.Dependencies, PropertyDependencies: r.PropertyDependencies,
		})
	}
	return graph.New(nodes)
}
