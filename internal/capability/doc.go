// Package capability holds the result of a policy pack's proof: the capability matrix (which method may do
// what to which table as whom, and whether that was proven), the findings behind it, and the lock
// file that holds a matrix in a repository.
//
// A Report prints as text for people, as Markdown for a pull request, as JSON for programs and as
// SARIF 2.1.0 for code scanning. All of it is deterministic: the same matrix gives the same bytes.
package capability
