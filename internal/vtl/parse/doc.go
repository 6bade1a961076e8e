// Package parse reads mapping templates of Amazon API Gateway, which are Apache Velocity 1.7's, to a
// tree of statements and expressions. Package vtl renders such trees; tools that examine templates
// without rendering them need this package alone.
//
// It accepts what Velocity accepts and reads it as Velocity does, character by character: the scanner
// and the lookahead follow those that JavaCC generates from Velocity's grammar.
package parse
