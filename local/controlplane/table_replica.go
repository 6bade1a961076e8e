package controlplane

import (
	"cmp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"lambdaless/local/controlplane/store"
)

// TableReplica is a replica of a table in another region: the same items, with settings of its own. Here both are one
// table of the database, so that what is written in one region is read in the others at once (GW-200).
type TableReplica struct {
	Region                    string            `json:"region"`
	ID                        string            `json:"id"` // NAME:REGION, with the table's region
	Name                      string            `json:"tableName"`
	ARN                       string            `json:"arn"`
	GlobalTableARN            string            `json:"globalTableArn"`
	KMSKeyARN                 string            `json:"kmsKeyArn"`
	PointInTimeRecovery       bool              `json:"pointInTimeRecovery"`
	DeletionProtectionEnabled bool              `json:"deletionProtectionEnabled"`
	TableClassOverride        string            `json:"tableClassOverride,omitempty"`
	Tags                      map[string]string `json:"tags,omitempty"`
	TagsAll                   map[string]string `json:"tagsAll,omitempty"`
}

func (TableReplica) Kind() string  { return "dynamodb.TableReplica" }
func (r TableReplica) Key() string { return r.Region + "/" + r.Name }

// TableReplicas are replicas that are resources of their own: dynamodb:UpdateTable in the table's region, and the calls
// about a table in the replica's.
var TableReplicas = Collection[TableReplica]{
	find: func(c *Client, t *store.Tx, r TableReplica) (TableReplica, error) {
		name, _, _ := strings.Cut(r.ID, ":")
		return store.Find[TableReplica](t, nil, c.region+"/"+name, tableMissing(name))
	},
	create: func(c *Client, t *store.Tx, in *TableReplica) error {
		of, err := arn.Parse(in.GlobalTableARN)
		name, isTable := strings.CutPrefix(of.Resource, "table/")
		if err != nil || !isTable {
			return refuse("ValidationException", "%s is not the ARN of a table", in.GlobalTableARN)
		}
		in.Region, in.Name, in.ID = c.region, name, name+":"+of.Region
		in.ARN = c.ARN("dynamodb", c.region, c.account.id, "table/"+name)
		c.replicaKey(in)
		table, ok := store.Load[Table](t, of.Region+"/"+name)
		if !ok {
			return tableMissing(name)
		}
		if _, err := c.table(t, name); err == nil && table.Region != c.region {
			return refuse("ValidationException", "Failed to create a the new replica of table with name: '%s' because one or more replicas already existed as tables.", name)
		}
		return c.checkReplica(t, table, Replica{RegionName: c.region, KMSKeyARN: in.KMSKeyARN})
	},
	update: func(c *Client, _ *store.Tx, old TableReplica, in *TableReplica) error {
		in.Region, in.Name, in.ID, in.ARN = old.Region, old.Name, old.ID, old.ARN
		c.replicaKey(in)
		return nil
	},
	release: func(_ *Client, _ *store.Tx, r TableReplica) error {
		if r.DeletionProtectionEnabled {
			return refuse("ValidationException", "%s", deletionProtected)
		}
		return nil
	},
}

// replicaKey leaves out the key that AWS manages: the provider shows none for it.
func (c *Client) replicaKey(r *TableReplica) {
	if r.KMSKeyARN == c.ARN("kms", c.region, c.account.id, "alias/aws/dynamodb") {
		r.KMSKeyARN = ""
	}
}

func tableMissing(name string) error {
	return refuse("ResourceNotFoundException", "Requested resource not found: Table: %s not found", name)
}

const deletionProtected = "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first."

// checkReplica says whether dynamodb:UpdateTable refuses a replica of a table (GW-201).
func (c *Client) checkReplica(t *store.Tx, table Table, r Replica) error {
	sse := table.ServerSideEncryption
	ofCustomer := func(key string) bool {
		return key != "" && !IsAWSManagedKey(key) && !strings.HasSuffix(key, ":alias/aws/dynamodb")
	}
	switch {
	case r.RegionName == table.Region:
		return refuse("ValidationException", "Cannot add, delete, or update the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as required.")
	case !table.StreamEnabled || table.StreamViewType != "NEW_AND_OLD_IMAGES":
		return refuse("ValidationException", "Table %s needs a stream of NEW_AND_OLD_IMAGES to have a replica in %s", table.Name, r.RegionName)
	case table.BillingMode == "PROVISIONED" && !writesScale(t, table):
		return refuse("ValidationException", "Table write capacity should either be Pay-Per-Request or AutoScaled.")
	case ofCustomer(r.KMSKeyARN) != (sse != nil && ofCustomer(sse.KMSKeyARN)):
		return refuse("ValidationException", "Table %s and its replica in %s must both be encrypted with a customer managed key, or both with one of AWS's", table.Name, r.RegionName)
	}
	if key, err := arn.Parse(r.KMSKeyARN); err == nil && key.Region != r.RegionName {
		return refuse("ValidationException", "The key %s is not in %s, where the replica is", r.KMSKeyARN, r.RegionName)
	}
	return nil
}

func writesScale(t *store.Tx, table Table) bool {
	return slices.ContainsFunc(store.List[Kept](t, "aws:appautoscaling/target:Target|"+table.Region+"|"), func(k Kept) bool {
		return k.Properties["resourceId"] == "table/"+table.Name && k.Properties["scalableDimension"] == "dynamodb:table:WriteCapacityUnits"
	})
}

// replicas are a table's replicas, each as the table that its region sees.
func (c *Client) replicas(t *store.Tx, table Table) (all []Table) {
	for _, r := range table.Replicas {
		all = append(all, c.asTable(table, TableReplica{Region: r.RegionName, ARN: r.ARN, KMSKeyARN: r.KMSKeyARN, PointInTimeRecovery: r.PointInTimeRecovery}))
	}
	for _, r := range store.List[TableReplica](t, "") {
		if r.GlobalTableARN == table.ARN {
			all = append(all, c.asTable(table, r))
		}
	}
	return all
}

func (c *Client) asTable(table Table, r TableReplica) Table {
	table.Region, table.ARN, table.Replicas, table.Tags, table.TagsAll = r.Region, r.ARN, nil, r.Tags, r.TagsAll
	table.DeletionProtectionEnabled = r.DeletionProtectionEnabled
	table.PointInTimeRecovery = &PointInTimeRecovery{Enabled: r.PointInTimeRecovery}
	if r.PointInTimeRecovery {
		table.PointInTimeRecovery.RecoveryPeriodInDays = 35
	}
	table.TableClass = cmp.Or(r.TableClassOverride, table.TableClass)
	key := r.KMSKeyARN
	if key == "" {
		key = c.ARN("kms", r.Region, c.account.id, "key/"+awsManagedKeyID)
	}
	table.ServerSideEncryption = &ServerSideEncryption{Enabled: true, KMSKeyARN: key}
	if table.StreamLabel != "" {
		table.StreamARN = r.ARN + "/stream/" + table.StreamLabel
	}
	return table
}

// allTables are the tables of all regions and their replicas, in order.
func (a *Account) allTables(t *store.Tx) []Table {
	tables := store.List[Table](t, "")
	for _, table := range tables {
		tables = append(tables, a.In(table.Region).replicas(t, table)...)
	}
	slices.SortStableFunc(tables, func(a, b Table) int { return cmp.Compare(a.Key(), b.Key()) })
	return tables
}
