package soundness

import (
	"math/rand/v2"
	"strings"
)

// values are what a method can be called on and be given: each class of Java that a template can come by, by a variable.
var values = map[string]string{
	"x": `$input.params('q')`, "w": `$context.requestId`, "e": `$util.escapeJavaScript($input.params('q'))` + unescapeQuote, "b64": `$util.base64Encode($input.params('q'))`,
	"a": `$body.a`, "opt": `$body.opt`, "nul": `$body.nul`, "n": `$body.n`, "on": `$body.on`, "flag": `$body.flag`, "o": `$body.o`, "l": `$body.l`, "t": `$body.t`, "none": `$body.none`,
	"parts": `$input.params('q').split(",")`, "lit": `"ab1"`, "dot": `"."`, "digits": `"12"`, "empty": `""`, "one": `1`, "minus": `-1`, "big": `3000000000`, "huge": `123456789012345678901234`, "half": `1.5`,
	"length": `$input.params('q').length()`, "long": `$input.params('q').length().longValue()`, "sum": `$input.params('q').length() + 1`, "wide": `1 + 3000000000`, "product": `2147483647 * 2`,
	"mixed": `$input.params('q').length() * 0.5`, "rest": `7 % 4`, "yes": `true`, "asked": `$input.params('q') == "x"`, "map": `{"a": "x"}`, "list": `["x", "y"]`, "range": `[1..3]`,
	"epoch": `$context.requestTimeEpoch`, "json": `$input.json('$.a')`, "part": `$input.params('q').split(",")[0]`,
	"escaped": `$util.escapeJavaScript($body.n)`, "encoded": `$util.urlEncode($body.flag)`, "inBase64": `$util.base64Encode($body.l)`, "decoded": `$util.base64Decode($input.params('q'))`,
	"parsed": `$util.parseJson($input.params('q'))`, "item": `$body.t[0]`, "member": `$body["a"]`, "params": `$input.params().querystring`, "claims": `$context.authorizer.claims`,
}

// call draws a template that calls one method, as values are drawn for its receiver and arguments, and uses what it gives
// as a value, within quotes, as the receiver of another call, in a condition, or to loop over.
func call(r *rand.Rand, names, methods []string) string {
	one := func(list []string) string { return list[r.IntN(len(list))] }
	var set strings.Builder
	set.WriteString(`#set($body = $input.path('$'))`)
	variable := func() string {
		name := one(names)
		set.WriteString("#set($" + name + " = " + values[name] + ")")
		return "$" + name
	}
	made := func() string {
		method := one(methods)
		receiver, params := variable(), strings.Count(method, ",")
		if !strings.HasSuffix(method, "()") {
			params++
		}
		var args []string
		for range params {
			args = append(args, variable())
		}
		name, _, _ := strings.Cut(method, "(")
		if name == "" {
			return receiver + "[" + args[0] + "]"
		}
		return receiver + "." + name + "(" + strings.Join(args, ", ") + ")"
	}
	e := made()
	if r.IntN(3) == 0 {
		set.WriteString("#set($given = " + e + ")")
		names := strings.Split(one([]string{"size()", "length()", "hashCode()", "toString()", "intValue()", "isEmpty()", "indexOf($lit)", "min(1, 2)", "parseInt($digits)"}), " ")
		set.WriteString(`#set($lit = "ab1")#set($digits = "12")`)
		e = "$given." + strings.Join(names, " ")
	}
	set.WriteString("#set($r = " + e + ")")
	return set.String() + one([]string{
		`{"a":$r}`, `{"a":"$r"}`, `{"a":` + e + `}`, `{"a":"` + e + `"}`, `{"a":$r,"b":"#if($r)x#else$input.params('q')#end"}`, `{"a":#if($r == "")1#{else}$r#end}`,
		`{"a":#if($r > 3)1#{else}$r#end}`, `{"a":[#foreach($i in $r)#if($foreach.index > 0),#end"$i"#end]}`, `{"a":$r.size()}`, `#set($s = $r + 1){"a":$s}`, `#set($s = $r / 2){"a":$s}`, `#set($s = $r % 2){"a":"$s"}`,
	})
}
