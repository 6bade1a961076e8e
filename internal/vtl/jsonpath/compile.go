package jsonpath

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"lambdaless/internal/vtl/jsonsmart"
)

var (
	mutex sync.RWMutex
	paths = map[string]*Path{}
)

const maxPaths = 1024

// Compile reads a path. The error is an *InvalidPathError.
func Compile(text string) (*Path, error) {
	mutex.RLock()
	p, ok := paths[text]
	mutex.RUnlock()
	if ok {
		return p, nil
	}
	p, err := compile(text)
	if err != nil {
		return nil, err
	}
	mutex.Lock()
	defer mutex.Unlock()
	if len(paths) >= maxPaths {
		clear(paths)
	}
	paths[text] = p
	return p, nil
}

type compiler struct {
	in    string
	i     int
	depth int
}

func compile(text string) (p *Path, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *InvalidPathError:
			p, err = nil, r
		default:
			panic(r)
		}
	}()
	return compileAt(text, 0), nil
}

// maxNesting bounds paths in filters in paths.
const maxNesting = 50

func compileAt(text string, depth int) *Path {
	c := &compiler{in: strings.TrimSpace(text), depth: depth}
	if depth > maxNesting {
		c.fail("it is nested too deeply")
	}
	if c.in == "" {
		c.fail("Path can not be null or empty")
	}
	if c.in[0] != '$' && c.in[0] != '@' {
		c.in = "$." + c.in
	}
	p := &Path{text: c.in, root: c.in[0] == '$'}
	if strings.HasSuffix(c.in, ".") {
		c.fail("Path must not end with a '.' or '..'")
	}
	c.i = 1
	if c.more() && c.in[1] != '.' && c.in[1] != '[' {
		c.fail("Illegal character at position 1 expected '.' or '['")
	}
	for c.more() {
		p.tokens = append(p.tokens, c.token()...)
	}
	for i := 1; i < len(p.tokens); i++ {
		if p.tokens[i].kind == function && p.tokens[i-1].kind == scan {
			c.fail("a function can not follow a scan")
		}
	}
	p.finish()
	return p
}

func (c *compiler) fail(format string, args ...any) {
	panic(&InvalidPathError{c.in, fmt.Sprintf(format, args...)})
}

func (c *compiler) more() bool { return c.i < len(c.in) }

func (c *compiler) peek(s string) bool { return strings.HasPrefix(c.in[c.i:], s) }

func (c *compiler) token() []token {
	var tokens []token
	switch {
	case c.peek(".."):
		c.i += 2
		tokens = append(tokens, token{kind: scan})
		if c.peek(".") {
			c.fail("Character '.' on position %d is not valid.", c.i)
		}
	case c.peek("."):
		c.i++
	}
	switch {
	case c.peek("["):
		return append(tokens, c.bracket())
	case c.peek("*"):
		c.i++
		return append(tokens, token{kind: wildcard})
	}
	return append(tokens, c.nameOrFunction())
}

func (c *compiler) nameOrFunction() token {
	n := strings.IndexAny(c.in[c.i:], " .[(")
	if n < 0 {
		n = len(c.in) - c.i
	}
	name := c.in[c.i : c.i+n]
	c.i += n
	switch {
	case c.peek(" "):
		c.fail("Use bracket notion ['my prop'] if your property contains blank characters. position: %d", c.i)
	case c.peek("("):
		return c.function(name)
	case name == "":
		c.fail("Could not parse token starting at position %d", c.i)
	}
	return token{kind: property, names: []string{name}}
}

// closing returns the position of the bracket that closes the one at i. Brackets in strings do not
// count.
func (c *compiler) closing(i int, open, end byte) int {
	depth := 0
	var quote byte
	for ; i < len(c.in); i++ {
		switch b := c.in[i]; {
		case b == '\\':
			i++
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '\'' || b == '"':
			quote = b
		case b == open:
			depth++
		case b == end:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func (c *compiler) bracket() token {
	end := c.closing(c.i, '[', ']')
	if end < 0 {
		c.fail("Could not parse token starting at position %d. Expected ?, ', 0-9, * ", c.i)
	}
	inner := strings.TrimSpace(c.in[c.i+1 : end])
	start := c.i
	c.i = end + 1
	switch {
	case inner == "*":
		return token{kind: wildcard}
	case inner == "":
	case inner[0] == '\'' || inner[0] == '"':
		return token{kind: property, names: c.names(inner)}
	case inner[0] == '?':
		return token{kind: filter, accept: c.filter(strings.TrimSpace(inner[1:]))}
	case strings.Trim(inner, "0123456789-:, ") == "":
		return c.numbers(inner)
	}
	c.fail("Could not parse token starting at position %d. Expected ?, ', 0-9, * ", start)
	return token{}
}

// names reads quoted names separated by commas.
func (c *compiler) names(s string) []string {
	var names []string
	quote := s[0]
	for {
		if s == "" || s[0] != quote {
			c.fail("Found empty property")
		}
		end := 1
		for end < len(s) && s[end] != quote {
			if s[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(s) {
			c.fail("Property has not been closed - missing closing %c", quote)
		}
		names = append(names, unescape(s[1:end]))
		s = strings.TrimSpace(s[end+1:])
		if s == "" {
			return names
		}
		if s[0] != ',' {
			c.fail("Property must be separated by comma or Property must be terminated close square bracket")
		}
		s = strings.TrimSpace(s[1:])
	}
}

// unescape resolves backslashes as in Java strings.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'f':
			b.WriteByte('\f')
		case 'b':
			b.WriteByte('\b')
		case 'u':
			if n, err := strconv.ParseUint(s[i+1:min(i+5, len(s))], 16, 16); err == nil && i+5 <= len(s) {
				b.WriteRune(rune(n))
				i += 4
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func (c *compiler) numbers(s string) token {
	if !strings.Contains(s, ":") {
		t := token{kind: index}
		for _, part := range strings.Split(s, ",") {
			t.indexes = append(t.indexes, c.number(part))
		}
		return t
	}
	from, to, _ := strings.Cut(s, ":")
	to, _, _ = strings.Cut(to, ":") // a third number is ignored
	t := token{kind: slice}
	if from = strings.TrimSpace(from); from != "" {
		n := c.number(from)
		t.from = &n
	}
	if to = strings.TrimSpace(to); to != "" {
		n := c.number(to)
		t.to = &n
	}
	if t.from == nil && t.to == nil {
		c.fail("Failed to parse SliceOperation: %s", s)
	}
	return t
}

func (c *compiler) number(s string) int {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 32)
	if err != nil {
		c.fail("Failed to parse token in ArrayIndexOperation: %s", s)
	}
	return int(n)
}

// function reads the arguments of a function: paths and JSON values.
func (c *compiler) function(name string) token {
	end := c.closing(c.i, '(', ')')
	if end < 0 {
		c.fail("Arguments to function: '%s' are not closed properly.", name)
	}
	if unsupported[name] {
		c.fail("the function %s() is not supported", name)
	}
	if _, ok := functions[name]; !ok {
		c.fail("Function with name: %s does not exist.", name)
	}
	t := token{kind: function, name: name}
	for _, text := range splitArguments(c.in[c.i+1 : end]) {
		t.args = append(t.args, c.argument(text))
	}
	c.i = end + 1
	return t
}

func (c *compiler) argument(text string) argument {
	if text[0] == '$' || text[0] == '@' {
		return argument{path: compileAt(text, c.depth+1)}
	}
	v, err := jsonsmart.Parse(text)
	if err != nil {
		c.fail("the argument %s: %v", text, err)
	}
	return argument{value: v}
}

// splitArguments splits at commas outside of brackets and strings.
func splitArguments(s string) []string {
	var parts []string
	depth, start := 0, 0
	quoted := false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			quoted = !quoted
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case ',':
			if depth == 0 && !quoted {
				parts = append(parts, s[start:i])
				start = i + 1
			}
		}
	}
	parts = append(parts, s[start:])
	var trimmed []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			trimmed = append(trimmed, p)
		}
	}
	return trimmed
}
