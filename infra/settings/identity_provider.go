package settings

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// IdentityProvider is another place whose users may sign in: Google, Facebook, an OpenID Connect issuer, or
// a SAML provider.
type IdentityProvider struct {
	// Type is Google, Facebook, OIDC or SAML.
	Type string
	// ClientID and ClientSecret are what the provider gave this API, but for SAML.
	ClientID, ClientSecret string
	// Issuer is the URL of an OpenID Connect issuer.
	Issuer string
	// MetadataURL is where a SAML provider describes itself.
	MetadataURL string
	// EmailAttribute is the provider's attribute with the user's email address.
	EmailAttribute string
}

var providerName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$`)

var httpsRule = rule[string]{
	text: "it must be an https URL", example: "https://login.example.com",
	holds: regexp.MustCompile(`^https://[^\s"]+$`).MatchString,
}

// samlEmail is the claim that SAML providers have email addresses in, unless the config says otherwise.
const samlEmail = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"

// providerFields are the fields of an identity provider in the config.
var providerFields = []string{"clientId", "clientSecret", "emailAttribute", "issuer", "metadataUrl"}

// identityProviders reads an object of providers by name. What a provider is follows from its name, Google
// or Facebook, or from its fields: an issuer is OpenID Connect's, a metadataUrl SAML's.
func (r *reader) identityProviders(key string) map[string]IdentityProvider {
	given := map[string]map[string]string{}
	result := map[string]IdentityProvider{}
	if _, ok := r.hidden(key); !ok {
		return result
	}
	if err := r.config.TryObject(key, &given); err != nil {
		r.refuseShape(key, ".Google.clientId", "an object", "it must be an object of providers by name, each an object of texts: "+strings.Join(providerFields, ", "), "1234.apps.googleusercontent.com")
		return result
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		fields, path := given[name], key+"."+name
		if !providerName.MatchString(name) || strings.EqualFold(name, "Cognito") {
			r.remove(path, name, "a provider's name has up to 32 letters, digits, dashes and underscores, and is not Cognito")
			continue
		}
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			if !slices.Contains(providerFields, field) {
				r.remove(path+"."+field, "set", "a provider has only "+strings.Join(providerFields, ", ")+"; remove this one")
			}
		}
		p := IdentityProvider{
			Type: "OIDC", ClientID: fields["clientId"], ClientSecret: fields["clientSecret"], Issuer: fields["issuer"],
			MetadataURL: fields["metadataUrl"], EmailAttribute: fields["emailAttribute"],
		}
		switch {
		case name == "Google" || name == "Facebook":
			p.Type = name
			r.absent(path, name+" needs no", fields, "issuer", "metadataUrl")
		case p.MetadataURL != "":
			p.Type = "SAML"
			r.absent(path, "a SAML provider, which has a metadataUrl, needs no", fields, "issuer", "clientId", "clientSecret")
			r.present(path, fields, "metadataUrl", httpsRule)
		default:
			r.present(path, fields, "issuer", httpsRule)
		}
		if p.ClientSecret != "" {
			r.mustBeSecret(path + ".clientSecret")
		}
		if p.Type != "SAML" {
			set := rule[string]{text: "the provider gave it to you with the client", example: "...", holds: func(s string) bool { return s != "" }}
			r.present(path, fields, "clientId", set)
			r.present(path, fields, "clientSecret", set)
		}
		if p.EmailAttribute == "" {
			p.EmailAttribute = map[string]string{"SAML": samlEmail}[p.Type]
		}
		if p.EmailAttribute == "" {
			p.EmailAttribute = "email"
		}
		result[name] = p
	}
	return result
}

// present refuses a field that is missing or does not hold. No message repeats a value, which may be secret.
func (r *reader) present(path string, fields map[string]string, field string, rule rule[string]) {
	if rule.holds(fields[field]) {
		return
	}
	state, secret := notSet, ""
	if fields[field] != "" {
		state = "set"
	}
	if field == "clientSecret" {
		secret = "--secret "
	}
	r.problems = append(r.problems, Problem{
		Key: r.project + ":" + path + "." + field, State: state, Rule: rule.text,
		Fix: fmt.Sprintf("pulumi config set %s--path '%s:%s.%s' %s --stack %s", secret, r.project, path, field, rule.example, r.stack),
	})
}

func (r *reader) absent(path, why string, fields map[string]string, names ...string) {
	for _, name := range names {
		if fields[name] != "" {
			r.remove(path+"."+name, "set", why+" "+name)
		}
	}
}
