package resources

import (
	"lambdaless/local/controlplane"
)

func kmsKey() *Type {
	return &Type{
		Token: "aws:kms/key:Key", Label: "KMS Key", Subject: "keyId", ImportShape: "KEY-ID",
		facts: facts{
			"bypassPolicyLockoutSafetyCheck": {defaultsTo(false)},
			"customKeyStoreId":               {replaces, check(length(1, 64))},
			"customerMasterKeySpec":          {defaultsTo("SYMMETRIC_DEFAULT"), replaces, among("SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "SM2")},
			"deletionWindowInDays":           {check(between(7, 30))},
			"description":                    {check(length(0, 8192))},
			"enableKeyRotation":              {defaultsTo(false)},
			"isEnabled":                      {defaultsTo(true)},
			"keyUsage":                       {defaultsTo("ENCRYPT_DECRYPT"), replaces, among("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT")},
			"multiRegion":                    {replaces},
			"policy":                         {document},
			"rotationPeriodInDays":           {check(between(90, 2560))},
			"xksKeyId":                       {replaces, check(length(1, 64))},
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
