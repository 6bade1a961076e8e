package resources

import (
	"strings"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func kmsAlias() *Type {
	const allowed = "a name that begins with 'alias/', of a-z, A-Z, 0-9, '_', '-' and '/'"
	return &Type{
		Token: "aws:kms/alias:Alias", Label: "KMS Alias", Subject: "name", ImportShape: "alias/NAME",
		Facts: schema.Facts{
			"name":         {schema.Replaces, schema.Excludes("namePrefix"), schema.Autonamed(249, func(name string) string { return "alias/" + name }), schema.Check(spelled(`alias/[a-zA-Z0-9/_-]+`, allowed, 7, 256)), schema.Computed},
			"namePrefix":   {schema.Replaces, schema.Excludes("name"), schema.Check(spelled(`alias/[a-zA-Z0-9/_-]*`, allowed, 6, 256-randomSuffix))},
			"targetKeyArn": {schema.RenewedBy("targetKeyId")},
			"targetKeyId":  {schema.EqualBy(func(old, updated any) bool { return keyID(old) == keyID(updated) })},
		},
		Calls: of(calls[controlplane.Alias]{in: controlplane.Aliases, path: "name"}),
	}
}

func keyID(v any) string {
	text, _ := v.(string)
	return text[strings.LastIndex(text, "/")+1:]
}
