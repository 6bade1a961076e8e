package resources

import (
	"context"

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
		Calls: of(calls[controlplane.Key]{
			create: func(_ context.Context, c Cloud, in controlplane.Key) (controlplane.Key, error) {
				return c.CreateKey(in)
			},
			read: func(_ context.Context, c Cloud, k controlplane.Key) (controlplane.Key, error) { return c.Key(k.ID) },
			update: func(_ context.Context, c Cloud, in controlplane.Key) (controlplane.Key, error) {
				return c.UpdateKey(in)
			},
			remove: func(_ context.Context, c Cloud, k controlplane.Key) error { return c.DeleteKey(k.ID) },
			id:     func(k controlplane.Key) string { return k.ID },
			parse:  func(id string) (controlplane.Key, error) { return controlplane.Key{ID: id, KeyID: id}, nil },
		}),
	}
}
