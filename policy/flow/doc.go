// Package flow says what a mapping template can render, for every request at once: the JSON with
// holes in it, and for each hole where its text comes from and how it was escaped.
//
// A template is interpreted with symbols in the place of what a client sends. Where a condition hangs
// on a symbol, both branches are followed; a loop over a symbol is followed for none, one, two and three
// turns, which shows every joint between its parts. Conditions that ask the same thing twice get the
// same answer within one run. What this package does not understand becomes a raw hole or a problem,
// never silence: a rule that reads an Analysis fails closed.
package flow
