// Package provider is a Pulumi resource provider, served from inside this process, for the AWS
// resource types that the control plane knows. The engine attaches to it with PULUMI_DEBUG_PROVIDERS and
// meets what it would meet on AWS: the same inputs, defaults, computed outputs, replacements and
// refusals.
//
// A resource type is a table of its properties and calls of the control plane (package resources). All that
// Pulumi asks of a provider is computed from that table. A type that AWS only keeps, and that nothing here
// runs, is one entry of data (package kept).
package provider
