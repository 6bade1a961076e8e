// Package tables makes, changes and describes DynamoDB tables through the API of the database behind them.
package tables

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"

	"lambdaless/local/controlplane"
)

// Clients is the database behind the tables: DynamoDB's own API at some endpoint.
type Clients struct {
	Endpoint string
	Region   string // empty: the program's
}

// tableWait is how long a table may take to become active.
const tableWait = 2 * time.Minute

// Client makes a client for the configured region. A stand-in for DynamoDB takes any credentials; for
// DynamoDB itself the usual variables count.
func (t *Clients) Client(region string) (*dynamodb.Client, error) {
	if t.Endpoint == "" {
		return nil, errors.New("no database to create tables in: the provider has no DynamoDB endpoint")
	}
	if t.Region != "" {
		region = t.Region
	}
	return dynamodb.New(dynamodb.Options{
		Region:       region,
		BaseEndpoint: aws.String(t.Endpoint),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			c := aws.Credentials{
				AccessKeyID: os.Getenv("AWS_ACCESS_KEY_ID"), SecretAccessKey: os.Getenv("AWS_SECRET_ACCESS_KEY"), SessionToken: os.Getenv("AWS_SESSION_TOKEN"),
			}
			if c.AccessKeyID == "" || c.SecretAccessKey == "" {
				c = aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}
			}
			return c, nil
		}),
	}), nil
}

// onThisMachine reports whether the database is a stand-in here, with the developer's data alone.
func (t *Clients) onThisMachine() bool {
	u, err := url.Parse(t.Endpoint)
	if err != nil {
		return false
	}
	switch u.Hostname() {
	case "localhost", "127.0.0.1", "::1":
		return true
	}
	return false
}

// Plain converts the SDK's error into AWS's code and words.
func Plain(err error) error {
	var api smithy.APIError
	if errors.As(err, &api) {
		return &controlplane.Error{Code: api.ErrorCode(), Message: api.ErrorMessage()}
	}
	return err
}

// Create is dynamodb:CreateTable, and waits for the table. made reports whether the table may exist
// although the call failed: not when the database refused it.
func Create(ctx context.Context, db *dynamodb.Client, t controlplane.Table) (made bool, err error) {
	_, err = db.CreateTable(ctx, tableInput(t))
	var used *types.ResourceInUseException
	if errors.As(err, &used) {
		return false, &controlplane.Error{Code: "ResourceInUseException", Message: "Table already exists: " + t.Name}
	}
	if err := Plain(err); err != nil {
		var refused *controlplane.Error
		return !errors.As(err, &refused), err
	}
	_, err = WaitActive(ctx, db, t.Name)
	return true, err
}

func tableInput(t controlplane.Table) *dynamodb.CreateTableInput {
	in := &dynamodb.CreateTableInput{
		TableName: aws.String(t.Name), KeySchema: keySchema(t.HashKey, t.RangeKey), AttributeDefinitions: attributeDefinitions(t),
		BillingMode: types.BillingMode(t.BillingMode),
	}
	if t.BillingMode == Provisioned {
		in.ProvisionedThroughput = throughput(t.ReadCapacity, t.WriteCapacity)
	}
	for _, l := range t.LocalSecondaryIndexes {
		in.LocalSecondaryIndexes = append(in.LocalSecondaryIndexes, types.LocalSecondaryIndex{
			IndexName: aws.String(l.Name), KeySchema: keySchema(t.HashKey, l.RangeKey), Projection: projection(l.ProjectionType, l.NonKeyAttributes),
		})
	}
	for _, g := range t.GlobalSecondaryIndexes {
		index := types.GlobalSecondaryIndex{
			IndexName: aws.String(g.Name), KeySchema: keySchema(g.HashKey, g.RangeKey), Projection: projection(g.ProjectionType, g.NonKeyAttributes),
		}
		if t.BillingMode == Provisioned {
			index.ProvisionedThroughput = throughput(g.ReadCapacity, g.WriteCapacity)
		}
		in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes, index)
	}
	return in
}

// Provisioned is the billing mode of tables that have a capacity.
const Provisioned = "PROVISIONED"

func attributeDefinitions(t controlplane.Table) []types.AttributeDefinition {
	out := make([]types.AttributeDefinition, len(t.Attributes))
	for i, a := range t.Attributes {
		out[i] = types.AttributeDefinition{AttributeName: aws.String(a.Name), AttributeType: types.ScalarAttributeType(a.Type)}
	}
	return out
}

func keySchema(hash, sort string) []types.KeySchemaElement {
	out := []types.KeySchemaElement{{AttributeName: aws.String(hash), KeyType: types.KeyTypeHash}}
	if sort != "" {
		out = append(out, types.KeySchemaElement{AttributeName: aws.String(sort), KeyType: types.KeyTypeRange})
	}
	return out
}

func projection(kind string, attributes []string) *types.Projection {
	p := &types.Projection{ProjectionType: types.ProjectionType(kind)}
	if len(attributes) > 0 {
		p.NonKeyAttributes = attributes
	}
	return p
}

func throughput(read, write int64) *types.ProvisionedThroughput {
	return &types.ProvisionedThroughput{ReadCapacityUnits: aws.Int64(read), WriteCapacityUnits: aws.Int64(write)}
}

// WaitActive waits until a table and its indexes are active.
func WaitActive(ctx context.Context, db *dynamodb.Client, name string) (*types.TableDescription, error) {
	var last *types.TableDescription
	err := poll(ctx, func() (bool, error) {
		out, err := db.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: aws.String(name)})
		if err != nil {
			return false, Plain(err)
		}
		last = out.Table
		for _, g := range last.GlobalSecondaryIndexes {
			if g.IndexStatus != types.IndexStatusActive {
				return false, nil
			}
		}
		return last.TableStatus == types.TableStatusActive, nil
	})
	return last, err
}

// Delete is dynamodb:DeleteTable, and waits until the table is gone.
func Delete(ctx context.Context, db *dynamodb.Client, name string) error {
	if _, err := db.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: aws.String(name)}); err != nil {
		return Plain(err)
	}
	return poll(ctx, func() (bool, error) {
		_, err := db.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: aws.String(name)})
		var gone *types.ResourceNotFoundException
		if errors.As(err, &gone) {
			return true, nil
		}
		return false, Plain(err)
	})
}

func poll(ctx context.Context, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, tableWait)
	defer cancel()
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		ok, err := done()
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for the table: %w", ctx.Err())
		case <-time.After(pause):
		}
	}
}

// Described fills into the account's record what the database says of the table.
func Described(t controlplane.Table, d *types.TableDescription) controlplane.Table {
	t.HashKey, t.RangeKey = keysOf(d.KeySchema)
	t.Attributes = nil
	for _, a := range d.AttributeDefinitions {
		t.Attributes = append(t.Attributes, controlplane.TableAttribute{Name: aws.ToString(a.AttributeName), Type: string(a.AttributeType)})
	}
	t.BillingMode = Provisioned
	if d.BillingModeSummary != nil && d.BillingModeSummary.BillingMode != "" {
		t.BillingMode = string(d.BillingModeSummary.BillingMode)
	}
	t.ReadCapacity, t.WriteCapacity = capacity(d.ProvisionedThroughput)
	kept := map[string]controlplane.GlobalSecondaryIndex{}
	for _, g := range t.GlobalSecondaryIndexes {
		kept[g.Name] = g
	}
	t.GlobalSecondaryIndexes = nil
	for _, g := range d.GlobalSecondaryIndexes {
		index := controlplane.GlobalSecondaryIndex{Name: aws.ToString(g.IndexName), OnDemandThroughput: kept[aws.ToString(g.IndexName)].OnDemandThroughput}
		index.HashKey, index.RangeKey = keysOf(g.KeySchema)
		index.ProjectionType, index.NonKeyAttributes = projectionOf(g.Projection)
		index.ReadCapacity, index.WriteCapacity = capacity(g.ProvisionedThroughput)
		t.GlobalSecondaryIndexes = append(t.GlobalSecondaryIndexes, index)
	}
	t.LocalSecondaryIndexes = nil
	for _, l := range d.LocalSecondaryIndexes {
		index := controlplane.LocalSecondaryIndex{Name: aws.ToString(l.IndexName)}
		_, index.RangeKey = keysOf(l.KeySchema)
		index.ProjectionType, index.NonKeyAttributes = projectionOf(l.Projection)
		t.LocalSecondaryIndexes = append(t.LocalSecondaryIndexes, index)
	}
	return t
}

func keysOf(schema []types.KeySchemaElement) (hash, sort string) {
	for _, k := range schema {
		if k.KeyType == types.KeyTypeHash {
			hash = aws.ToString(k.AttributeName)
			continue
		}
		sort = aws.ToString(k.AttributeName)
	}
	return hash, sort
}

func capacity(p *types.ProvisionedThroughputDescription) (read, write int64) {
	if p == nil {
		return 0, 0
	}
	return aws.ToInt64(p.ReadCapacityUnits), aws.ToInt64(p.WriteCapacityUnits)
}

func projectionOf(p *types.Projection) (string, []string) {
	if p == nil {
		return "", nil
	}
	return string(p.ProjectionType), p.NonKeyAttributes
}

// SetTimeToLive tells the database about expiry. Databases that do not know the call leave it to the
// account's record.
func SetTimeToLive(ctx context.Context, db *dynamodb.Client, table string, old, updated controlplane.TTL) error {
	if old == updated || (!old.Enabled && !updated.Enabled) {
		return nil
	}
	attribute := updated.AttributeName
	if attribute == "" {
		attribute = old.AttributeName
	}
	_, err := db.UpdateTimeToLive(ctx, &dynamodb.UpdateTimeToLiveInput{
		TableName:               aws.String(table),
		TimeToLiveSpecification: &types.TimeToLiveSpecification{AttributeName: aws.String(attribute), Enabled: aws.Bool(updated.Enabled)},
	})
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorCode() == "UnknownOperationException" {
		return nil
	}
	return Plain(err)
}
