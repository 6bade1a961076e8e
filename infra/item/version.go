package item

import "slices"

// Versions: every write gives an item a new one, so that a writer can say which it read. It is the id
// that API Gateway makes for the request, which, other than $context.requestId, no client can choose
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html).
const newVersion = "$context.extendedRequestId"

const (
	ifMatch     = "If-Match"
	ifNoneMatch = "If-None-Match"
)

// precondition is the variable with a precondition header. HTTP/2 has header names in lower case, and
// templates tell cases apart: a header that was overlooked would write over another's change.
func (c *compiler) precondition(header string) string {
	p := part{source: headerSource, name: header}
	ref := c.reference(p)
	c.declare(Value("{header."+header+"}"), false)
	c.needHead(lowerCase(ref, header))
	return ref
}

func lowerCase(ref, header string) string {
	lower := map[string]string{ifMatch: "if-match", ifNoneMatch: "if-none-match"}[header]
	return `#if(` + ref + ` == "")#set(` + ref + ` = $input.params().header.get("` + lower + `"))#end` + "\n"
}

// tag is the version in a header: "abc" in its quotes. Another form, a weak one among them, is the
// version of no item.
func tag(ref string) string { return escaped(ref + `.replaceAll('"', '')`) }

// preconditions are the terms of a ConditionExpression for the headers that were sent: If-Match, and with
// create also If-None-Match.
func (c *compiler) preconditions(x *expressions, create bool) []entry {
	partition, version := c.table.Keys[0].Name, c.of.Version
	match := c.precondition(ifMatch)
	sent, any, one := match+` != ""`, match+` == "*"`, match+` != "" && `+match+` != "*"`
	terms := []entry{
		{"attribute_exists(" + x.name(partition, any) + ")", any},
		{x.name(version, one) + " = " + x.value("match", `{"S": "`+tag(match)+`"}`, one), one},
	}
	if c.expiring() {
		terms = append(terms, entry{c.alive(x, sent), sent})
	}
	if !create {
		return terms
	}
	none := c.precondition(ifNoneMatch)
	any, one = none+` == "*"`, none+` != "" && `+none+` != "*"`
	return append(terms,
		entry{c.absent(x, any), any},
		entry{x.name(version, one) + " <> " + x.value("other", `{"S": "`+tag(none)+`"}`, one), one})
}

// versioned is the condition that the headers' preconditions hold, where items have versions. What stores
// only new items has nothing to compare.
func (c *compiler) versioned(list []Condition) []Condition {
	if c.of.Version == "" || c.inPart != nil || slices.ContainsFunc(list, func(o Condition) bool { return o.kind == absent }) {
		return list
	}
	return append(slices.Clone(list), Condition{kind: versioned, status: 412, message: "The item has another version, or there is none"})
}

// newTag answers with the version that the request has stored.
func (c *compiler) newTag() string {
	if c.of.Version == "" {
		return ""
	}
	return setTag(newVersion)
}

func setTag(ref string) string {
	return `#set($quote = '"')` + "\n" + `#set($context.responseOverride.header.ETag = "$quote` + ref + `$quote")` + "\n"
}

// unchanged answers with the item's version, and with 304 in place of the item if the client has it.
func (c *compiler) unchanged(item string) string {
	c.declare(Value("{header."+ifNoneMatch+"}"), false)
	version := dot("$item", c.of.Version) + ".S"
	return `#set($known = $input.params().header.get("` + ifNoneMatch + `"))
` + lowerCase("$known", ifNoneMatch) + `#set($etag = "")
#if(` + version + `.length() > 0 && ` + version + `.matches("[!#-~]+"))
#set($quote = '"')
#set($etag = "$quote` + formal(version) + `$quote")
#set($context.responseOverride.header.ETag = $etag)
#end
#if($known != "" && ($known == "*" || $etag != "" && $known.contains($etag)))
#set($context.responseOverride.status = 304)
#else
` + item + "#end\n"
}
