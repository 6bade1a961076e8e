// Package vtl is the mapping template language of Amazon API Gateway: Apache Velocity 1.7 in which a
// reference that cannot be resolved is the empty string, with $input, $util, $context and
// $stageVariables.
//
// Parse reads a template once; the Template that it returns may render any number of requests at the
// same time. Every decision about AWS's behaviour that documents leave open has a number, VTL-001 and
// so on, which docs/assumptions.md explains and code and tests cite.
package vtl
