package controlplane

import (
	"regexp"
	"strings"

	"lambdaless/local/apigateway"
)

// The grammar of mapping expressions (CP-013), one for integration requests, integration responses and gateway
// responses.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
const (
	locations      = `(path|querystring|header|multivaluequerystring|multivalueheader)`
	parameterName  = `[^\s'"*]+`
	commonSources  = `'[^']*'|stageVariables\.[A-Za-z0-9_]+|context\.[A-Za-z0-9_.:-]+`
	requestSource  = `method\.request\.` + locations + `\.` + parameterName + `|method\.request\.body(\..+)?`
	responseSource = `integration\.response\.(header|multivalueheader)\.` + parameterName + `|integration\.response\.body(\..+)?`
)

// side is where mappings stand: what they may set, and what they may read.
type side struct{ target, source *regexp.Regexp }

var (
	integrationRequestSide = side{
		regexp.MustCompile(`^integration\.request\.` + locations + `\.` + parameterName + `$`),
		regexp.MustCompile(`^(` + commonSources + `|` + requestSource + `)$`),
	}
	integrationResponseSide = side{
		regexp.MustCompile(`^method\.response\.(header|multivalueheader)\.` + parameterName + `$`),
		regexp.MustCompile(`^(` + commonSources + `|` + responseSource + `)$`),
	}
	gatewayResponseSide = side{
		regexp.MustCompile(`^gatewayresponse\.(path|querystring|header)\.` + parameterName + `$`),
		regexp.MustCompile(`^(` + commonSources + `|` + requestSource + `)$`),
	}
	declaration = regexp.MustCompile(`^method\.request\.` + locations + `\.` + parameterName + `$`)
)

// problems collects what API Gateway's validator reports at once.
type problems []string

func (p *problems) parameter(name string) {
	*p = append(*p, "Invalid mapping expression parameter specified: "+name)
}

func (p *problems) expression(text string) {
	*p = append(*p, "Invalid mapping expression specified: "+text)
}

// refusal is the validator's answer: what the first words say, then every error.
func (p problems) refusal(subject string) error {
	if len(p) == 0 {
		return nil
	}
	return badRequest("%sValidation Result: warnings : [], errors : [%s]", subject, strings.Join(p, ", "))
}

const mappingSubject = "Invalid mapping expression specified: "

// checkMappings refuses what a side's mappings may not say. targetDeclared and sourceDeclared report
// whether a method knows a parameter; nil means that it need not.
func (s side) checkMappings(mappings map[string]string, targetDeclared, sourceDeclared func(string) bool) error {
	var p problems
	for _, target := range sortedKeys(mappings) {
		source := mappings[target]
		if !s.target.MatchString(target) || targetDeclared != nil && !targetDeclared(target) && !targetDeclared(singular(target)) {
			p.parameter(target)
		}
		switch {
		case !s.source.MatchString(source):
			p.expression(source)
		case sourceDeclared != nil && declaration.MatchString(source) && !sourceDeclared(source) && !sourceDeclared(singular(source)):
			p.parameter(source)
		}
	}
	return p.refusal(mappingSubject)
}

// singular is the declaration of a parameter of which a mapping reads all values.
func singular(parameter string) string {
	return strings.Replace(parameter, ".multivalue", ".", 1)
}

// checkDeclarations refuses parameters of a method that are malformed, or share a name across
// locations.
func checkDeclarations(m apigateway.Method) error {
	var p problems
	seen := map[string]string{} // name: location
	twice := false
	for _, parameter := range sortedKeys(m.RequestParameters) {
		if !declaration.MatchString(parameter) {
			p.parameter(parameter)
			continue
		}
		location, name, _ := strings.Cut(strings.TrimPrefix(parameter, "method.request."), ".")
		location = strings.TrimPrefix(location, "multivalue")
		twice = twice || seen[name] != "" && seen[name] != location
		seen[name] = location
	}
	if err := p.refusal(mappingSubject); err != nil {
		return err
	}
	if twice {
		return badRequest("Parameter names must be unique across querystring, header and path")
	}
	return nil
}

// contentType is a media type, with parameters or without (CP-027).
var contentType = regexp.MustCompile(`^(\$default|[\w!#$&^.+*-]+/[\w!#$&^.+*-]+\s*(;.*)?)$`)

// checkContentTypes refuses keys of templates and models that are not media types.
func checkContentTypes(byContentType map[string]string) error {
	var p problems
	for _, key := range sortedKeys(byContentType) {
		if !contentType.MatchString(key) {
			p = append(p, "Invalid content type specified: "+key)
		}
	}
	return p.refusal("")
}
