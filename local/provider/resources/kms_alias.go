package resources

import (
	"strings"

	"lambdaless/local/controlplane"
)

func kmsAlias() *Type {
	const allowed = "a name that begins with 'alias/', of a-z, A-Z, 0-9, '_', '-' and '/'"
	return &Type{
		Token: "aws:kms/alias:Alias", Label: "KMS Alias", Subject: "name", ImportShape: "alias/NAME",
		facts: facts{
			"name":         {replaces, excludes("namePrefix"), autonamed(249, func(name string) string { return "alias/" + name }), check(spelled(`alias/[a-zA-Z0-9/_-]+`, allowed, 7, 256)), computed},
			"namePrefix":   {replaces, excludes("name"), check(spelled(`alias/[a-zA-Z0-9/_-]*`, allowed, 6, 256-randomSuffix))},
			"targetKeyArn": {renewedBy("targetKeyId")},
			"targetKeyId":  {equalBy(func(old, updated any) bool { return keyID(old) == keyID(updated) })},
		},
		Calls: of(calls[controlplane.Alias]{in: controlplane.Aliases, path: "name"}),
	}
}

func keyID(v any) string {
	text, _ := v.(string)
	return text[strings.LastIndex(text, "/")+1:]
}
