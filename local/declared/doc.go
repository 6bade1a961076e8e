// Package declared holds a property test: what endpoints that are declared at random store with hostile
// values, they give back as it was.
package declared
