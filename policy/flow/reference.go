package flow

import (
	"slices"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// reference follows a reference's steps. It never fails: what is not understood is a raw symbol of
// everything that went into it.
func (r *run) reference(ref *parse.Reference) value {
	v, isSet := r.variables[ref.Name]
	if !isSet {
		v = r.unset(ref)
	}
	if ref.Name == "" {
		return symbol{Hole{Expr: name(ref), Form: Raw, Origins: []Origin{Client}, Line: ref.Position().Line}}
	}
	for i := range ref.Steps {
		v = r.step(v, ref, i)
	}
	return v
}

// unset is what a name without a value means.
func (r *run) unset(ref *parse.Reference) value {
	if ref.Name == "foreach" && len(r.loops) > 0 {
		return object{"foreach"}
	}
	if len(r.loops) > 0 {
		l := r.loops[len(r.loops)-1]
		switch ref.Name {
		case "velocityCount":
			return l.number("$velocityCount", 1)
		case "velocityHasNext":
			return boolean{l.index+1 < l.turns}
		}
	}
	return null{}
}

func (r *run) step(v value, ref *parse.Reference, i int) value {
	step := &ref.Steps[i]
	args := make([]value, len(step.Args))
	for j, a := range step.Args {
		arg, err := r.expr(a)
		if err != nil {
			return symbol{Hole{Form: Raw, Origins: union(origins(v), []Origin{Client})}}
		}
		args[j] = arg
	}
	upTo := name(&parse.Reference{Name: ref.Name, Steps: ref.Steps[:i+1]})
	switch v := v.(type) {
	case object:
		return r.objectStep(v, step, args, upTo, ref.Position().Line)
	case null:
		return null{}
	case *aggregate:
		return r.aggregateStep(v, step, args, upTo)
	case symbol:
		r.touch(step)
		return symbolStep(v.hole, step, args, upTo)
	case text:
		return textStep(v, step, args, upTo)
	}
	return symbol{Hole{Expr: upTo, Form: formOf(step), Origins: unionOf(v, args)}}
}

func unionOf(v value, args []value) []Origin {
	all := [][]Origin{origins(v)}
	for _, a := range args {
		all = append(all, origins(a))
	}
	return union(all...)
}

// counting are the methods whose result is a number or a boolean, whatever they are called on.
var counting = []string{
	"length", "size", "isEmpty", "contains", "containsKey", "containsValue", "startsWith", "endsWith", "equals",
	"equalsIgnoreCase", "indexOf", "lastIndexOf", "matches", "hashCode", "compareTo", "intValue", "longValue", "doubleValue",
}

func formOf(step *parse.Step) Form {
	if slices.Contains(counting, step.Method) {
		return Plain
	}
	return Raw
}

// reading are the methods that change nothing, besides the counting ones. A text's replace changes
// nothing either, but a map's does.
var reading = []string{
	"", "get", "getOrDefault", "keySet", "entrySet", "values", "getKey", "getValue", "toString", "subList", "iterator", "next", "hasNext",
	"replaceAll", "replaceFirst", "substring", "split", "trim", "toLowerCase", "toUpperCase", "concat", "charAt", "format",
}

// touch notes that a method may have changed something in place, such as a part of the body.
func (r *run) touch(step *parse.Step) {
	if !slices.Contains(reading, step.Method) && !slices.Contains(counting, step.Method) {
		r.epoch++
	}
}

// symbolStep is a property, method or element of something unknown.
func symbolStep(h Hole, step *parse.Step, args []value, upTo string) value {
	all := unionOf(symbol{h}, args)
	form := formOf(step)
	switch {
	case step.Method == "toString" && len(args) == 0:
		form = h.Form
	case step.Method == "replaceAll" && h.Form == Escaped && unescapesQuote(args):
		form, all = Quotable, h.Origins
	case h.Form >= Word && (step.Method == "substring" || step.Method == "trim" || step.Method == "toLowerCase" || step.Method == "toUpperCase"):
		form = Word // no part of it means something
	}
	return symbol{Hole{Expr: upTo, Form: form, Origins: all}}
}

// unescapesQuote tells the one replacement that makes escapeJavaScript's result JSON: of \' by '. A
// template does not unescape strings, so that the regular expression is \\' and stands for \'.
func unescapesQuote(args []value) bool {
	if len(args) != 2 {
		return false
	}
	pattern, a := literal(args[0])
	replacement, b := literal(args[1])
	return a && b && pattern == `\\'` && replacement == `'`
}

func textStep(v text, step *parse.Step, args []value, upTo string) value {
	if s, ok := v.pieces.Literal(); ok && step.Method == "length" {
		return number{float64(len([]rune(s)))}
	}
	form := formOf(step)
	if step.Method == "toString" && len(args) == 0 {
		return v
	}
	return symbol{Hole{Expr: upTo, Form: form, Origins: unionOf(v, args)}}
}

// aggregateStep reads a list or a map; a method that changes it spoils it.
func (r *run) aggregateStep(a *aggregate, step *parse.Step, args []value, upTo string) value {
	r.touch(step)
	key := step.Property
	if (step.Index || step.Method == "get") && len(args) == 1 {
		k, ok := known(args[0])
		if !ok {
			return symbol{Hole{Expr: upTo, Form: Raw, Origins: unionOf(a, args)}}
		}
		if n, isNumber := k.(float64); isNumber && a.named == nil && a.spoiled == nil && n >= 0 && int(n) < len(a.list) {
			return a.list[int(n)]
		}
		key = show(k)
	}
	if a.spoiled != nil {
		return symbol{Hole{Expr: upTo, Form: formOf(step), Origins: unionOf(a, args)}}
	}
	if v, ok := a.named[key]; ok && key != "" {
		return v
	}
	switch step.Method {
	case "size":
		return number{float64(len(a.list) + len(a.keys))}
	case "isEmpty":
		return boolean{len(a.list)+len(a.keys) == 0}
	case "keySet":
		keys := &aggregate{}
		for _, k := range a.keys {
			keys.list = append(keys.list, textOf(k))
		}
		return keys
	case "values":
		values := &aggregate{}
		for _, k := range a.keys {
			values.list = append(values.list, a.named[k])
		}
		return values
	case "add":
		if len(args) == 1 && a.named == nil && !r.symbolicLoop() {
			a.list = append(a.list, args[0])
			return boolean{true}
		}
	case "put":
		if len(args) != 2 || a.named == nil || r.symbolicLoop() {
			break
		}
		if k, ok := known(args[0]); ok {
			old, had := a.named[show(k)]
			if !had {
				a.keys = append(a.keys, show(k))
				old = null{}
			}
			a.named[show(k)] = args[1]
			return old
		}
	case "":
		return null{}
	}
	if slices.Contains(counting, step.Method) {
		return symbol{Hole{Expr: upTo, Form: Plain, Origins: unionOf(a, args)}}
	}
	a.spoil(unionOf(a, args))
	return symbol{Hole{Expr: upTo, Form: Raw, Origins: a.spoiled}}
}

// objectStep is a step on one of API Gateway's own objects.
func (r *run) objectStep(o object, step *parse.Step, args []value, upTo string, line int) value {
	what := step.Property + step.Method
	if step.Index && len(args) == 1 {
		if k, ok := literal(args[0]); ok {
			what = k
		}
	}
	switch o.name {
	case "input":
		return r.input(what, args, upTo, line)
	case "util":
		return util(what, args, upTo, line)
	case "foreach":
		return r.loopState(what)
	case "stageVariables":
		return symbol{Hole{Expr: upTo, Form: Raw, Origins: []Origin{Program}, Line: line}}
	}
	if (step.Index || what == "get") && len(args) == 1 {
		k, ok := literal(args[0])
		if !ok {
			// It could be requestOverride for all that is known.
			r.overrides = append(r.overrides, Override{upTo, line})
		}
		what = k
	}
	path := o.name + "." + what
	if path == "context.requestOverride" || strings.HasPrefix(o.name, "context.requestOverride") {
		r.overrides = append(r.overrides, Override{"$" + path, line})
	}
	return contextValue(path, upTo, line)
}

// input is $input. In a response template it is the backend's answer, which holds what clients stored.
func (r *run) input(what string, args []value, upTo string, line int) value {
	origin := Client
	if !r.request && what != "params" {
		origin = Backend
	}
	if what == "params" {
		r.reads(args)
	} else {
		r.readsBody = true
	}
	h := Hole{Expr: upTo, Form: Raw, Origins: union([]Origin{origin}, unionOf(null{}, args)), Line: line}
	switch {
	case what == "json":
		h.Form = JSON
	case what == "path" && len(args) == 1 && r.epoch == 0:
		// Later on something may have been put into the body that no model has seen.
		h.BodyPath, _ = literal(args[0])
	}
	return symbol{h}
}

// reads notes the parameter that $input.params('name') reads; "" stands for all of them.
func (r *run) reads(args []value) {
	parameter := ""
	if len(args) == 1 {
		parameter, _ = literal(args[0])
	}
	r.parameters = append(r.parameters, parameter)
}

func util(what string, args []value, upTo string, line int) value {
	h := Hole{Expr: upTo, Form: Raw, Origins: unionOf(null{}, args), Line: line}
	switch what {
	case "escapeJavaScript":
		h.Form = Escaped
	case "urlEncode", "base64Encode":
		// Their alphabets are letters, digits and + / = % * - . _
		h.Form = Quotable
	case "urlDecode", "base64Decode", "parseJson":
	default:
		h.Origins = union(h.Origins, []Origin{Client}) // not a function of API Gateway
	}
	return symbol{h}
}

func (r *run) loopState(what string) value {
	if len(r.loops) == 0 {
		return null{}
	}
	l := r.loops[len(r.loops)-1]
	switch what {
	case "index", "getIndex":
		return l.number("$foreach.index", 0)
	case "count", "getCount":
		return l.number("$foreach.count", 1)
	case "hasNext", "getHasNext":
		return boolean{l.index+1 < l.turns}
	case "first", "isFirst", "getFirst":
		return boolean{l.index == 0}
	case "last", "isLast", "getLast":
		return boolean{l.index+1 == l.turns}
	}
	return symbol{Hole{Form: Plain, Expr: "$foreach." + what}}
}

// number is the number of a loop's turn, counted from first. In a loop of any number of turns it is any
// number.
func (l *loop) number(expr string, first int) value {
	if l.symbolic {
		return symbol{Hole{Expr: expr, Form: Plain}}
	}
	return number{float64(l.index + first)}
}

// plainContext are the variables of $context that AWS writes and that mean nothing in JSON. All
// others are taken to be the client's: even $context.requestId is, since a client may send its own
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html).
var plainContext = []string{
	"context.accountId", "context.apiId", "context.deploymentId", "context.extendedRequestId", "context.httpMethod",
	"context.requestTimeEpoch", "context.stage", "context.resourceId", "context.identity.sourceIp",
	"context.identity.accountId", "context.identity.cognitoIdentityId", "context.identity.apiKeyId",
	"context.authorizer.claims.sub",
}

// contextValue is $context and what is below it. Groups such as $context.authorizer are objects.
func contextValue(path, upTo string, line int) value {
	switch path {
	case "context.authorizer", "context.authorizer.claims", "context.identity", "context.error", "context.requestOverride",
		"context.requestOverride.header", "context.requestOverride.path", "context.requestOverride.querystring", "context.responseOverride":
		return object{path}
	}
	origin := Client
	switch {
	case strings.HasPrefix(path, "context.authorizer.claims."):
		origin = Claims
	case strings.HasPrefix(path, "context.authorizer."):
		// An authorizer function decides these; it is trusted with who somebody is, not with JSON.
		origin = Claims
	case slices.Contains(plainContext, path):
		origin = Gateway
	}
	form := Raw
	if slices.Contains(plainContext, path) {
		form = Word
	}
	if path == "context.requestTimeEpoch" {
		form = Plain
	}
	return symbol{Hole{Expr: upTo, Form: form, Origins: []Origin{origin}, Line: line}}
}
