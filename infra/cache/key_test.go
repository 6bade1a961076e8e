package cache

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestKey(t *testing.T) {
	t.Parallel()
	const lookup = `{"Key": {"name": {"S": "$util.urlDecode($input.params("name").replaceAll("[+]", "%2B"))"}}}`
	for name, c := range map[string]struct {
		request, response string
		want              []string
		why               string
	}{
		"the path":                     {lookup, `$input.path('$.Item')`, []string{"path.name"}, ""},
		"a parameter that is not read": {`{}`, `{}`, []string{"path.name"}, ""},
		"query strings":                {`$input.params().querystring.get("limit") $input.params().querystring['cursor']`, ``, []string{"path.name", "querystring.cursor", "querystring.limit"}, ""},
		"a query string's property":    {`$input.params().querystring.limit`, ``, []string{"path.name", "querystring.limit"}, ""},
		"two spellings of a header":    {`{}`, `#set($a = $input.params().header.get('If-None-Match'))#if($a == "")$input.params().header.get('if-none-match')#end`, []string{"header.If-None-Match", "header.if-none-match", "path.name"}, ""},
		"the time":                     {`#set($now = $context.requestTimeEpoch / 1000)`, `#set($context.responseOverride.status = 404)`, []string{"path.name"}, ""},
		"the path by its place":        {`${input.params().path.get("name")}`, `$!input.body`, []string{"path.name"}, ""},

		"a claim":                    {`$context.authorizer.claims.sub`, ``, nil, "its template uses $context.authorizer.claims.sub, which differs from one request or caller to another"},
		"a caller in a condition":    {`{}`, `#if(${context.identity.userArn} == "x")1#end`, nil, "its template uses ${context.identity.userArn, which differs from one request or caller to another"},
		"the address":                {`$!context.identity.sourceIp`, ``, nil, "its template uses $!context.identity.sourceIp, which differs from one request or caller to another"},
		"the request's id":           {`{}`, `{"id": "$context.requestId"}`, nil, "its template uses $context.requestId, which differs from one request or caller to another"},
		"the context as a whole":     {`#set($c = $context)`, ``, nil, "its template uses $context, which differs from one request or caller to another"},
		"the context by get":         {`$context.get("authorizer")`, ``, nil, `its template uses $context.get("authorizer"), which differs from one request or caller to another`},
		"a query string or a header": {`$input.params('limit')`, ``, nil, "its template uses $input.params('limit'), which may be a query string or a header; write params().querystring or params().header"},
		"every parameter":            {`#foreach($p in $input.params().header.keySet())1#end`, ``, nil, "its template uses $input.params().header.keySet(), which may read anything"},
		"all of them":                {`#set($p = $input.params())`, ``, nil, "its template uses $input.params(), which may read anything"},
		"a computed name":            {`$input.params().querystring.get($which)`, ``, nil, "its template uses $input.params().querystring.get($which), which may read anything"},
		"one name in two places":     {`$input.params().querystring.get("a") $input.params().header.get("a")`, ``, nil, "its templates read header.a and querystring.a, and API Gateway lets a method declare a name once"},
		"a body":                     {`$input.json('$')`, ``, nil, "its template uses $input.json('$'), and a body cannot be part of a key"},
		"the input by another name":  {`#set($in = $input)$in.body`, ``, nil, "its template uses $input, which may read anything"},
		"the method's parameters":    {`$method.request.querystring.limit`, ``, nil, "its template uses $method.request.querystring.limit, which may read anything"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key, why := Key([]string{"name"}, c.request, c.response)
			assert.Equal(t, c.why, why)
			var want []string
			for _, parameter := range c.want {
				want = append(want, "method.request."+parameter)
			}
			assert.Equal(t, want, key)
		})
	}
}
