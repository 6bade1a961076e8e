package mapping

import "strings"

// Substitution is text with $-references and no other language: gateway response templates and
// access log formats, which API Gateway does not run through Velocity
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html).
type Substitution []substitutionPart

type substitutionPart struct {
	text      string
	reference bool // text is a name without the dollar: context.requestId
}

var referenceRoots = []string{"context.", "stageVariables.", "method.request."}

// ParseSubstitution splits a text. A dollar that starts none of the known references is text.
func ParseSubstitution(text string) Substitution {
	var parts Substitution
	start := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '$' {
			continue
		}
		end := i + 1 + referenceLength(text[i+1:])
		if end == i+1 {
			continue
		}
		if i > start {
			parts = append(parts, substitutionPart{text: text[start:i]})
		}
		parts = append(parts, substitutionPart{text: text[i+1 : end], reference: true})
		start, i = end, end-1
	}
	if start < len(text) {
		parts = append(parts, substitutionPart{text: text[start:]})
	}
	return parts
}

// referenceLength is how much of the text names a variable, 0 for none. A trailing full stop ends a
// sentence, not a name.
func referenceLength(text string) int {
	for _, root := range referenceRoots {
		if !strings.HasPrefix(text, root) {
			continue
		}
		end := len(root)
		for end < len(text) && nameByte(text[end]) {
			end++
		}
		for end > len(root) && text[end-1] == '.' {
			end--
		}
		if end > len(root) {
			return end
		}
	}
	return 0
}

func nameByte(c byte) bool {
	return c == '.' || c == '_' || c == '-' || c == ':' ||
		'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// Expand writes the text with each reference replaced by what value returns for its name.
func (s Substitution) Expand(value func(name string) string) string {
	var b strings.Builder
	for _, part := range s {
		if part.reference {
			b.WriteString(value(part.text))
		} else {
			b.WriteString(part.text)
		}
	}
	return b.String()
}
