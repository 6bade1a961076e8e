package template

import (
	"fmt"
	"strings"

	"lambdaless/policy/flow"
)

// repair says how a placeholder may be made safe.
type repair int

const (
	quoted   repair = iota // escape it within its quotes
	unquoted               // take the quotes away
	bare                   // it stands outside of quotes
	guarded                // ask whether it is there
)

const unescapeQuote = `.replaceAll("\\'", "'")`

// repaired is the rewrite of a placeholder's reference that makes the template safe there: each is
// analysed before it is offered.
func (w *places) repaired(p *flow.Placeholder, how repair) (string, bool) {
	text, ok := w.t.Value.Text()
	if !ok {
		return "", false
	}
	end := referenceEnd(text, p.Offset)
	if end < 0 {
		return "", false
	}
	for _, c := range rewrites(text, p.Offset, end, how) {
		repaired := text[:c.from] + c.with + text[c.to:]
		after := w.in.FlowOf(w.t, repaired)
		if len(after.Problems) <= len(w.a.Problems) && unsafe(after) < unsafe(w.a) && safeAt(after, p) {
			return printed(p.Line, c.with, text[c.from:c.to], how), true
		}
	}
	return "", false
}

// printed says what to replace and with what, so that nothing around it is replaced too.
func printed(line int, with, instead string, how repair) string {
	fix := fmt.Sprintf("at line %d write %s in place of %s", line, with, instead)
	if how == quoted {
		fix += ", within the quotes that are there"
	}
	return fix
}

type rewrite struct {
	from, to int
	with     string
}

// rewrites are the ways to make a reference safe, the simplest first.
func rewrites(text string, from, end int, how repair) []rewrite {
	ref := text[from:end]
	var all []rewrite
	add := func(from, to int, with string) { all = append(all, rewrite{from, to, with}) }
	escape := func(r string) string { return "$util.escapeJavaScript(" + r + ")" + unescapeQuote }
	switch how {
	case quoted:
		if strings.HasPrefix(ref, "$util.escapeJavaScript(") {
			add(from, end, ref+unescapeQuote)
		}
		add(from, end, escape(ref))
		add(from, end, escape(`"`+ref+`"`))
	case unquoted:
		if from > 0 && end < len(text) && text[from-1] == '"' && text[end] == '"' {
			add(from-1, end+1, ref)
		}
	case bare:
		if path, ok := strings.CutPrefix(ref, "$input.path("); ok {
			add(from, end, "$input.json("+path)
		}
		if strings.HasPrefix(ref, "$util.escapeJavaScript(") { // it lacks only the quotes, or what follows the call too
			add(from, end, `"`+ref+`"`)
			add(from, end, `"`+ref+unescapeQuote+`"`)
		}
		add(from, end, `"`+escape(ref)+`"`)
	case guarded:
		add(from, end, "#if("+ref+` != "")`+ref+"#{else}null#end")
	}
	return all
}

// unsafe counts the placeholders whose class does not fit their place.
func unsafe(a *flow.Analysis) int {
	n := 0
	for _, document := range a.Documents {
		document.Walk(func(v *flow.Value, p *flow.Placeholder) {
			if !v.Fits(p) {
				n++
			}
		})
	}
	return n
}

// safeAt reports whether every placeholder on the line of p is safe.
func safeAt(a *flow.Analysis, p *flow.Placeholder) bool {
	safe := true
	for _, document := range a.Documents {
		document.Walk(func(v *flow.Value, o *flow.Placeholder) {
			safe = safe && (v.Fits(o) || o.Offset != p.Offset)
		})
	}
	return safe
}

// referenceEnd is the offset behind a reference that begins at an offset, or -1.
func referenceEnd(text string, at int) int {
	if at >= len(text) {
		return -1
	}
	i := at
	for i < len(text) && strings.IndexByte(`$#!\`, text[i]) >= 0 {
		i++
	}
	if i < len(text) && text[i] == '{' {
		return closing(text, i)
	}
	i = wordEnd(text, i)
	for i < len(text) {
		switch {
		case text[i] == '.' && wordEnd(text, i+1) > i+1:
			i = wordEnd(text, i+1)
			if i < len(text) && text[i] == '(' {
				if i = closing(text, i); i < 0 {
					return -1
				}
			}
		case text[i] == '[':
			if i = closing(text, i); i < 0 {
				return -1
			}
		default:
			return i
		}
	}
	return i
}

func wordEnd(text string, i int) int {
	for i < len(text) && (text[i] == '_' || text[i] == '-' || text[i] >= '0' && text[i] <= '9' ||
		text[i] >= 'a' && text[i] <= 'z' || text[i] >= 'A' && text[i] <= 'Z') {
		i++
	}
	return i
}

// closing is the offset behind the bracket that closes the one at i, or -1.
func closing(text string, i int) int {
	depth := 0
	for ; i < len(text); i++ {
		switch text[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'':
			end := strings.IndexByte(text[i+1:], text[i])
			if end < 0 {
				return -1
			}
			i += end + 1
		}
	}
	return -1
}
