package controlplane

import "strings"

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

// CreateKey is kms:CreateKey.
func (c *Client) CreateKey(in Key) (Key, error) {
	in.Region, in.KeyID = c.region, c.UUID()
	if in.MultiRegion {
		in.KeyID = "mrk-" + strings.ReplaceAll(in.KeyID, "-", "")
	}
	in.ID = in.KeyID
	in.ARN = c.ARN("kms", c.region, c.account.id, "key/"+in.KeyID)
	in = c.keyDefaults(in)
	return in, c.account.update(func(t *tx) error {
		if err := checkKey(in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
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

func checkKey(k Key) error {
	if err := checkKeyPolicy(k.Policy); err != nil {
		return refuse("MalformedPolicyDocumentException", "%v", err)
	}
	if k.EnableKeyRotation && k.CustomerMasterKeySpec != "" && k.CustomerMasterKeySpec != "SYMMETRIC_DEFAULT" {
		return refuse("UnsupportedOperationException", "You cannot perform this operation on this type of key.")
	}
	return nil
}

// Key is kms:DescribeKey.
func (c *Client) Key(id string) (k Key, err error) {
	err = c.account.read(func(t *tx) (err error) {
		k, err = c.kmsKey(t, id)
		return err
	})
	return k, err
}

// UpdateKey changes what KMS lets change.
func (c *Client) UpdateKey(in Key) (Key, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.kmsKey(t, in.KeyID)
		if err != nil {
			return err
		}
		in.Region, in.ID, in.ARN = old.Region, old.ID, old.ARN
		in = c.keyDefaults(in)
		if err := checkKey(in); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
	return in, err
}

// DeleteKey is kms:ScheduleKeyDeletion, with no waiting period (CP-040). Its aliases go with it.
func (c *Client) DeleteKey(id string) error {
	return c.account.update(func(t *tx) error {
		k, err := c.kmsKey(t, id)
		if err != nil {
			return err
		}
		for _, a := range list[Alias](t, c.region+"/") {
			if a.TargetKeyARN == k.ARN {
				remove(t, a)
			}
		}
		remove(t, k)
		return nil
	})
}

// kmsKey finds a key by id or ARN.
func (c *Client) kmsKey(t *tx, id string) (Key, error) {
	k, ok := load[Key](t, c.region+"/"+id[strings.LastIndex(id, "/")+1:])
	if !ok {
		return k, notFound("Key '%s' does not exist", c.ARN("kms", c.region, c.account.id, "key/"+id[strings.LastIndex(id, "/")+1:]))
	}
	return k, nil
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

// CreateAlias is kms:CreateAlias.
func (c *Client) CreateAlias(in Alias) (Alias, error) {
	in.Region, in.ID = c.region, in.Name
	in.ARN = c.ARN("kms", c.region, c.account.id, in.Name)
	err := c.account.update(func(t *tx) error {
		if _, ok := load[Alias](t, in.Key()); ok {
			return refuse("AlreadyExistsException", "An alias with the name %s already exists", in.ARN)
		}
		if strings.HasPrefix(in.Name, "alias/aws/") {
			return refuse("NotAuthorizedException", "Aliases that begin with alias/aws/ are reserved for AWS managed keys: %s", in.Name)
		}
		return c.putAlias(t, &in)
	})
	return in, err
}

func (c *Client) putAlias(t *tx, in *Alias) error {
	k, err := c.kmsKey(t, in.TargetKeyID)
	if err != nil {
		return err
	}
	in.TargetKeyARN = k.ARN
	store(t, *in)
	return nil
}

// Alias finds an alias, as kms:ListAliases shows it.
func (c *Client) Alias(name string) (a Alias, err error) {
	err = c.account.read(func(t *tx) (err error) {
		a, err = c.alias(t, name)
		return err
	})
	return a, err
}

// UpdateAlias is kms:UpdateAlias: points the name at another key.
func (c *Client) UpdateAlias(in Alias) (Alias, error) {
	err := c.account.update(func(t *tx) error {
		old, err := c.alias(t, in.Name)
		if err != nil {
			return err
		}
		in.Region, in.ID, in.ARN = old.Region, old.ID, old.ARN
		return c.putAlias(t, &in)
	})
	return in, err
}

// DeleteAlias is kms:DeleteAlias.
func (c *Client) DeleteAlias(name string) error {
	return c.account.update(func(t *tx) error {
		a, err := c.alias(t, name)
		if err != nil {
			return err
		}
		remove(t, a)
		return nil
	})
}

func (c *Client) alias(t *tx, name string) (Alias, error) {
	a, ok := load[Alias](t, c.region+"/"+name)
	if !ok {
		return a, notFound("Alias %s is not found.", c.ARN("kms", c.region, c.account.id, name))
	}
	return a, nil
}
