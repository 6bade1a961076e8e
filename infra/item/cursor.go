package item

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A cursor is where the page before ended: the values of those key attributes that the request does
// not give itself, each in base64 as URLs have it, and a checksum over them and over the values that
// the request does give, joined by dots. Since the partition is the request's own, no cursor leads out
// of it. The checksum refuses a cursor that was changed or that belongs to another list. It is not a signature: a
// client that computes it again may begin at another place in the list.

// base64Part is one value in a cursor.
const base64Part = "([A-Za-z0-9_-]{4})*([A-Za-z0-9_-]{2,3})?"

// position are the key attributes that a cursor holds.
func (l *listing) position() []KeyAttribute {
	var list []KeyAttribute
	for _, k := range append(slices.Clone(l.keys), l.c.table.Keys...) {
		given := slices.ContainsFunc(l.fixed, func(f entryKey) bool { return f.Name == k.Name })
		if !given && !hasKey(list, k.Name) {
			list = append(list, k)
		}
	}
	return list
}

// pages are the request's Limit and ExclusiveStartKey.
func (l *listing) pages() []entry {
	c := l.c
	standard, most := l.page.Default, l.page.Max
	if most == 0 {
		most = 100
	}
	if standard == 0 {
		standard = min(20, most)
	}
	if most < 1 || most > maxItems || standard < 1 || standard > most {
		c.add("Page has the default %d and the maximum %d: they must be from 1 to %d, the default not above the maximum", standard, most, maxItems)
		return nil
	}
	limit := entry{text: `"Limit": $limit`}
	if l.count {
		// A count reads as much as DynamoDB reads at once.
		limit = entry{`"Limit": 0`, `$start == "refused"`}
	} else {
		c.out.Query["limit"] = false
		limit := typed("integer")
		limit.set("description", "How many items a page has")
		limit.set("minimum", 1)
		limit.set("maximum", most)
		limit.set("default", standard)
		c.describe("limit", limit)
		c.head = append(c.head, fmt.Sprintf(`#set($limit = $input.params().querystring.get("limit"))
#if($limit == "")#set($limit = "%d")#end
## DynamoDB refuses the limit 0, which is answered with 400.
#if(!$limit.matches("%s"))#set($limit = "0")#end
`, standard, upTo(most)))
	}
	position := l.position()
	if len(position) == 0 {
		if l.count {
			return nil
		}
		return []entry{limit}
	}
	c.out.Query["cursor"] = false
	cursor := typed("string")
	cursor.set("description", "The next of the page before, for the page that follows it")
	c.describe("cursor", cursor)
	start := l.readCursor(position)
	return []entry{limit, {`"ExclusiveStartKey": {` + c.object(start, "    ") + "\n  }", `$start == "ok"`}}
}

// readCursor takes the cursor apart. It returns the members of the ExclusiveStartKey.
func (l *listing) readCursor(position []KeyAttribute) []entry {
	c := l.c
	var start []entry
	sum := l.salt()
	for _, f := range l.fixed {
		start = append(start, entry{text: `"` + f.Name + `": ` + c.typed(f.Name, f.value)})
		sum += ".$util.base64Encode(" + l.plain(f) + ")"
	}
	var decode strings.Builder
	for i, k := range position {
		part := "$parts[" + strconv.Itoa(i) + "]"
		ref := c.variable("last-"+k.Name, "cursor")
		decode.WriteString("#set(" + ref + " = $util.base64Decode(" + part + `.replaceAll("-", "+").replaceAll("_", "/")))` + "\n")
		start = append(start, entry{text: `"` + k.Name + `": {"` + k.Type + `": "` + escaped(ref) + `"}`})
		sum += "." + part
	}
	shape := strings.Repeat(base64Part+"[.]", len(position)) + "-?[0-9]{1,10}"
	c.head = append(c.head, `## A cursor holds `+attributeNames(position)+` of the item before, and a checksum of all keys.
#set($cursor = $input.params().querystring.get("cursor"))
#set($start = "")
#if($cursor != "")
#set($start = "refused")
#if($cursor.matches("`+shape+`"))
#set($parts = $cursor.split("[.]"))
#set($sum = "`+sum+`")
#if($parts[`+strconv.Itoa(len(position))+`] == "$sum.hashCode()")
#set($start = "ok")
`+decode.String()+`#end
#end
#end
`)
	if !l.count {
		c.head = append(c.head, `#if($start == "refused")#set($limit = "0")#end`+"\n")
	}
	return start
}

// plain is a reference to a fixed value as a string of Velocity, not escaped.
func (l *listing) plain(f entryKey) string {
	if p, ok := f.value.only(); ok && p.source != nowSource && p.source != bodySource {
		return l.c.reference(p)
	}
	parts, _ := f.value.parts()
	text := ""
	for _, p := range parts {
		ref := l.c.variable("text", "literal")
		if p.source == literalSource {
			l.c.head = append(l.c.head, "#set("+ref+" = "+literal(p.name)+")\n")
		} else {
			ref = l.c.reference(p)
		}
		text += formal(ref)
	}
	ref := l.c.variable("of-"+f.Name, "cursor")
	l.c.head = append(l.c.head, "#set("+ref+` = "`+text+"\")\n")
	return ref
}

// formal puts braces around a reference, so that the text behind it is not read as a part of it.
func formal(ref string) string { return "${" + ref[1:] + "}" }

// salt tells the cursors of different lists apart.
func (l *listing) salt() string {
	if l.c.out.Index != "" {
		return strings.ReplaceAll(l.c.out.Index, ".", "-")
	}
	return "table"
}

func attributeNames(keys []KeyAttribute) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.Name
	}
	return strings.Join(names, ", ")
}

// upTo is a regular expression for the whole numbers from 1 to n.
func upTo(n int) string {
	digits := strconv.Itoa(n)
	var alternatives []string
	for length := 1; length < len(digits); length++ {
		alternatives = append(alternatives, "[1-9]"+strings.Repeat("[0-9]", length-1))
	}
	for i := range digits {
		low, rest := byte('0'), strings.Repeat("[0-9]", len(digits)-i-1)
		if i == 0 {
			low = '1'
		}
		if digits[i] > low {
			alternatives = append(alternatives, digits[:i]+fmt.Sprintf("[%c-%c]", low, digits[i]-1)+rest)
		}
	}
	return strings.Join(append(alternatives, digits), "|")
}

type nextCursor struct{ head, member string }

// next is the cursor to the following page, where there is one.
func (l *listing) next() nextCursor {
	position := l.position()
	if len(position) == 0 {
		return nextCursor{}
	}
	sum, next := l.salt(), ""
	for _, f := range l.fixed {
		sum += ".$util.base64Encode(" + dot("$last", f.Name) + "." + f.Type + ")"
	}
	text := "#set($last = $body.LastEvaluatedKey)\n#if($last != \"\")\n"
	for _, k := range position {
		ref := l.c.variable("next-"+k.Name, "cursor")
		text += "#set(" + ref + " = $util.base64Encode(" + dot("$last", k.Name) + "." + k.Type + `).replaceAll("[+]", "-").replaceAll("/", "_").replaceAll("=", ""))` + "\n"
		next += formal(ref) + "."
		sum += "." + formal(ref)
	}
	text += "#set($sum = \"" + sum + "\")\n#end\n"
	return nextCursor{text, "\n  #if($last != \"\"),\"next\": \"" + next + "$sum.hashCode()\"#end"}
}
