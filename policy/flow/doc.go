// Package flow computes everything that a mapping template can render, for every request at once.
//
// It accepts a subset of Velocity (docs/proof.md) and reports everything outside of it as a Problem.
// Within the subset it explores configurations: the values of the variables, what is known about the
// request, and the state of a JSON parser that reads the output as it is written. Configurations that
// are equal are merged, loops run until no new configuration appears. The result is a skeleton of the
// JSON: members that may be absent, alternatives, and placeholders for what is not in the template, each
// with its origin and the places in which its text is safe.
package flow
