package resources

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
	"lambdaless/local/provider/tables"
)

func dynamodbTable() *Type {
	return &Type{
		Token: "aws:dynamodb/table:Table", Label: "DynamoDB Table", Subject: "name", ImportShape: "NAME", StandIn: true,
		Facts: schema.Facts{
			"attributes":             {schema.Unordered},
			"attributes.type":        {schema.Among("B", "N", "S")},
			"billingMode":            {schema.Default(tables.Provisioned), schema.Among("PAY_PER_REQUEST", tables.Provisioned)},
			"globalSecondaryIndexes": {schema.IdentifiedBy("name")},
			"globalSecondaryIndexes.nonKeyAttributes":                        {schema.Unordered},
			"globalSecondaryIndexes.onDemandThroughput.maxReadRequestUnits":  {schema.Computed},
			"globalSecondaryIndexes.onDemandThroughput.maxWriteRequestUnits": {schema.Computed},
			"globalSecondaryIndexes.projectionType":                          {schema.Among("ALL", "INCLUDE", "KEYS_ONLY")},
			"globalSecondaryIndexes.readCapacity":                            {schema.Computed},
			"globalSecondaryIndexes.writeCapacity":                           {schema.Computed},
			"hashKey":                                                        {schema.Replaces},
			"importTable":                                                    {schema.Replaces},
			"importTable.inputCompressionType":                               {schema.Among("GZIP", "NONE", "ZSTD")},
			"importTable.inputFormat":                                        {schema.Among("CSV", "DYNAMODB_JSON", "ION")},
			"importTable.inputFormatOptions.csv.headerLists":                 {schema.Unordered},
			"localSecondaryIndexes":                                          {schema.IdentifiedBy("name"), schema.Replaces},
			"localSecondaryIndexes.projectionType":                           {schema.Among("ALL", "INCLUDE", "KEYS_ONLY")},
			"name":                                                           {schema.Replaces, schema.Autonamed(255, nil), schema.Check(spelled(`[a-zA-Z0-9_.-]+`, "a-z, A-Z, 0-9, '_', '-' and '.'", 3, 255))},
			"onDemandThroughput.maxReadRequestUnits":                         {schema.Computed},
			"onDemandThroughput.maxWriteRequestUnits":                        {schema.Computed},
			"pointInTimeRecovery.recoveryPeriodInDays":                       {schema.Computed, schema.Check(Between(1, 35))},
			"rangeKey":                       {schema.Replaces},
			"replicas":                       {schema.IdentifiedBy("regionName")},
			"replicas.arn":                   {schema.Computed},
			"replicas.kmsKeyArn":             {schema.Computed, schema.Check(isARN)},
			"replicas.pointInTimeRecovery":   {schema.Default(false)},
			"replicas.propagateTags":         {schema.Default(false)},
			"replicas.streamArn":             {schema.Computed},
			"replicas.streamLabel":           {schema.Computed},
			"restoreDateTime":                {schema.Replaces},
			"restoreSourceTableArn":          {schema.Check(isARN)},
			"restoreToLatestTime":            {schema.Replaces},
			"serverSideEncryption.kmsKeyArn": {schema.Computed, schema.Check(isARN)},
			"streamArn":                      {schema.RenewedBy("streamEnabled", "streamViewType")},
			"streamLabel":                    {schema.RenewedBy("streamEnabled", "streamViewType")},
			"streamViewType":                 {schema.Among("", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY")},
			"tableClass":                     {schema.Default("STANDARD"), schema.Among("STANDARD", "STANDARD_INFREQUENT_ACCESS")},
			"ttl.enabled":                    {schema.Default(false)},
		},
		Validate: validateTable,
		Calls: of(calls[controlplane.Table]{
			path:   "name",
			create: createTableAndRecord,
			read:   readTable,
			update: updateTableAndRecord,
			remove: removeTable,
		}),
	}
}

// validateTable holds what the provider checks when it plans a table.
func validateTable(known map[string]any) []Failure {
	t, err := decode[controlplane.Table](known)
	if err != nil {
		return []Failure{{"attributes", err.Error()}}
	}
	var out []Failure
	fail := func(property, format string, args ...any) {
		out = append(out, Failure{property, fmt.Sprintf(format, args...)})
	}
	if t.RestoreSourceName == "" && t.RestoreSourceTableARN == "" {
		if unused, undefined := attributeMismatch(t); len(unused) > 0 {
			fail("attributes", "all attributes must be indexed. Unused attributes: %q", unused)
		} else if len(undefined) > 0 {
			fail("attributes", "all indexes must match a defined attribute. Unmatched indexes: %q", undefined)
		}
		if t.HashKey == "" && known["importTable"] == nil {
			fail("hashKey", "is required and missing")
		}
	}
	if t.StreamEnabled && t.StreamViewType == "" {
		fail("streamViewType", "is required when streamEnabled is true")
	}
	if t.TTL != nil && t.TTL.Enabled && t.TTL.AttributeName == "" {
		fail("ttl", "needs attributeName when it is enabled")
	}
	if t.BillingMode == tables.Provisioned && t.RestoreSourceName == "" && t.RestoreSourceTableARN == "" {
		for name, n := range map[string]int64{"readCapacity": t.ReadCapacity, "writeCapacity": t.WriteCapacity} {
			if n < 1 {
				fail(name, "must be at least 1 when billingMode is PROVISIONED")
			}
		}
		for i, g := range t.GlobalSecondaryIndexes {
			if g.ReadCapacity < 1 || g.WriteCapacity < 1 {
				fail(fmt.Sprintf("globalSecondaryIndexes[%d]", i), "needs readCapacity and writeCapacity of at least 1 when billingMode is PROVISIONED")
			}
		}
	}
	return out
}

// attributeMismatch compares the attributes that are defined with those that keys use.
func attributeMismatch(t controlplane.Table) (unused, undefined []string) {
	var defined, used []string
	for _, a := range t.Attributes {
		defined = append(defined, a.Name)
	}
	use := func(names ...string) {
		for _, n := range names {
			if n != "" && !slices.Contains(used, n) {
				used = append(used, n)
			}
		}
	}
	use(t.HashKey, t.RangeKey)
	for _, l := range t.LocalSecondaryIndexes {
		use(l.RangeKey)
	}
	for _, g := range t.GlobalSecondaryIndexes {
		use(g.HashKey, g.RangeKey)
	}
	for _, n := range defined {
		if !slices.Contains(used, n) {
			unused = append(unused, n)
		}
	}
	for _, n := range used {
		if !slices.Contains(defined, n) {
			undefined = append(undefined, n)
		}
	}
	return unused, undefined
}

func createTableAndRecord(ctx context.Context, c Cloud, in controlplane.Table) (controlplane.Table, error) {
	if in.ImportTable != nil {
		return in, errors.New("the local AWS has no S3 to import a table from (property importTable)")
	}
	if in.RestoreSourceName != "" || in.RestoreSourceTableARN != "" {
		return in, errors.New("the local AWS keeps no backups to restore a table from (properties restoreSourceName, restoreSourceTableArn)")
	}
	db, err := c.Tables.Client(c.Region())
	if err != nil {
		return in, err
	}
	if err := forgetLost(ctx, c, db, in.Name); err != nil {
		return in, err
	}
	t, err := controlplane.Tables.Create(c.Client, in)
	if err != nil {
		return in, err
	}
	made, err := tables.Create(ctx, db, t)
	if err == nil {
		err = tables.SetTimeToLive(ctx, db, t.Name, controlplane.TTL{}, *t.TTL)
	}
	if err == nil {
		err = c.Tables.SetStream(ctx, db, t)
	}
	if err != nil {
		if undo := undoTable(context.WithoutCancel(ctx), c, db, t.Name, made); undo != nil {
			return in, &Unfinished{errors.Join(err, undo)}
		}
		return in, err
	}
	if t, err = readTable(ctx, c, t); err != nil {
		return t, &Unfinished{err}
	}
	return t, nil
}

// undoTable removes a table whose creation failed or was cancelled, if the database has made it.
func undoTable(ctx context.Context, c Cloud, db *dynamodb.Client, name string, made bool) error {
	if made {
		if err := tables.Delete(ctx, db, name); err != nil && !controlplane.IsNotFound(err) {
			return err
		}
	}
	return c.ForgetTable(name)
}

// forgetLost removes the account's record of a table that its database has lost.
func forgetLost(ctx context.Context, c Cloud, db *dynamodb.Client, name string) error {
	if _, err := controlplane.Tables.Get(c.Client, controlplane.Table{ID: name}); err != nil {
		return nil // no record, nothing to forget
	}
	_, err := db.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: aws.String(name)})
	var gone *types.ResourceNotFoundException
	if errors.As(err, &gone) {
		return c.ForgetTable(name)
	}
	return tables.Plain(err)
}

func readTable(ctx context.Context, c Cloud, t controlplane.Table) (controlplane.Table, error) {
	db, err := c.Tables.Client(c.Region())
	if err != nil {
		return t, err
	}
	name := t.ID
	if name == "" {
		name = t.Name
	}
	record, err := controlplane.Tables.Get(c.Client, controlplane.Table{ID: name})
	if err != nil {
		return t, err
	}
	d, err := tables.WaitActive(ctx, db, name)
	if err != nil {
		return t, err
	}
	return tables.Described(record, d), nil
}

func updateTableAndRecord(ctx context.Context, c Cloud, _, in controlplane.Table) (controlplane.Table, error) {
	db, err := c.Tables.Client(c.Region())
	if err != nil {
		return in, err
	}
	old, err := readTable(ctx, c, in)
	if err != nil {
		return in, err
	}
	if in.BillingMode != tables.Provisioned {
		in.ReadCapacity, in.WriteCapacity = 0, 0
	}
	if err := c.Tables.Update(ctx, db, old, in); err != nil {
		return in, err
	}
	if in.TTL == nil {
		in.TTL = old.TTL
	}
	if err := tables.SetTimeToLive(ctx, db, in.Name, *old.TTL, *in.TTL); err != nil {
		return in, err
	}
	if err := c.Tables.SetStream(ctx, db, in); err != nil {
		return in, err
	}
	if _, err := controlplane.Tables.Update(c.Client, in); err != nil {
		return in, err
	}
	return readTable(ctx, c, in)
}

func removeTable(ctx context.Context, c Cloud, t controlplane.Table) error {
	db, err := c.Tables.Client(c.Region())
	if err != nil {
		return err
	}
	if err := c.CheckDeleteTable(t.ID); err != nil {
		return err
	}
	if err := tables.Delete(ctx, db, t.ID); err != nil && !controlplane.IsNotFound(err) {
		return err
	}
	return c.ForgetTable(t.ID)
}

func dynamodbTableReplica() *Type {
	return &Type{
		Token: "aws:dynamodb/tableReplica:TableReplica", Label: "DynamoDB Table Replica", Subject: "globalTableArn", ImportShape: "TABLE-NAME:MAIN-REGION",
		Facts: schema.Facts{
			"globalTableArn":      {schema.Replaces, schema.Check(isARN)},
			"kmsKeyArn":           {schema.Replaces, schema.Check(isARN)},
			"pointInTimeRecovery": {schema.Default(false)},
			"tableClassOverride":  {schema.Replaces, schema.Among("STANDARD", "STANDARD_INFREQUENT_ACCESS")},
		},
		Calls: of(calls[controlplane.TableReplica]{in: controlplane.TableReplicas}),
	}
}
