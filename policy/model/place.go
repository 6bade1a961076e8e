package model

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"lambdaless/policy/graph"
)

// Place is where a resource is: the region and the provider, which decides about the account.
type Place struct {
	// Region is empty when it is unknown, as it is when a default provider takes it from the environment.
	Region string
	// Provider is the provider's URN; empty when it is unknown.
	Provider string
	// Identity are the settings that decide about the provider's account, in a comparable form.
	Identity string
}

// accountSettings are the settings of the aws provider that decide which account it uses.
var accountSettings = []string{
	"accessKey", "assumeRole", "assumeRoles", "assumeRoleWithWebIdentity", "endpoints", "profile", "secretKey", "sharedConfigFiles",
	"sharedCredentialsFiles", "token",
}

// PlaceOf is where a resource is. Version 7 of the aws provider has a region on each resource, which
// overrides the provider's.
func PlaceOf(n *graph.Node) Place {
	p := Place{}
	if n.Existing {
		if read, err := arn.Parse(n.Outputs.At("arn").TextOr("")); err == nil {
			p.Region = read.Region
		}
	}
	if n.Provider != nil {
		p.Provider = n.Provider.URN
		p.Region = n.Provider.Inputs.At("region").TextOr("")
		for _, name := range accountSettings {
			if v := n.Provider.Inputs.At(name); !v.Absent() {
				p.Identity += name + "=" + show(v) + ";"
			}
		}
	}
	if region, ok := n.In("region").Text(); ok {
		p.Region = region
	}
	return p
}

func show(v graph.Value) string {
	if v.IsUnknown() || v.IsSecret() {
		return "?"
	}
	text := ""
	for _, known := range texts(v) {
		t, _ := known.Text()
		text += t + ","
	}
	return text
}

// KeyTypes are the types of KMS keys.
func KeyTypes() []string { return slices.Clone(keys) }
