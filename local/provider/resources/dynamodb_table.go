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
)

func dynamodbTable() *Type {
	return &Type{
		Token: "aws:dynamodb/table:Table", Label: "DynamoDB Table", Subject: "name", ImportShape: "NAME", StandIn: true,
		facts: facts{
			"attributes":             {unordered},
			"attributes.type":        {among("B", "N", "S")},
			"billingMode":            {defaultsTo(provisioned), among("PAY_PER_REQUEST", provisioned)},
			"globalSecondaryIndexes": {identifiedBy("name")},
			"globalSecondaryIndexes.nonKeyAttributes":                        {unordered},
			"globalSecondaryIndexes.onDemandThroughput.maxReadRequestUnits":  {computed},
			"globalSecondaryIndexes.onDemandThroughput.maxWriteRequestUnits": {computed},
			"globalSecondaryIndexes.projectionType":                          {among("ALL", "INCLUDE", "KEYS_ONLY")},
			"globalSecondaryIndexes.readCapacity":                            {computed},
			"globalSecondaryIndexes.writeCapacity":                           {computed},
			"hashKey":                                                        {replaces},
			"importTable":                                                    {replaces},
			"importTable.inputCompressionType":                               {among("GZIP", "NONE", "ZSTD")},
			"importTable.inputFormat":                                        {among("CSV", "DYNAMODB_JSON", "ION")},
			"importTable.inputFormatOptions.csv.headerLists":                 {unordered},
			"localSecondaryIndexes":                                          {identifiedBy("name"), replaces},
			"localSecondaryIndexes.projectionType":                           {among("ALL", "INCLUDE", "KEYS_ONLY")},
			"name":                                                           {replaces, autonamed(255, nil), check(spelled(`[a-zA-Z0-9_.-]+`, "a-z, A-Z, 0-9, '_', '-' and '.'", 3, 255))},
			"onDemandThroughput.maxReadRequestUnits":                         {computed},
			"onDemandThroughput.maxWriteRequestUnits":                        {computed},
			"pointInTimeRecovery.recoveryPeriodInDays":                       {computed, check(between(1, 35))},
			"rangeKey":                       {replaces},
			"replicas":                       {identifiedBy("regionName")},
			"replicas.arn":                   {computed},
			"replicas.kmsKeyArn":             {computed, check(isARN)},
			"replicas.pointInTimeRecovery":   {defaultsTo(false)},
			"replicas.propagateTags":         {defaultsTo(false)},
			"replicas.streamArn":             {computed},
			"replicas.streamLabel":           {computed},
			"restoreDateTime":                {replaces},
			"restoreSourceTableArn":          {check(isARN)},
			"restoreToLatestTime":            {replaces},
			"serverSideEncryption.kmsKeyArn": {computed, check(isARN)},
			"streamArn":                      {renewedBy("streamEnabled", "streamViewType")},
			"streamLabel":                    {renewedBy("streamEnabled", "streamViewType")},
			"streamViewType":                 {among("", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY")},
			"tableClass":                     {defaultsTo("STANDARD"), among("STANDARD", "STANDARD_INFREQUENT_ACCESS")},
			"ttl.enabled":                    {defaultsTo(false)},
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
	if t.BillingMode == provisioned && t.RestoreSourceName == "" && t.RestoreSourceTableARN == "" {
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
	made, err := createTable(ctx, db, t)
	if err == nil {
		err = setTimeToLive(ctx, db, t.Name, controlplane.TTL{}, *t.TTL)
	}
	if err == nil {
		err = c.Tables.setStream(ctx, db, t)
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
		if err := DeleteTable(ctx, db, name); err != nil && !controlplane.IsNotFound(err) {
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
	return Plain(err)
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
	d, err := waitActive(ctx, db, name)
	if err != nil {
		return t, err
	}
	return described(record, d), nil
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
	if in.BillingMode != provisioned {
		in.ReadCapacity, in.WriteCapacity = 0, 0
	}
	if err := c.Tables.updateTable(ctx, db, old, in); err != nil {
		return in, err
	}
	if in.TTL == nil {
		in.TTL = old.TTL
	}
	if err := setTimeToLive(ctx, db, in.Name, *old.TTL, *in.TTL); err != nil {
		return in, err
	}
	if err := c.Tables.setStream(ctx, db, in); err != nil {
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
	if err := DeleteTable(ctx, db, t.ID); err != nil && !controlplane.IsNotFound(err) {
		return err
	}
	return c.ForgetTable(t.ID)
}
