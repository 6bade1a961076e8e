package resources

import (
	"strings"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func kmsKey() *Type {
	return &Type{
		Token: "aws:kms/key:Key", Label: "KMS Key", Subject: "keyId", ImportShape: "KEY-ID",
		Facts: schema.Facts{
			"bypassPolicyLockoutSafetyCheck": {schema.Default(false)},
			"customKeyStoreId":               {schema.Replaces, schema.Check(length(1, 64))},
			"customerMasterKeySpec":          {schema.Default("SYMMETRIC_DEFAULT"), schema.Replaces, schema.Among("SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "SM2")},
			"deletionWindowInDays":           {schema.Check(Between(7, 30))},
			"description":                    {schema.Check(length(0, 8192))},
			"enableKeyRotation":              {schema.Default(false)},
			"isEnabled":                      {schema.Default(true)},
			"keyUsage":                       {schema.Default("ENCRYPT_DECRYPT"), schema.Replaces, schema.Among("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT")},
			"multiRegion":                    {schema.Replaces},
			"policy":                         {schema.JSON},
			"rotationPeriodInDays":           {schema.Check(Between(90, 2560))},
			"xksKeyId":                       {schema.Replaces, schema.Check(length(1, 64))},
		},
		Validate: func(known map[string]any) []Failure {
			if known["rotationPeriodInDays"] != nil && known["enableKeyRotation"] == false {
				return []Failure{{"rotationPeriodInDays", "needs enableKeyRotation: true"}}
			}
			return nil
		},
		Calls: of(calls[controlplane.Key]{in: controlplane.Keys, path: "keyId"}),
	}
}

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
