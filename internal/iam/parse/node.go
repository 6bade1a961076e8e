package parse

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// node is a JSON value with its place in the document. Unlike encoding/json's maps it keeps
// duplicate members, so that they can be refused.
type node struct {
	kind   nodeKind
	text   string // of strings, numbers and booleans
	items  []*node
	names  []*node // member names of an object, items are their values
	offset int
}

type nodeKind byte

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	stringNode
	listNode
	objectNode
)

// String names the kind for error messages.
func (k nodeKind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "a list", "an object"}[k]
}

// maxDepth is deeper than any policy (a condition's values are at depth 6) and shallow enough for
// hostile input.
const maxDepth = 16

// decode reads one JSON value. ok is false for anything that is not exactly one, or is too deep;
// offset is then where the trouble starts.
func decode(doc string) (root *node, offset int, ok bool) {
	var raw json.RawMessage
	if err := json.Unmarshal([]byte(doc), &raw); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return nil, int(syntax.Offset), false
		}
		return nil, 0, false
	}
	d := &decoder{Decoder: json.NewDecoder(strings.NewReader(doc)), doc: doc}
	d.UseNumber()
	root = d.value(0)
	return root, d.failed, root != nil
}

type decoder struct {
	*json.Decoder
	doc    string
	failed int
}

// next returns the next token and where it starts.
func (d *decoder) next() (json.Token, int) {
	offset := int(d.InputOffset())
	for offset < len(d.doc) && strings.IndexByte(" \t\r\n,:", d.doc[offset]) >= 0 {
		offset++
	}
	token, err := d.Token()
	if err != nil {
		return nil, offset
	}
	return token, offset
}

// value reads a value; nil means that it is nested too deeply.
func (d *decoder) value(depth int) *node {
	token, offset := d.next()
	if depth > maxDepth {
		d.failed = offset
		return nil
	}
	n := &node{offset: offset}
	switch t := token.(type) {
	case string:
		n.kind, n.text = stringNode, t
	case json.Number:
		n.kind, n.text = numberNode, t.String()
	case bool:
		n.kind, n.text = boolNode, strconv.FormatBool(t)
	case json.Delim:
		n.kind = listNode
		if t == '{' {
			n.kind = objectNode
		}
		for d.More() {
			if n.kind == objectNode {
				name, at := d.next()
				text, _ := name.(string)
				n.names = append(n.names, &node{kind: stringNode, text: text, offset: at})
			}
			item := d.value(depth + 1)
			if item == nil {
				return nil
			}
			n.items = append(n.items, item)
		}
		d.next() // the closing delimiter
	}
	return n
}

// member returns the first member of that name, or nil.
func (n *node) member(name string) *node {
	for i, m := range n.names {
		if m.text == name {
			return n.items[i]
		}
	}
	return nil
}

// position turns an offset into line and column, both from 1; columns count characters.
func position(doc string, offset int) (line, column int) {
	offset = min(max(offset, 0), len(doc))
	before := doc[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, len([]rune(before[start:])) + 1
}
