// Package graph is a stack's resources as a policy sees them: what each was given (its inputs, from
// the resource pass), what it became and what it depends on (both from the stack pass).
//
// The two passes are both needed. The stack pass alone has outputs, in which a preview shows as
// unknown what a provider could still compute, even where the program has set nothing; dependencies
// exist only there (https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/step_generator.go).
//
// Nothing in this package or behind it knows of the engine's protocol for policy packs; only
// package pack does.
package graph
