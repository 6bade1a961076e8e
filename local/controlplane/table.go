package controlplane

import (
	"strings"

	"lambdaless/local/controlplane/store"
)

// Table is what the account remembers of a DynamoDB table: what a database that stands in for
// DynamoDB does not keep. Keys, indexes and capacity are the database's.
type Table struct {
	Region                    string                 `json:"region"`
	ID                        string                 `json:"id"`
	Name                      string                 `json:"name"`
	ARN                       string                 `json:"arn"`
	Attributes                []TableAttribute       `json:"attributes"`
	HashKey                   string                 `json:"hashKey"`
	RangeKey                  string                 `json:"rangeKey,omitempty"`
	BillingMode               string                 `json:"billingMode"`
	ReadCapacity              int64                  `json:"readCapacity"`
	WriteCapacity             int64                  `json:"writeCapacity"`
	OnDemandThroughput        *OnDemandThroughput    `json:"onDemandThroughput,omitempty"`
	GlobalSecondaryIndexes    []GlobalSecondaryIndex `json:"globalSecondaryIndexes,omitempty"`
	LocalSecondaryIndexes     []LocalSecondaryIndex  `json:"localSecondaryIndexes,omitempty"`
	DeletionProtectionEnabled bool                   `json:"deletionProtectionEnabled"`
	PointInTimeRecovery       *PointInTimeRecovery   `json:"pointInTimeRecovery"`
	ServerSideEncryption      *ServerSideEncryption  `json:"serverSideEncryption,omitempty"`
	StreamEnabled             bool                   `json:"streamEnabled"`
	StreamViewType            string                 `json:"streamViewType"`
	StreamARN                 string                 `json:"streamArn"`
	StreamLabel               string                 `json:"streamLabel"`
	TableClass                string                 `json:"tableClass"`
	TTL                       *TTL                   `json:"ttl"`
	Replicas                  []Replica              `json:"replicas,omitempty"`
	ImportTable               map[string]any         `json:"importTable,omitempty"`
	RestoreDateTime           string                 `json:"restoreDateTime,omitempty"`
	RestoreSourceName         string                 `json:"restoreSourceName,omitempty"`
	RestoreSourceTableARN     string                 `json:"restoreSourceTableArn,omitempty"`
	RestoreToLatestTime       bool                   `json:"restoreToLatestTime,omitempty"`
	Tags                      map[string]string      `json:"tags,omitempty"`
	TagsAll                   map[string]string      `json:"tagsAll,omitempty"`
}

// TableAttribute is a key attribute: S, N or B.
type TableAttribute struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// OnDemandThroughput caps an on-demand table or index; -1 means no cap.
type OnDemandThroughput struct {
	MaxReadRequestUnits  int64 `json:"maxReadRequestUnits"`
	MaxWriteRequestUnits int64 `json:"maxWriteRequestUnits"`
}

// GlobalSecondaryIndex is an index with keys of its own.
type GlobalSecondaryIndex struct {
	Name               string              `json:"name"`
	HashKey            string              `json:"hashKey"`
	RangeKey           string              `json:"rangeKey,omitempty"`
	ProjectionType     string              `json:"projectionType"`
	NonKeyAttributes   []string            `json:"nonKeyAttributes,omitempty"`
	ReadCapacity       int64               `json:"readCapacity"`
	WriteCapacity      int64               `json:"writeCapacity"`
	OnDemandThroughput *OnDemandThroughput `json:"onDemandThroughput,omitempty"`
}

// LocalSecondaryIndex is an index with the table's partition key.
type LocalSecondaryIndex struct {
	Name             string   `json:"name"`
	RangeKey         string   `json:"rangeKey"`
	ProjectionType   string   `json:"projectionType"`
	NonKeyAttributes []string `json:"nonKeyAttributes,omitempty"`
}

// PointInTimeRecovery is continuous backup.
type PointInTimeRecovery struct {
	Enabled              bool `json:"enabled"`
	RecoveryPeriodInDays int  `json:"recoveryPeriodInDays,omitempty"`
}

// ServerSideEncryption is encryption with a KMS key; without it DynamoDB uses a key that AWS owns.
type ServerSideEncryption struct {
	Enabled   bool   `json:"enabled"`
	KMSKeyARN string `json:"kmsKeyArn,omitempty"`
}

// TTL is the attribute that holds an item's time of expiry.
type TTL struct {
	AttributeName string `json:"attributeName"`
	Enabled       bool   `json:"enabled"`
}

// Replica is a replica of the table in another region, as a property of the table.
type Replica struct {
	RegionName          string `json:"regionName"`
	ARN                 string `json:"arn"`
	KMSKeyARN           string `json:"kmsKeyArn"`
	PointInTimeRecovery bool   `json:"pointInTimeRecovery"`
	PropagateTags       bool   `json:"propagateTags"`
	StreamARN           string `json:"streamArn"`
	StreamLabel         string `json:"streamLabel"`
}

func (Table) Kind() string  { return "dynamodb.Table" }
func (t Table) Key() string { return t.Region + "/" + t.Name }

// Tables are the account's half of the calls about DynamoDB's tables: it refuses a second table of a
// name, makes up what AWS makes up, and holds what the database does not. The caller makes the calls of
// the database, and calls ForgetTable when it no longer has a table.
var Tables = Collection[Table]{
	find: func(c *Client, t *store.Tx, v Table) (Table, error) { return c.table(t, v.ID) },
	create: func(c *Client, t *store.Tx, in *Table) error {
		in.Region, in.ID = c.region, in.Name
		in.ARN = c.ARN("dynamodb", c.region, c.account.id, "table/"+in.Name)
		*in = c.tableDefaults(*in, Table{})
		if _, err := c.table(t, in.Name); err == nil {
			return refuse("ResourceInUseException", "Table already exists: %s", in.Name)
		}
		return c.checkReplicas(t, *in)
	},
	update: func(c *Client, t *store.Tx, old Table, in *Table) error {
		in.Region, in.ID, in.ARN = old.Region, old.ID, old.ARN
		*in = c.tableDefaults(*in, old)
		if err := c.checkReplicas(t, *in); err != nil {
			return err
		}
		if !in.StreamEnabled && len(c.replicas(t, *in)) > 0 {
			return refuse("ValidationException", "The stream of %s cannot be switched off while the table has replicas", in.Name)
		}
		return nil
	},
}

// checkReplicas refuses the replicas that are properties of the table itself.
func (c *Client) checkReplicas(t *store.Tx, table Table) error {
	for _, r := range table.Replicas {
		if err := c.checkReplica(t, table, r); err != nil {
			return err
		}
	}
	return nil
}

// tableDefaults fills what AWS computes; old is the table before, empty for a new one.
func (c *Client) tableDefaults(in, old Table) Table {
	if in.PointInTimeRecovery == nil {
		in.PointInTimeRecovery = &PointInTimeRecovery{}
	}
	if p := *in.PointInTimeRecovery; p.Enabled && p.RecoveryPeriodInDays == 0 {
		p.RecoveryPeriodInDays = 35
		in.PointInTimeRecovery = &p
	}
	if in.TTL == nil {
		in.TTL = &TTL{}
	}
	if s := in.ServerSideEncryption; s != nil {
		switch {
		case !s.Enabled:
			in.ServerSideEncryption = nil
		case s.KMSKeyARN == "" || s.KMSKeyARN == c.ARN("kms", c.region, c.account.id, "alias/aws/dynamodb"):
			in.ServerSideEncryption = &ServerSideEncryption{Enabled: true, KMSKeyARN: c.ARN("kms", c.region, c.account.id, "key/"+awsManagedKeyID)}
		}
	}
	in.StreamARN, in.StreamLabel = old.StreamARN, old.StreamLabel
	if in.StreamEnabled && (!old.StreamEnabled || old.StreamViewType != in.StreamViewType) {
		in.StreamLabel = c.now().Format("2006-01-02T15:04:05.000")
		in.StreamARN = in.ARN + "/stream/" + in.StreamLabel
	}
	if !in.StreamEnabled && !old.StreamEnabled {
		in.StreamViewType = ""
	}
	for i := range in.Replicas {
		r := &in.Replicas[i]
		r.ARN = c.ARN("dynamodb", r.RegionName, c.account.id, "table/"+in.Name)
		if in.StreamLabel != "" {
			r.StreamLabel, r.StreamARN = in.StreamLabel, r.ARN+"/stream/"+in.StreamLabel
		}
	}
	return in
}

// awsManagedKeyID stands for the key alias/aws/dynamodb that AWS manages.
const awsManagedKeyID = "00000000-0000-4000-8000-0000000000aa"

// IsAWSManagedKey reports whether a key's ARN is that of alias/aws/dynamodb.
func IsAWSManagedKey(arn string) bool { return strings.HasSuffix(arn, ":key/"+awsManagedKeyID) }

// Tables are the account's tables in all regions, replicas among them, in order.
func (a *Account) Tables() (all []Table, err error) {
	err = a.store.Read(func(t *store.Tx) error {
		all = a.allTables(t)
		return nil
	})
	return all, err
}

// CheckDeleteTable says whether dynamodb:DeleteTable would be refused. AWS refuses a table that replicas were made from
// for 24 hours, we for as long as there are any: theirs are the same items (GW-201).
func (c *Client) CheckDeleteTable(name string) error {
	return c.account.store.Read(func(t *store.Tx) error {
		v, err := c.table(t, name)
		switch {
		case err != nil:
			return err
		case v.DeletionProtectionEnabled:
			return refuse("ValidationException", "%s", deletionProtected)
		}
		for _, r := range store.List[TableReplica](t, "") {
			if r.GlobalTableARN == v.ARN {
				return refuse("ValidationException", "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours. (Replica in %s)", r.Region)
			}
		}
		return nil
	})
}

// ForgetTable removes the account's record of a table that the database no longer has.
func (c *Client) ForgetTable(name string) error {
	return c.account.store.Update(func(t *store.Tx) error {
		store.Remove(t, Table{Region: c.region, Name: name})
		return nil
	})
}

func (c *Client) table(t *store.Tx, name string) (Table, error) {
	if v, ok := store.Load[Table](t, c.region+"/"+name); ok {
		return v, nil
	}
	for _, v := range c.account.allTables(t) {
		if v.Region == c.region && v.Name == name {
			return v, nil
		}
	}
	return Table{}, tableMissing(name)
}
