package flow

import (
	"slices"
	"strconv"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// objectStep is a step on one of API Gateway's own objects.
func (m *machine) objectStep(c call, o object, step *parse.Step) (value, bool) {
	key := step.Property
	if step.Index || c.name == "get" {
		k, ok := "", false
		if len(c.args) == 1 {
			k, ok = literal(c.args[0])
		}
		if !ok {
			return m.refuseObject(c, o)
		}
		key = k
	}
	switch o.name {
	case "input":
		return c.input(key)
	case "util":
		return c.util()
	case "foreach":
		return m.loopState(c, key)
	case "stageVariables":
		if key == "" {
			return m.refuseObject(c, o)
		}
		// A stage variable's value has only letters, digits and -._~:/?#&=,
		// (https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html).
		return &symbol{name: "stageVariables." + quoted(key), expr: c.expr, kinds: isString | isNothing, class: Word, origins: []Origin{Program}}, true
	}
	if key == "" {
		return m.refuseObject(c, o)
	}
	path := o.name + "." + quoted(key) // an authorizer's "claims.sub" is not the claim
	if strings.HasPrefix(o.name+"."+key, "context.requestOverride") {
		m.a.Overrides = append(m.a.Overrides, Override{Target: "$" + path, Line: m.line})
	}
	m.a.Context = append(m.a.Context, path)
	return contextValue(path, c.expr), true
}

// refuseObject reports a use of an object that is not followed. What is done with $context may be an
// override.
func (m *machine) refuseObject(c call, o object) (value, bool) {
	if strings.HasPrefix(o.name, "context") {
		m.a.Overrides = append(m.a.Overrides, Override{Target: c.expr, Line: m.line})
	}
	return c.outside("name the variable that you mean", "%s is not followed", c.expr)
}

// loopState is a property or a getter of $foreach.
func (m *machine) loopState(c call, key string) (value, bool) {
	l := c.s.loops[len(c.s.loops)-1]
	if key == "" && len(c.args) == 0 {
		key = strings.TrimPrefix(strings.TrimPrefix(c.name, "get"), "is")
		key = strings.ToLower(key[:min(1, len(key))]) + key[min(1, len(key)):]
	}
	switch key {
	case "index":
		return l.index, true
	case "count":
		return l.count, true
	case "hasNext":
		if m.asksForLast {
			return l.hasNext, true
		}
	case "first":
		return boolean{l.first}, true
	case "last":
		if b, ok := l.hasNext.(boolean); ok && m.asksForLast {
			return boolean{!b.b}, true
		}
	}
	return c.outside("", "%s is not followed", c.expr)
}

const (
	// bodyRoot is the name of the symbol of $input.path('$').
	bodyRoot = "$"
	// fromAnswer is the source of what the backend answers; "answer.Item" that of a member.
	fromAnswer = "answer"
)

// input is a step on $input.
func (c call) input(property string) (value, bool) {
	m := c.m
	origin := Client
	if !m.options.Request && c.name != "params" {
		origin = Backend
	}
	switch {
	case property == "body" || c.name == "getBody" && len(c.args) == 0:
		m.a.ReadsBody = true
		body := &symbol{name: "body", expr: c.expr, kinds: isString, nonEmpty: true, body: true, origins: []Origin{origin}}
		if !m.options.Request && m.options.Body != nil {
			body.class, body.jsonKinds = JSON, isMap // DynamoDB answers JSON
		}
		return body, true
	case c.name == "params":
		return c.params()
	case (c.name == "path" || c.name == "json") && len(c.args) == 1:
		m.a.ReadsBody = true
		return c.read(origin)
	}
	return c.outside("use body, path, json or params", "%s is not followed", c.expr)
}

// answered are the sources of a part of something: a part of a claim is not the claim, and a part of a parameter may
// be empty where the parameter is not.
func answered(sources []string) []string {
	if slices.ContainsFunc(sources, func(s string) bool { return !strings.HasPrefix(s, fromAnswer) }) {
		return nil
	}
	return sources
}

// read is $input.path and $input.json.
func (c call) read(origin Origin) (value, bool) {
	path, isLiteral := literal(c.args[0])
	arg := toSymbol(c.args[0])
	if arg == nil || !arg.kinds.within(isString|isNothing) {
		return c.outside("", "the path in %s is not followed", c.expr)
	}
	origins := []Origin{origin}
	if !isLiteral {
		origins = union(origins, arg.origins)
	}
	tree := fromTree("", c.expr, nil, false, origins)
	if isLiteral {
		at, valid := c.atPath(path, origins)
		if !valid {
			return c.outside("write a JSONPath, such as $.name", "%q in %s is not a JSONPath, which fails every request", path, c.expr)
		}
		tree = at
	}
	tree.expr = c.expr
	if origin == Backend && len(tree.sources) == 0 {
		tree.sources = []string{fromAnswer}
	}
	tree = c.s.known.refine(tree)
	if c.name == "path" {
		return tree, true
	}
	// The JSON of what does not exist, and of null, is "".
	json := &symbol{expr: c.expr, kinds: isString, class: JSON, nonEmpty: true, origins: origins, sources: tree.sources}
	if tree.name != "" {
		json.name = tree.name + " as JSON"
	}
	json.jsonKinds = tree.kinds &^ isNothing
	return json, true
}

// params is $input.params.
func (c call) params() (value, bool) {
	parameter := ""
	switch len(c.args) {
	case 0:
		c.m.a.Parameters = append(c.m.a.Parameters, placed(c.next))
		strs := &Type{kinds: isMap, rest: &Type{kinds: isString}}
		all := map[string]*Type{"path": strs, "querystring": strs, "header": strs}
		return fromTree("params", c.expr, &Type{kinds: isMap, members: all, required: map[string]bool{"path": true, "querystring": true, "header": true}}, true,
			[]Origin{Client}), true
	case 1:
		parameter, _ = literal(c.args[0])
	default:
		return c.outside("", "%s is not followed", c.expr)
	}
	c.m.a.Parameters = append(c.m.a.Parameters, Parameter{Name: parameter})
	s := &symbol{expr: c.expr, kinds: isString | isNothing, origins: []Origin{Client}}
	if parameter != "" {
		s.name = "params(" + strconv.Quote(parameter) + ")" // not "params.path", which is the map of all of them
		s.sources = []string{"params." + parameter}
	}
	return c.s.known.refine(s), true
}

// utilFunctions are the functions of $util, with the results in words.
var utilFunctions = map[string]string{
	"escapeJavaScript": `escaped but for \'; nothing of what is not a text`,
	"urlEncode":        "a word", "base64Encode": "a word",
	"urlDecode": "raw", "base64Decode": "raw",
	"parseJson": "a value that the template only reads; of $input.body it has the body's type",
}

// util is a call of a function of $util.
func (c call) util() (value, bool) {
	if utilFunctions[c.name] == "" || len(c.args) != 1 {
		return c.outside("use a function that API Gateway has", "%s is not a function of API Gateway's $util", c.expr)
	}
	arg := toSymbol(c.args[0])
	if arg == nil {
		return c.outside("", "the argument of %s is not followed", c.expr)
	}
	if c.name == "escapeJavaScript" {
		if t, ok := c.args[0].(text); ok {
			return text{escapePieces(t.pieces)}, true
		}
	}
	s := &symbol{expr: c.expr, kinds: isString, origins: arg.origins, sources: arg.sources, parts: arg.parts}
	s.name = arg.derived(c.name)
	switch c.name {
	case "escapeJavaScript":
		s.whole = arg.whole
		s.class, s.nonEmpty = escapedClass(arg.class), arg.nonEmpty && arg.kinds == isString
		s.finite = arg.finite && s.class == Number
	case "urlDecode":
		s.nonEmpty = arg.nonEmpty && arg.kinds == isString
	case "urlEncode", "base64Encode":
		s.class, s.nonEmpty, s.parts, s.whole = Word, arg.nonEmpty, nil, arg.whole
	case "base64Decode":
		if arg.nonEmpty {
			s.sources = answered(arg.sources) // it may be empty, but not because there is no parameter
		}
	case "parseJson":
		if arg.body {
			return c.s.known.refine(fromTree("json "+arg.name, c.expr, c.m.options.Body, true, arg.origins)), true
		}
		known := ""
		if arg.name != "" {
			known = "json(" + arg.name + ")"
		}
		return c.s.known.refine(fromTree(known, c.expr, nil, true, arg.origins)), true
	}
	if !arg.kinds.within(isString | isNothing) {
		return orNothing(s), true
	}
	return c.s.known.refine(s), true
}

// escapedClass is the class of a text once escapeJavaScript has escaped it.
func escapedClass(c Class) Class {
	if c == Number || c == Bool {
		return c
	}
	return Escaped
}

// escapePieces escapes a text piece by piece, as escapeJavaScript escapes each character by itself.
func escapePieces(t Text) Text {
	var out Text
	for _, p := range t {
		if p.symbol == nil {
			p.Text = escapeLiteral(p.Text)
		} else {
			escaped := p.symbol.with(func(s *symbol) {
				s.name, s.keyOf = s.derived("escapeJavaScript"), ""
				s.class, s.kinds, s.tree, s.typ, s.test, s.integer = escapedClass(s.class), isString, false, nil, nil, false
			})
			p.symbol, p.Placeholder = escaped, placeholder(escaped, p.Placeholder.Expr, p.Placeholder.Line)
		}
		out = append(out, p)
	}
	return out
}

// plainContext are the variables of $context that AWS writes and that mean nothing in a JSON string.
var plainContext = []string{
	"context.accountId", "context.apiId", "context.deploymentId", "context.extendedRequestId", "context.httpMethod", "context.requestTime",
	"context.stage", "context.resourceId", "context.resourcePath", "context.identity.sourceIp", "context.identity.accountId", "context.identity.apiKeyId", "context.protocol",
}

// identities are the variables that say who called a method with AWS_IAM, signed by AWS.
var identities = []string{
	"context.identity.caller", "context.identity.user", "context.identity.userArn", "context.identity.cognitoIdentityId",
}

var groups = []string{
	"context.authorizer", "context.authorizer.claims", "context.identity", "context.error", "context.requestOverride",
	"context.requestOverride.header", "context.requestOverride.path", "context.requestOverride.querystring", "context.responseOverride",
	"context.responseOverride.header",
}

// contextValue is a variable of $context. Groups such as $context.authorizer are objects.
func contextValue(path, expr string) value {
	if slices.Contains(groups, path) {
		return object{path}
	}
	s := &symbol{name: path, expr: expr, kinds: isString | isNothing, class: Raw, origins: []Origin{Client}}
	if strings.Contains(path, "?") {
		s.name = "" // see withoutDoubts
	}
	claim := strings.TrimPrefix(strings.TrimPrefix(path, "context.authorizer."), "claims.")
	switch {
	case strings.HasPrefix(path, "context.authorizer."):
		// An authorizer function decides these; it is trusted to identify the caller, not to write JSON.
		s.origins, s.sources, s.whole = []Origin{Claims}, []string{claim}, true
		if path == "context.authorizer.claims.sub" {
			s.class = Word // a UUID in a user pool
		}
	case path == "context.requestTimeEpoch":
		// A number (GW-051), so that arithmetic with it has a result.
		s.kinds, s.class, s.nonEmpty, s.integer, s.finite, s.origins = isNumber, Number, true, true, true, []Origin{Gateway}
	case path == "context.requestId":
		// A client may choose it, from the characters of an HTTP token, which hold no quote and no backslash.
		s.class = Word
	case slices.Contains(identities, path):
		s.origins, s.sources, s.class, s.whole = []Origin{Claims}, []string{strings.TrimPrefix(path, "context.")}, Word, true
	case slices.Contains(plainContext, path):
		s.origins, s.class = []Origin{Gateway}, Word
	}
	return s
}
