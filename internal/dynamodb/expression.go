package dynamodb

import (
	"slices"
	"strings"
)

// tokenKind is the kind of a token of an expression
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html).
type tokenKind int

const (
	attributeToken tokenKind = iota // the first part of a document path: a, #a
	innerToken                      // a later part: b of a.b, 0 of a[0]
	valueToken                      // :v
	functionToken                   // size(
	keywordToken                    // AND, SET, ...
	symbolToken                     // = < > ( ) , + -
)

type token struct {
	kind tokenKind
	text string
}

// keywords cannot be attribute names in an expression without a #placeholder.
var keywords = []string{"AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"}

// tokenize splits an expression. It accepts everything: DynamoDB refuses an expression that is malformed.
func tokenize(expression string) []token {
	var tokens []token
	for i := 0; i < len(expression); {
		c := expression[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case nameByte(c) || c == '#' || c == ':':
			end := i + 1
			for end < len(expression) && nameByte(expression[end]) {
				end++
			}
			tokens = append(tokens, classify(tokens, expression[i:end], expression[end:]))
			i = end
		case (c == '<' || c == '>') && i+1 < len(expression) && (expression[i+1] == '=' || expression[i+1] == '>'):
			tokens = append(tokens, token{symbolToken, expression[i : i+2]})
			i += 2
		default:
			tokens = append(tokens, token{symbolToken, string(c)})
			i++
		}
	}
	return tokens
}

func nameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}

func classify(before []token, word, after string) token {
	previous := ""
	if len(before) > 0 && before[len(before)-1].kind == symbolToken {
		previous = before[len(before)-1].text
	}
	switch {
	case word[0] == ':':
		return token{valueToken, word}
	case previous == "." || previous == "[" || '0' <= word[0] && word[0] <= '9':
		return token{innerToken, word}
	case slices.Contains(keywords, strings.ToUpper(word)):
		return token{keywordToken, strings.ToUpper(word)}
	case word[0] != '#' && strings.HasPrefix(strings.TrimLeft(after, " \t\r\n"), "("):
		return token{functionToken, word}
	}
	return token{attributeToken, word}
}

// attributeNames resolves the #placeholders of a request. A placeholder that is not known is "".
func attributeName(request Value, word string) string {
	if strings.HasPrefix(word, "#") {
		return text(Get(Get(request, "ExpressionAttributeNames"), word))
	}
	return word
}
