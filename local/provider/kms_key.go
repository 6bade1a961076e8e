package provider

import (
	"context"

	"lambdaless/local/controlplane"
)

func kmsKey() *resourceType {
	return &resourceType{
		token: "aws:kms/key:Key", label: "KMS Key", subject: "keyId", importShape: "KEY-ID",
		properties: append([]property{
			text("arn").out(),
			boolean("bypassPolicyLockoutSafetyCheck").or(false),
			text("customKeyStoreId").replacing().with(length(1, 64)),
			text("customerMasterKeySpec").or("SYMMETRIC_DEFAULT").replacing().among("SYMMETRIC_DEFAULT",
				"RSA_2048", "RSA_3072", "RSA_4096", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512",
				"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "SM2"),
			integer("deletionWindowInDays").with(between(7, 30)),
			text("description").orComputed().with(length(0, 8192)),
			boolean("enableKeyRotation").or(false),
			boolean("isEnabled").or(true),
			text("keyId").out(),
			text("keyUsage").or("ENCRYPT_DECRYPT").replacing().among("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"),
			boolean("multiRegion").orComputed().replacing(),
			document("policy").orComputed(),
			integer("rotationPeriodInDays").orComputed().with(between(90, 2560)),
			text("xksKeyId").replacing().with(length(1, 64)),
		}, tags()...),
		validate: func(known map[string]any) []failure {
			if known["rotationPeriodInDays"] != nil && known["enableKeyRotation"] == false {
				return []failure{{"rotationPeriodInDays", "needs enableKeyRotation: true"}}
			}
			return nil
		},
		calls: of(calls[controlplane.Key]{
			create: func(_ context.Context, c cloud, in controlplane.Key) (controlplane.Key, error) {
				return c.CreateKey(in)
			},
			read: func(_ context.Context, c cloud, k controlplane.Key) (controlplane.Key, error) { return c.Key(k.ID) },
			update: func(_ context.Context, c cloud, in controlplane.Key) (controlplane.Key, error) {
				return c.UpdateKey(in)
			},
			remove: func(_ context.Context, c cloud, k controlplane.Key) error { return c.DeleteKey(k.ID) },
			id:     func(k controlplane.Key) string { return k.ID },
			parse:  func(id string) (controlplane.Key, error) { return controlplane.Key{ID: id, KeyID: id}, nil },
		}),
	}
}
