package mutation

import (
	"regexp"
	"strings"
)

// templateMutants let a client say more than it should.
func templateMutants() []Mutant {
	const escaped = `$util.escapeJavaScript($name).replaceAll("\\'", "'")`
	template := func(name, rule, verb, before, after string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) { s.template(verb, before, after) }}
	}
	// stored puts something else in place of the attribute value that PUT stores.
	stored := func(name, rule, value string) Mutant {
		return Mutant{Name: name, Rule: rule, Break: func(s *Stack) {
			words := s.wording("PUT")
			before := words.Replace(`"favorite_movie"`)
			match(s.integration("PUT"), `(`+regexp.QuoteMeta(before)+`\s*:\s*)\{.*\}`, "${1}"+strings.ReplaceAll(words.Replace(value), "$", "$$"), "requestTemplates", "application/json")
		}}
	}
	return []Mutant{
		template("GET names another table", "LP-TMPL-001", "GET", "favorite_movies", "other_movies"),
		template("the client names GET's table", "LP-TMPL-001", "GET", `"TableName": "`, `"TableName": "$util.escapeJavaScript($input.params('t')).replaceAll("\\'", "'")`),
		template("a stage variable names GET's table", "LP-TMPL-001", "GET", `"TableName": "`, `"TableName": "$stageVariables.table`),
		template("GET names no table", "LP-TMPL-001", "GET", `"TableName"`, `"tableName"`),
		template("GET names the table twice", "LP-TMPL-006", "GET", `"Key"`, `"TableName": "other", "Key"`),
		template("GET names another table on one path", "LP-TMPL-001", "GET", `"TableName": "`, `"TableName": "#if($input.params('x') == "1")other-#{end}`),
		template("GET names an index that does not exist", "LP-TMPL-001", "GET", `"Key"`, `"IndexName": "none", "Key"`),
		template("GET's template does not parse", "LP-TMPL-006", "GET", `#set(`, `#if(`),
		template("GET's template renders no JSON on one path", "LP-TMPL-006", "GET", `"Key"`, `#if($input.params('x') == "1"),#end "Key"`),
		{Name: "GET has no template", Rule: "LP-TMPL-006", Break: func(s *Stack) { set(s.integration("GET"), nil, "requestTemplates") }},
		{Name: "GET has a second template for another content type", Rule: "LP-TMPL-001", Break: func(s *Stack) {
			set(s.integration("GET"), "$input.body", "requestTemplates", "text/plain")
		}},
		{Name: "GET's template is not known at preview", Rule: "LP-TMPL-006", Break: func(s *Stack) { unknown(s.integration("GET"), "requestTemplates", s.table().URN) }},
		template("the client names GET's key attribute", "LP-TMPL-002", "GET", `"name": {"S"`, `"`+escaped+`": {"S"`),
		template("the client chooses the type of GET's key", "LP-TMPL-002", "GET", `{"S": "`+escaped+`"}`, `$input.json('$.key')`),
		template("the client writes an expression", "LP-TMPL-002", "GET", `"Key"`, `"ProjectionExpression": "`+escaped+`", "Key"`),
		template("the client chooses an option", "LP-TMPL-002", "GET", `"Key"`, `"ConsistentRead": $input.json('$.consistent'), "Key"`),
		stored("the client writes the attribute value", "LP-TMPL-002", `$input.json('$.favorite_movie')`),
		stored("the client writes a map of attributes", "LP-TMPL-002", `{"M": $input.json('$.favorite_movie')}`),
		{Name: "the client writes the whole request", Rule: "LP-TMPL-002", Break: func(s *Stack) { s.rewrite("PUT", "$input.json('$')") }},
		{Name: "the client's body is the request", Rule: "LP-TMPL-003", Break: func(s *Stack) { s.rewrite("PUT", "$input.body") }},
		template("GET's key is not the table's", "LP-TMPL-005", "GET", `"name": {"S"`, `"title": {"S"`),
		template("GET's key has another type than the table's", "LP-TMPL-005", "GET", `{"S": "`+escaped+`"}`, `{"N": "1"}`),
		template("GET's key has an attribute too many", "LP-TMPL-005", "GET", `"name": {"S"`, `"title": {"S": "x"}, "name": {"S"`),
		template("GET uses a name that it does not define", "LP-TMPL-005", "GET", `"Key"`, `"ProjectionExpression": "#n", "Key"`),
		stored("PUT stores a number without quotes", "LP-TMPL-005", `{"N": 5}`),
		template("GET does not escape the name", "LP-TMPL-003", "GET", escaped, "$name"),
		template("GET does not escape the name and puts it there at once", "LP-TMPL-003", "GET", escaped, "$input.params('name')"),
		template("GET escapes the name but for quotes", "LP-TMPL-003", "GET", escaped, "$util.escapeJavaScript($name)"),
		template("GET decodes the name after escaping it", "LP-TMPL-003", "GET", escaped, `$util.urlDecode($util.escapeJavaScript($name).replaceAll("\\'", "'"))`),
		template("GET replaces the wrong thing after escaping", "LP-TMPL-003", "GET", `"\\'", "'"`, `"\\\\'", "'"`),
		template("GET cuts the name after escaping it", "LP-TMPL-003", "GET", escaped, escaped+".substring(1)"),
		template("GET escapes the name on one path only", "LP-TMPL-003", "GET", escaped, `#if($name.length() > 3)`+escaped+`#else$name#end`),
		template("GET adds an unescaped header", "LP-TMPL-003", "GET", escaped, escaped+`$input.params().header.get('X-User')`),
		template("GET adds the path, with the client's own bytes", "LP-TMPL-003", "GET", escaped, escaped+"$context.path"),
		stored("PUT puts a JSON text within quotes", "LP-TMPL-003", `{"S": "$input.json('$.favorite_movie')"}`),
		stored("PUT puts a body's text without escaping", "LP-TMPL-003", `{"S": "$input.path('$.favorite_movie')"}`),
		stored("PUT puts a body's text without quotes", "LP-TMPL-003", `{"S": $input.path('$.favorite_movie')}`),
		{Name: "GET answers with a stored text that is not escaped", Rule: "LP-TMPL-003", Break: func(s *Stack) {
			match(s.response("GET", ""), `(?m)"name": .*$`, `"name": "$$input.path('$$.Item.name.S')"`, "responseTemplates", "application/json")
		}},
		{Name: "a method behind a login takes the key from the client", Rule: "LP-TMPL-004", Break: func(s *Stack) {
			s.keyParameter("GET")
			n := s.verb("aws:apigateway/method:Method", "GET")
			set(n, "COGNITO_USER_POOLS", "authorization")
		}},
		{Name: "one method takes the key from the claims, and another from the client", Rule: "LP-TMPL-004", Break: func(s *Stack) {
			s.template("GET", escaped, "$context.authorizer.claims.sub")
		}},
	}
}
