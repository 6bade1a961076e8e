// Package soundness tests what package flow promises: whatever a request or an answer holds, a template
// that the analysis proves renders JSON of the shape that the analysis says it has.
//
// Templates are drawn from a grammar of all of Velocity's constructs, biased towards the subset that is
// proven. Those that are proven are rendered by the real renderer with hostile data, and each rendering is
// compared with the skeleton of the analysis.
package soundness
