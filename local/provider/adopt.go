package provider

import "github.com/pulumi/pulumi/sdk/v3/go/common/resource"

// deploymentToken is the type that is never adopted: a deployment is a copy of what the API was when it was
// made, which its properties do not say.
const deploymentToken = "aws:apigateway/deployment:Deployment"

// adopt keeps these creations, and no others, for the next creation of the same resource to take over.
func (p *Provider) adopt(kept []entry) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.adoptable = map[string]entry{}
	for _, e := range kept {
		p.adoptable[e.URN] = e // of several the newest
	}
}

func (p *Provider) adopts() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.adoptable) > 0
}

// adopted returns what a creation takes over: what was created for the same resource and can become what is
// asked for without a replacement.
func (p *Provider) adopted(c *call, urn string, in resource.PropertyMap) (entry, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e, ok := p.adoptable[urn]
	if !ok || e.token() == deploymentToken {
		return entry{}, false
	}
	state := c.outputs(e.Properties, in)
	return e, len(c.replacements(c.allChanges(state, in), state, in)) == 0
}
