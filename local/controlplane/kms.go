package controlplane

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"lambdaless/internal/iam/parse"
	"lambdaless/local/controlplane/store"
)

// Key is a KMS key. It encrypts nothing here; tables and log groups may name it.
type Key struct {
	Region                         string            `json:"region"`
	ID                             string            `json:"id"`
	KeyID                          string            `json:"keyId"`
	ARN                            string            `json:"arn"`
	Description                    string            `json:"description"`
	Policy                         string            `json:"policy"`
	KeyUsage                       string            `json:"keyUsage"`
	CustomerMasterKeySpec          string            `json:"customerMasterKeySpec"`
	CustomKeyStoreID               string            `json:"customKeyStoreId,omitempty"`
	XKSKeyID                       string            `json:"xksKeyId,omitempty"`
	IsEnabled                      bool              `json:"isEnabled"`
	EnableKeyRotation              bool              `json:"enableKeyRotation"`
	RotationPeriodInDays           int               `json:"rotationPeriodInDays,omitempty"`
	DeletionWindowInDays           int               `json:"deletionWindowInDays,omitempty"`
	MultiRegion                    bool              `json:"multiRegion"`
	BypassPolicyLockoutSafetyCheck bool              `json:"bypassPolicyLockoutSafetyCheck"`
	Tags                           map[string]string `json:"tags,omitempty"`
	TagsAll                        map[string]string `json:"tagsAll,omitempty"`
}

func (Key) Kind() string  { return "kms.Key" }
func (k Key) Key() string { return k.Region + "/" + k.KeyID }

// Keys are KMS keys: kms:CreateKey, DescribeKey, the calls that change what KMS lets change, and
// ScheduleKeyDeletion with no waiting period (CP-040), with which a key's aliases go.
var Keys = Collection[Key]{
	find: func(c *Client, t *store.Tx, k Key) (Key, error) { return c.kmsKey(t, k.ID) },
	create: func(c *Client, t *store.Tx, in *Key) error {
		in.Region, in.KeyID = c.region, c.UUID()
		if in.MultiRegion {
			in.KeyID = "mrk-" + strings.ReplaceAll(in.KeyID, "-", "")
		}
		in.ID = in.KeyID
		in.ARN = c.ARN("kms", c.region, c.account.id, "key/"+in.KeyID)
		*in = c.keyDefaults(*in)
		return c.checkKey(t, *in)
	},
	update: func(c *Client, t *store.Tx, old Key, in *Key) error {
		in.Region, in.ID, in.ARN = old.Region, old.ID, old.ARN
		*in = c.keyDefaults(*in)
		return c.checkKey(t, *in)
	},
	release: func(c *Client, t *store.Tx, k Key) error {
		for _, a := range store.List[Alias](t, c.region+"/") {
			if a.TargetKeyARN == k.ARN {
				store.Remove(t, a)
			}
		}
		return nil
	},
}

func (c *Client) keyDefaults(k Key) Key {
	if k.Policy == "" {
		k.Policy = `{"Id":"key-default-1","Statement":[{"Action":"kms:*","Effect":"Allow","Principal":{"AWS":"` +
			c.ARN("iam", "", c.account.id, "root") + `"},"Resource":"*","Sid":"Enable IAM User Permissions"}],"Version":"2012-10-17"}`
	}
	switch {
	case !k.EnableKeyRotation:
		k.RotationPeriodInDays = 0
	case k.RotationPeriodInDays == 0:
		k.RotationPeriodInDays = 365
	}
	return k
}

func (c *Client) checkKey(t *store.Tx, k Key) error {
	policy, err := parse.Resource(k.Policy)
	if err != nil {
		return refuse("MalformedPolicyDocumentException", "%v", err)
	}
	for _, s := range policy.Statements {
		for _, p := range s.Principals {
			if arn, err := arn.Parse(p.Value); err == nil && arn.AccountID == c.account.id && strings.HasPrefix(arn.Resource, "role/") {
				if _, ok := roleByARN(t, p.Value); !ok {
					return refuse("MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals.")
				}
			}
		}
	}
	if k.EnableKeyRotation && k.CustomerMasterKeySpec != "" && k.CustomerMasterKeySpec != "SYMMETRIC_DEFAULT" {
		return refuse("UnsupportedOperationException", "You cannot perform this operation on this type of key.")
	}
	return nil
}

// kmsKey finds a key by id or ARN.
func (c *Client) kmsKey(t *store.Tx, id string) (Key, error) {
	return store.Find[Key](t, nil, c.region+"/"+id[strings.LastIndex(id, "/")+1:], notFound("Key '%s' does not exist", c.ARN("kms", c.region, c.account.id, "key/"+id[strings.LastIndex(id, "/")+1:])))
}

// Alias is a name of a KMS key.
type Alias struct {
	Region       string `json:"region"`
	ID           string `json:"id"`
	Name         string `json:"name"`
	NamePrefix   string `json:"namePrefix"`
	TargetKeyID  string `json:"targetKeyId"`
	TargetKeyARN string `json:"targetKeyArn"`
	ARN          string `json:"arn"`
}

func (Alias) Kind() string  { return "kms.Alias" }
func (a Alias) Key() string { return a.Region + "/" + a.Name }

// Aliases are names of KMS keys: kms:CreateAlias, ListAliases, UpdateAlias, which points the name at
// another key, and DeleteAlias.
var Aliases = Collection[Alias]{
	find: func(c *Client, t *store.Tx, a Alias) (Alias, error) {
		return store.Find[Alias](t, nil, c.region+"/"+a.ID, notFound("Alias %s is not found.", c.ARN("kms", c.region, c.account.id, a.ID)))
	},
	create: func(c *Client, t *store.Tx, in *Alias) error {
		in.Region, in.ID = c.region, in.Name
		in.ARN = c.ARN("kms", c.region, c.account.id, in.Name)
		if _, ok := store.Load[Alias](t, in.Key()); ok {
			return refuse("AlreadyExistsException", "An alias with the name %s already exists", in.ARN)
		}
		if strings.HasPrefix(in.Name, "alias/aws/") {
			return refuse("NotAuthorizedException", "Aliases that begin with alias/aws/ are reserved for AWS managed keys: %s", in.Name)
		}
		return c.target(t, in)
	},
	update: func(c *Client, t *store.Tx, old Alias, in *Alias) error {
		in.Region, in.ID, in.ARN = old.Region, old.ID, old.ARN
		return c.target(t, in)
	},
}

// target finds the key that an alias points to.
func (c *Client) target(t *store.Tx, in *Alias) error {
	k, err := c.kmsKey(t, in.TargetKeyID)
	in.TargetKeyARN = k.ARN
	return err
}
