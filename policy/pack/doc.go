// Package pack makes a Pulumi policy pack of the rules. It speaks the engine's protocol for policy packs; no
// package of the rules knows it.
//
// One resource policy, lp-pack-000-settings, records the inputs of every resource and receives the
// settings; each rule is a stack policy of its own, so that its level can be configured. What is recorded is
// read when the stack is judged, which is done once for all rules.
package pack
