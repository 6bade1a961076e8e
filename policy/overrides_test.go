package main

import (
	"testing"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
)

// uncached switches the cache of GET off, so that a finding about an answer is not one about its cache.
func (a attacked) uncached() {
	n := a.of(graph.MethodSettings, "get/")
	settings := n.Inputs["settings"].Mappable().(map[string]any)
	settings["cachingEnabled"] = false
	a.set(n, "settings", settings)
}

// fails gives GET another template for DynamoDB's refusals.
func (a attacked) fails(template string) {
	a.set(a.of(graph.IntegrationResponse, "get/{}-502"), "responseTemplates", map[string]any{"application/json": template})
}

func TestErrorsStayErrors(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for name, template := range map[string]string{
		"a status after a text with a comment's sign":   `#set($u = '##')#set($context.responseOverride.status = 200){}`,
		"a status between texts with a comment's ends":  `#set($u = '#*')#set($context.responseOverride.status = 200)#set($v = '*#'){}`,
		"a status by a variable":                        `#set($s = 200)#set($context.responseOverride.status = $s){}`,
		"a status through another name of the override": `#set($o = $context.responseOverride)#set($o.status = 204){}`,
		"a status by an index":                          `#set($context["responseOverride"]["status"] = 201){}`,
		"a status that the answer chooses":              `#set($context.responseOverride.status = $input.path('$.code')){}`,
		"a status that is none":                         `#set($context.responseOverride.status = 2000){}`,
		"an override that is put together":              `#set($context.responseOverride = {"status": 200}){}`,
		"a status of one error":                         `#if($input.path('$.__type').contains("Throttling"))#set($context.responseOverride.status = 200)#end{}`,
	} {
		refused(t, prod, name, "LP-INTG-004", func(a attacked) { a.fails(template) })
	}
	refused(t, prod, "a status that the request template sets for every outcome", "LP-INTG-004", func(a attacked) {
		a.asks("get", `#set($context.responseOverride.status = 200)`+getItem("a"))
	})
	for name, template := range map[string]string{
		"a status of each error": `#if($input.path('$.__type').contains("Throttling"))#set($context.responseOverride.status = 429){"message":"busy"}#{else}{"message":"failed"}#end`,
		"a status by a variable": `#set($s = 503)#set($context.responseOverride.status = $s){"message":"busy"}`,
		"a status in a comment":  `## #set($context.responseOverride.status = 200)` + "\n" + `{"message":"failed"}`,
	} {
		passes(t, prod, name, func(a attacked) { a.fails(template) })
	}
}

func TestErrorsSayNothingOfDynamoDB(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	const text = `$util.escapeJavaScript($m).replaceAll("\\'", "'")`
	for name, template := range map[string]string{
		"the message by a variable":     `#set($m = $input.path('$.message')){"message":"` + text + `"}`,
		"the message of the root":       `#set($m = $input.path('$').message){"message":"` + text + `"}`,
		"the message of a parsed body":  `#set($m = $util.parseJson($input.body).message){"message":"` + text + `"}`,
		"the message after a directive": `#set($x = 1){"message":$input.json('$.message')}`,
		"the message encoded":           `#set($m = $util.base64Encode($input.body)){"message":"$m"}`,
		"a part of the message":         `#set($m = $input.path('$.message').split(":")[5]){"message":"` + text + `"}`,
		"the message in a header":       `#set($context.responseOverride.header.X-Message = $input.path('$.message')){}`,
	} {
		refused(t, prod, name, "LP-INTG-005", func(a attacked) { a.fails(template) })
	}
	for name, template := range map[string]string{
		"the error's type": `#set($m = $input.path('$.__type').split("#")[1]){"code":"` + text + `"}`,
		"its length":       `#set($m = $input.path('$.message')){"length":$m.length()}`,
		"the request's id": `{"message":"failed","id":"$context.requestId"}`,
	} {
		passes(t, prod, name, func(a attacked) { a.uncached(); a.fails(template) })
	}
}

// maps gives a response of GET a header, and its method response the declaration.
func (a attacked) maps(status, header, value string) {
	name := "method.response.header." + header
	a.set(a.of(graph.IntegrationResponse, "get/{}-"+status), "responseParameters", map[string]any{name: value})
	a.set(a.of(graph.MethodResponse, "get/{}-"+status), "responseParameters", map[string]any{name: true})
}

func TestAnswersAreWhatTheyAreEscapedFor(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	const body = `{"movie":$input.json('$.Item.favorite_movie.S')}`
	refused(t, prod, "a page by an override", "LP-TMPL-003", func(a attacked) {
		a.answers("get", `#set($context.responseOverride.header.Content-Type = "text/html")`+body)
	})
	refused(t, prod, "a page by a mapping", "LP-TMPL-003", func(a attacked) { a.maps("200", "Content-Type", "'text/html'") })
	refused(t, prod, "a type that the item chooses", "LP-TMPL-003", func(a attacked) {
		a.maps("200", "content-type", "integration.response.body.Item.type.S")
	})
	passes(t, prod, "JSON of another name by an override", func(a attacked) {
		a.answers("get", `#set($context.responseOverride.header.Content-Type = "application/vnd.movie+json")`+body)
	})
	passes(t, prod, "JSON of another name by a mapping", func(a attacked) { a.maps("200", "Content-Type", "'application/vnd.movie+json'") })
	refused(t, prod, "DynamoDB's message in a mapped header", "LP-INTG-005", func(a attacked) {
		a.maps("502", "X-Message", "integration.response.body.message")
	})
	passes(t, prod, "the error's type in a mapped header", func(a attacked) { a.maps("502", "X-Type", "integration.response.body.__type") })
}

func TestTemplatesLeakNothingInHeaders(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for name, statement := range map[string]string{
		"a claim":                               `#set($context.responseOverride.header.X-User = $context.authorizer.claims.email)`,
		"a claim by another name":               `#set($c = $context.authorizer.claims)#set($context.responseOverride.header.X-User = $c.email)`,
		"who signed":                            `#set($context.responseOverride.header.X-User = $context.identity.userArn)`,
		"the client's key":                      `#set($context.responseOverride.header["X-Key"] = $context.identity.apiKey)`,
		"the client's token":                    `#set($context.responseOverride.header["X-Key"] = $input.params().header.Authorization)`,
		"a stage variable":                      `#set($context.responseOverride.header.X = $stageVariables.secret)`,
		"where the client wants to go":          `#set($context.responseOverride.header.Location = $input.params('to'))`,
		"where it wants to go, encoded":         `#set($context.responseOverride.header.Location = $util.urlEncode($input.params('to')))`,
		"an origin that is read back":           `#set($o = $input.params().header.origin)#set($context.responseOverride.header["Access-Control-Allow-Origin"] = $o)`,
		"a cookie with a text of the client":    `#set($context.responseOverride.header["Set-Cookie"] = "a=$input.params('c')")`,
		"a header through the override's alias": `#set($h = $context.responseOverride.header)#set($h.Location = $input.params('to'))`,
	} {
		refused(t, prod, name+" in an answer", "LP-INTG-005", func(a attacked) { a.uncached(); a.answers("get", statement+`{}`) })
		refused(t, prod, name+" from the request template", "LP-INTG-005", func(a attacked) {
			a.uncached()
			a.asks("get", statement+getItem(`$util.urlEncode($input.params('name'))`))
		})
	}
	for name, statement := range map[string]string{
		"a version":                       `#set($q = '"')#set($context.responseOverride.header.ETag = "$q$input.path('$.Item.v.N')$q")`,
		"a literal":                       `#set($context.responseOverride.header["Cache-Control"] = "no-store")`,
		"the path of something new":       `#set($context.responseOverride.header.Location = "$context.path/$context.extendedRequestId")`,
		"the path of what a client names": `#set($context.responseOverride.header.Location = "/movies/$util.urlEncode($input.params('name'))")`,
		"the request's id":                `#set($context.responseOverride.header.X-Request-Id = $context.requestId)`,
		"an origin of a list":             `#if($input.params('origin') == "https://a.example")#set($context.responseOverride.header["Access-Control-Allow-Origin"] = "https://a.example")#end`,
	} {
		passes(t, prod, name+" in a header", func(a attacked) { a.uncached(); a.answers("get", statement+`{}`) })
	}
	refused(t, prod, "a template that another template writes", "LP-TMPL-006", func(a attacked) { a.asks("get", getItem(`#evaluate($input.params('x'))`)) })
}
