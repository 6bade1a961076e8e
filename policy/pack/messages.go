package pack

import (
	"fmt"
	"runtime"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// decode reads what the resource pass showed and what the stack pass shows.
func decode(inputs [][]byte, message []byte) ([]*pulumirpc.AnalyzeRequest, []*pulumirpc.AnalyzerResource, error) {
	shown, err := inParallel(inputs, func(text []byte) (*pulumirpc.AnalyzeRequest, error) {
		r := &pulumirpc.AnalyzeRequest{}
		return r, proto.Unmarshal(text, r)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading a resource's inputs: %w", err)
	}
	var texts [][]byte
	for len(message) > 0 {
		field, kind, n := protowire.ConsumeTag(message)
		size := protowire.ConsumeFieldValue(field, kind, message[max(n, 0):])
		if n < 0 || size < 0 {
			return nil, nil, fmt.Errorf("reading the stack's resources: %w", protowire.ParseError(min(n, size)))
		}
		if field == resourcesField && kind == protowire.BytesType {
			text, _ := protowire.ConsumeBytes(message[n:])
			texts = append(texts, text)
		}
		message = message[n+size:]
	}
	resources, err := inParallel(texts, func(text []byte) (*pulumirpc.AnalyzerResource, error) {
		r := &pulumirpc.AnalyzerResource{}
		return r, proto.Unmarshal(text, r)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading a resource of the stack: %w", err)
	}
	return shown, resources, nil
}

// resourcesField is the number of AnalyzeStackRequest's only field.
const resourcesField = 1

// join makes the graph of the stack's resources and their inputs.
func join(inputs []*pulumirpc.AnalyzeRequest, resources []*pulumirpc.AnalyzerResource) (*graph.Graph, error) {
	shown := make(map[string]*pulumirpc.AnalyzeRequest, len(inputs))
	for _, r := range inputs {
		shown[r.GetUrn()] = r
	}
	providers := map[string]*graph.Provider{}
	for _, r := range resources {
		if p := r.GetProvider(); p.GetUrn() != "" && providers[p.GetUrn()] == nil {
			in, err := wire.FromStruct(p.GetProperties())
			if err != nil {
				return nil, fmt.Errorf("reading the provider %s: %w", p.GetUrn(), err)
			}
			providers[p.GetUrn()] = &graph.Provider{URN: p.GetUrn(), Type: p.GetType(), Name: p.GetName(), Inputs: in}
		}
	}
	nodes, err := inParallel(resources, func(r *pulumirpc.AnalyzerResource) (*graph.Node, error) {
		in, recorded := shown[r.GetUrn()]
		n := &graph.Node{
			URN: r.GetUrn(), Type: r.GetType(), Name: r.GetName(), Parent: r.GetParent(), Recorded: recorded,
			Protect: r.GetOptions().GetProtect(), Provider: providers[r.GetProvider().GetUrn()],
			Dependencies: r.GetDependencies(), PropertyDependencies: dependenciesOf(r),
		}
		var err error
		if n.Outputs, err = wire.FromStruct(r.GetProperties()); err == nil && recorded {
			n.Inputs, err = wire.FromStruct(in.GetProperties())
		}
		if err != nil {
			return nil, fmt.Errorf("reading the properties of %s: %w", n.URN, err)
		}
		return n, nil
	})
	if err != nil {
		return nil, err
	}
	return graph.New(nodes), nil
}

func dependenciesOf(r *pulumirpc.AnalyzerResource) map[string][]string {
	all := map[string][]string{}
	for property, d := range r.GetPropertyDependencies() {
		if len(d.GetUrns()) > 0 {
			all[property] = d.GetUrns()
		}
	}
	return all
}

// inParallel converts each item, on all processors. The error is the first item's that has one.
func inParallel[From, To any](items []From, convert func(From) (To, error)) ([]To, error) {
	converted, problems := make([]To, len(items)), make([]error, len(items))
	workers := runtime.GOMAXPROCS(0)
	var running sync.WaitGroup
	for w := range workers {
		running.Go(func() {
			for i := w * len(items) / workers; i < (w+1)*len(items)/workers; i++ {
				converted[i], problems[i] = convert(items[i])
			}
		})
	}
	running.Wait()
	for _, err := range problems {
		if err != nil {
			return nil, err
		}
	}
	return converted, nil
}
