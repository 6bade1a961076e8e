package iam

import "strings"

// piece is a part of a policy value: text with wildcards, text without, a policy variable, or
// anything at all.
type piece struct {
	kind     pieceKind
	text     string // of a variable, the key
	fallback string // of a variable with a default
	defaults bool
}

type pieceKind byte

const (
	plainPiece pieceKind = iota
	literalPiece
	variablePiece
	anythingPiece
)

func literals(text string) []piece { return []piece{{kind: plainPiece, text: text}} }

// pieces splits a value at its policy variables:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
// What does not parse as a variable is text, as is everything in a document of version 2008-10-17.
func pieces(text string, variables bool) []piece {
	if !variables || !strings.Contains(text, "${") {
		return literals(text)
	}
	var split []piece
	for {
		start := strings.Index(text, "${")
		if start < 0 {
			break
		}
		end := strings.IndexByte(text[start:], '}')
		if end < 0 {
			break
		}
		inside := text[start+2 : start+end]
		if start > 0 {
			split = append(split, piece{kind: plainPiece, text: text[:start]})
		}
		split = append(split, variable(inside))
		text = text[start+end+1:]
	}
	if text != "" {
		split = append(split, piece{kind: plainPiece, text: text})
	}
	return split
}

// variable reads the inside of ${...}: an escape, a key, or a key with a default in quotes.
func variable(inside string) piece {
	switch inside {
	case "*", "?", "$":
		return piece{kind: literalPiece, text: inside}
	}
	key, fallback, found := strings.Cut(inside, ",")
	fallback = strings.TrimSpace(fallback)
	if found && len(fallback) >= 2 && fallback[0] == '\'' && fallback[len(fallback)-1] == '\'' {
		return piece{kind: variablePiece, text: strings.TrimSpace(key), fallback: fallback[1 : len(fallback)-1], defaults: true}
	}
	return piece{kind: variablePiece, text: strings.TrimSpace(inside)}
}

// resolve replaces variables by the request's values. It answers false when a variable has neither
// value nor default, which makes the value match nothing (IAM-007), and maybe when a value is
// unknown; it is then replaced by anything.
func resolve(split []piece, k keys) ([]piece, tri) {
	answer := yes
	resolved := split
	copied := false
	for i, p := range split {
		if p.kind != variablePiece {
			continue
		}
		if !copied {
			resolved, copied = append([]piece(nil), split...), true
		}
		values, present := k.lookup(p.text)
		switch {
		case present == maybe:
			resolved[i] = piece{kind: anythingPiece}
			answer = min(answer, maybe)
		case len(values) == 1:
			resolved[i] = piece{kind: literalPiece, text: values[0]}
		case present == no && p.defaults:
			resolved[i] = piece{kind: literalPiece, text: p.fallback}
		default: // absent, or with several values, which cannot be a variable
			return nil, no
		}
	}
	return resolved, answer
}

// compileResource compiles an ARN pattern of a statement for the given keys. A variable may stand
// only after the fifth colon; elsewhere it resolves to nothing.
func compileResource(text string, variables bool, k keys, r reading) (pattern, tri) {
	split := pieces(text, variables)
	if len(split) == 1 && split[0].kind == plainPiece {
		return resourcePattern(split, r), yes
	}
	colons := 0
	for _, p := range split {
		if p.kind == variablePiece && colons < arnSegments-1 {
			return nil, no
		}
		if p.kind == plainPiece {
			colons += strings.Count(p.text, ":")
		}
	}
	resolved, answer := resolve(split, k)
	if answer == no {
		return nil, no
	}
	return resourcePattern(resolved, r), answer
}
