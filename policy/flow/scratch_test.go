package flow

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func dump(v *Value, indent string) string {
	var out strings.Builder
	switch v.Kind {
	case Object:
		out.WriteString("{\n")
		for _, m := range v.Members {
			opt := ""
			if m.Optional {
				opt = "?"
			}
			out.WriteString(indent + "  " + m.Key.String() + opt + ": ")
			for i, a := range m.Values {
				if i > 0 {
					out.WriteString(" | ")
				}
				out.WriteString(dump(a, indent+"  "))
			}
			out.WriteString("\n")
		}
		out.WriteString(indent + "}")
	case Array:
		out.WriteString("[")
		for i, a := range v.Items {
			if i > 0 {
				out.WriteString(" | ")
			}
			out.WriteString(dump(a, indent+"  "))
		}
		out.WriteString("]*")
	case String:
		out.WriteString("\"" + v.Text.String() + "\"")
		for _, p := range v.Inside {
			out.WriteString("(" + p.Class.String() + " " + fmt.Sprint(p.Origins) + ")")
		}
	case Scalar:
		out.WriteString(v.Text.String())
	case Gap:
		out.WriteString("<" + v.Placeholder.Expr + " " + v.Placeholder.Class.String() + fmt.Sprint(v.Placeholder.Value) + ">")
	}
	return out.String()
}

func TestScratch(t *testing.T) {
	for _, tpl := range []string{
		`{"a":"$util.escapeJavaScript($input.params('a')).replaceAll("\\'", "'")"}`,
		`#set($name = $util.urlDecode($input.params('name').replaceAll("[+]", "%2B")))
{"TableName": "t","Key": {"name": {"S": "$util.escapeJavaScript($name).replaceAll("\\'", "'")"}}}`,
		`#set($limit = $input.params('limit'))
#if(!$limit.matches("[1-9][0-9]?"))#set($limit = "25")#end
{"Limit":$limit}`,
		`{"a":[#foreach($x in $input.path('$.l'))[#foreach($y in $x.l)"$util.escapeJavaScript("$y").replaceAll("\\'", "'")"#if($foreach.hasNext),#end#end]#if($foreach.hasNext),#end#end]}`,
		`{"a":{#set($comma="")#if($input.path('$.a') != "")$comma"a":1#set($comma=",")#end#if($input.path('$.b') != "")$comma"b":2#set($comma=",")#end}}`,
		`"#set($i = 0)#foreach($x in $input.path('$.l'))#set($i = $i + 1)#if($i == 7)$input.body#end#end"`,
		`"#set($s = "")#foreach($x in $input.path('$.l'))#set($s = "a$s")#end$s"`,
		`"#set($m = {})#set($m[$input.params('x')] = "y")$m.x"`,
	} {
		start := time.Now()
		a := Analyze(tpl, Options{Request: true})
		fmt.Println("=====", tpl, time.Since(start))
		for _, p := range a.Problems {
			fmt.Println("PROBLEM", p)
		}
		for _, d := range a.Documents {
			fmt.Println(dump(d, ""))
		}
	}
	var b strings.Builder
	b.WriteString(`#set($body = $util.parseJson($input.body)){"TableName":"t","Item":{#set($comma="")`)
	for i := range 20 {
		fmt.Fprintf(&b, "#if($body.containsKey(\"p%d\"))$comma\"p%d\":{\"S\":\"$util.escapeJavaScript($body.p%d).replaceAll(\"\\\\'\", \"'\")\"}#set($comma=\",\")#end\n", i, i, i)
	}
	b.WriteString("}\n#set($sep = 'SET '),\"UpdateExpression\":\"")
	for i := range 20 {
		fmt.Fprintf(&b, "#if($body.containsKey(\"p%d\"))${sep}#p%d = :p%d#set($sep=\",\")#end\n", i, i, i)
	}
	b.WriteString("\"}")
	start := time.Now()
	a := Analyze(b.String(), Options{Request: true})
	fmt.Println("===== 20", time.Since(start), a.Problems)
	fmt.Println(dump(a.Documents[0], ""))
}
