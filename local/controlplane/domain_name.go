package controlplane

import (
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// fillDomainNames reads the domain names and their mappings, which are kept resources.
func (v *view) fillDomainNames(t *store.Tx) {
	text := func(k Kept, property string) string { s, _ := k.Properties[property].(string); return s }
	for _, k := range store.List[Kept](t, "aws:apigateway/domainName:DomainName|") {
		v.mappings[strings.ToLower(text(k, "domainName"))] = map[string]apigateway.BasePathMapping{}
	}
	for _, k := range store.List[Kept](t, "aws:apigateway/basePathMapping:BasePathMapping|") {
		if of := v.mappings[strings.ToLower(text(k, "domainName"))]; of != nil {
			of[text(k, "basePath")] = apigateway.BasePathMapping{BasePath: text(k, "basePath"), RestAPIID: text(k, "restApi"), StageName: text(k, "stageName")}
		}
	}
}

// Mappings implements dataplane.Cloud.
func (a *Account) Mappings(domainName string) map[string]apigateway.BasePathMapping {
	return a.current().mappings[domainName]
}
