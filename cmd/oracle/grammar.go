package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator writes random templates and the data for them.
type generator struct {
	*rand.Rand
	depth int
}

func generate(r *rand.Rand, n int) []document {
	g := &generator{Rand: r}
	documents := make([]document, n)
	for i := range documents {
		documents[i] = g.document()
	}
	return documents
}

func (g *generator) document() document {
	g.depth = 0
	template := g.block(1 + g.IntN(6))
	if g.chance(12) {
		template = g.mutate(template)
	}
	return document{
		Template: template, Body: g.body(),
		Path:           map[string]string{"id": g.word(), "p": g.text()},
		Querystring:    map[string]string{"q": g.text(), "id": "query"},
		Header:         map[string]string{"h": g.text(), "X-Y": "1"},
		Context:        map[string]any{"requestId": "r-1", "identity": map[string]any{"sourceIp": "1.2.3.4", "user": nil}},
		StageVariables: map[string]string{"env": "dev", "t": g.text()},
		Vars:           g.vars(),
	}
}

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func pick[T any](g *generator, options ...T) T { return options[g.IntN(len(options))] }

func (g *generator) word() string {
	return pick(g, "bob", "a", "x y", "", "ä😀", "5", "-3", "true", "it's", `q"q`, "a/b", "a%20b", "a+b", "1e3", "null")
}

var scraps = []string{
	"a", "b c", " ", "\n", "\t", "'", `"`, `\`, `\\`, "$", "$$", "#", "##", "{", "}", "[", "]", "(", ")", ".", "..", ",", ":",
	"é", "€", "😀", "\u2028", "\u007f", "\u0085", "\x01", "%", "%41", "%zz", "+", "/", "&", "<", "=", "!", "$x", "${x}", "#if", "#end", "5", "1.50", "-",
}

func (g *generator) text() string {
	var b strings.Builder
	for range g.IntN(6) {
		b.WriteString(pick(g, scraps...))
	}
	return b.String()
}

func (g *generator) vars() json.RawMessage {
	return json.RawMessage(fmt.Sprintf(
		`{"x":"X","e":"","s":%s,"n":%s,"d":%s,"t":true,"f":false,"nil":null,"big":12345678901234567890,"long":3000000000,`+
			`"l":[1,2,3],"w":["b","a","b",null],"m":{"a":1,"b":[1,"q"],"c":{"d":"e"},"n":null},"empty":[],"none":{},"deep":%s}`,
		quote(g.text()), g.number(), pick(g, "1.5", "0.1", "-2.25", "1e10", "100.0", "3.0"), g.json(3)))
}

func quote(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}

func (g *generator) number() string {
	return pick(g, "0", "1", "2", "5", "-7", "2147483647", "-2147483648", "4294967296", "9223372036854775807", "10")
}

// json writes JSON, sometimes with syntax that only lenient readers accept.
func (g *generator) json(depth int) string {
	if depth > 0 && g.chance(60) {
		if g.chance(50) {
			return g.list(depth, "[", "]", func() string { return g.json(depth - 1) })
		}
		return g.list(depth, "{", "}", func() string { return quote(g.key()) + ":" + g.json(depth-1) })
	}
	return pick(g, quote(g.text()), quote(g.word()), g.number(), "1.50", "12345678.9", "1e3", "-0.0001", "1E-7", "0.1", "123456789012345.6789012",
		"12345678901234567890", "true", "false", "null", `"\u00e9\n\/"`, `"\ud83d\ude00"`)
}

func (g *generator) list(_ int, open, end string, item func() string) string {
	var items []string
	for range g.IntN(4) {
		items = append(items, item())
	}
	return open + strings.Join(items, pick(g, ",", ", ")) + end
}

func (g *generator) key() string {
	return pick(g, "a", "b", "c", "name", "first-name", "x y", "0", "ä")
}

func (g *generator) body() string {
	switch g.IntN(14) {
	case 0:
		return ""
	case 1:
		return pick(g, "not json", "a=b&c=d", "{", "[", `{"a":`, "null", "true", `"text"`, "5", "1.5e3", "[1,2", "a{b", "null{", " ", "'x'", `{"a" 1}`, "}")
	case 2:
		return pick(g, `{a:1}`, `{'a':'b',}`, `[1,,2,]`, `{"a":01}`, `{"a":1}garbage`, `{"a":1,"a":2}`, `[NaN,nul,tru e]`, `{"a":"x\qy"}`, `{"a":-}`, `{a:b c, d:1e5x}`,
			`{"a":1.}`, `{"a":1e}`, `["a\x41\u0041"]`, `{"a":"tab	in"}`, `{"a":"tab	in\n"}`, `{:1}`, `{"a":}`, `{"a":,}`, `[}`, `[1]]`, `{"a":12345678901234567.1234567}`)
	case 3:
		return g.json(1)
	}
	return g.list(3, "{", "}", func() string { return quote(g.key()) + ":" + g.json(3) })
}

// mutate damages a template.
func (g *generator) mutate(s string) string {
	runes := []rune(s)
	for range 1 + g.IntN(3) {
		if len(runes) == 0 {
			break
		}
		i := g.IntN(len(runes))
		switch g.IntN(4) {
		case 0:
			runes = append(runes[:i:i], runes[i+1:]...)
		case 1:
			runes = append(runes[:i:i], append([]rune(pick(g, scraps...)), runes[i:]...)...)
		case 2:
			runes = runes[:i]
		default:
			j := g.IntN(len(runes))
			runes[i], runes[j] = runes[j], runes[i]
		}
	}
	return string(runes)
}
