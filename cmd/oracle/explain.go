package main

import (
	"regexp"
	"strconv"
	"strings"

	"lambdaless/internal/vtl/jsonpath"
	"lambdaless/internal/vtl/jsonsmart"
)

// explanation is a difference that an assumption accounts for.
type explanation struct {
	id      string
	applies func(d *document, ours, theirs answer) bool
}

var explanations = []explanation{
	{"VTL-041", func(_ *document, ours, _ answer) bool { // reflection and methods that we refuse
		return ours.failed && (strings.Contains(ours.Error, "is refused") || strings.Contains(ours.Error, "is not supported"))
	}},
	{"VTL-047", func(_ *document, ours, _ answer) bool { // characters that are two code units
		return ours.failed && strings.Contains(ours.Error, "UnsupportedOperationException") && strings.Contains(ours.Error, "regular expression")
	}},
	{"VTL-048", func(_ *document, ours, theirs answer) bool { // identity hash codes
		return !ours.failed && !theirs.failed && sameIdentities(ours.Output, theirs.Output)
	}},
	{"VTL-054", func(d *document, ours, theirs answer) bool { // JsonPath 2.0.0, which Debian has
		return newerPaths(d, theirs)
	}},
	{"VTL-068", func(_ *document, ours, theirs answer) bool { // text that only JsonPath 2.0.0 takes for a path
		return ours.failed && !theirs.failed && strings.Contains(ours.Error, "InvalidPathException")
	}},
	{"VTL-043", func(_ *document, ours, theirs answer) bool { // the digits of a double
		return !ours.failed && !theirs.failed && numerically(ours.Output) == numerically(theirs.Output)
	}},
}

// explain returns the assumption that accounts for a difference, or "".
func explain(d *document, ours, theirs answer) string {
	if d.explained != "" {
		return d.explained
	}
	for _, e := range explanations {
		if e.applies(d, ours, theirs) {
			return e.id
		}
	}
	return ""
}

// hashCode is our hash code of objects without one of their own.
const hashCode = "455659002"

func sameIdentities(ours, theirs string) bool {
	if identities(ours) == identities(theirs) {
		return true
	}
	if !strings.Contains(ours, hashCode) {
		return false
	}
	pattern := strings.ReplaceAll(regexp.QuoteMeta(ours), hashCode, `-?\d+`)
	return regexp.MustCompile(`\A(?s:` + pattern + `)\z`).MatchString(theirs)
}

var pathCall = regexp.MustCompile(`\b(?:path|json)\(\s*(?:'([^']*)'|"([^"]*)")`)

// itemIndex is an index that some of the values an indefinite path leads to may not have: JsonPath
// 2.0.0 then finds nothing at all.
var itemIndex = regexp.MustCompile(`\[\s*-?\d+\s*(,[\s\d,]*)?\]`)

// exists is a filter that asks for existence: for JsonPath 2.0.0 null does not exist.
var exists = regexp.MustCompile(`\?\(\s*!?@[^=<>~]*\)`)

// newerPaths says whether the template evaluates a path on which JsonPath 2.0.0 differs from later
// versions: one that breaks off before its first indefinite part, where 2.0.0 yields an empty list, or
// an index or filter on what it cannot be applied to, where 2.0.0 fails.
func newerPaths(d *document, theirs answer) bool {
	if theirs.failed && (strings.Contains(theirs.Error, "can only be applied to arrays") || strings.Contains(theirs.Error, "can not be applied to primitives")) {
		return true
	}
	body := d.Body
	if body == "" {
		body = "{}"
	}
	value, err := jsonsmart.Parse(body)
	if err != nil {
		return false
	}
	for _, m := range pathCall.FindAllStringSubmatch(d.Template, -1) {
		if strings.Count(m[1]+m[2], "[") != strings.Count(m[1]+m[2], "]") {
			return true // 2.0.0 reads anything to the end
		}
		p, err := jsonpath.Compile(m[1] + m[2])
		if err != nil || p.Definite() {
			continue
		}
		if _, found, err := p.Read(value, nil); err == nil && !found || itemIndex.MatchString(m[1]+m[2]) || exists.MatchString(m[1]+m[2]) {
			return true
		}
	}
	return false
}

var identity = regexp.MustCompile(`([\w.$]+|\[[CL][\w.$;]*|\[C)@[0-9a-f]+`)

func identities(s string) string { return identity.ReplaceAllString(s, "object@") }

var double = regexp.MustCompile(`-?\d+\.\d+(?:E-?\d+)?`)

func numerically(s string) string {
	return double.ReplaceAllStringFunc(s, func(text string) string {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return text
		}
		return strconv.FormatFloat(f, 'g', 15, 64)
	})
}
