package dataplane

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ConditionAware is an optional part of a Session: the condition keys that the role's policies
// mention, in any case. A session without it is given every key that a request has, which costs time.
type ConditionAware interface {
	ConditionKeys() []string
}

// conditionKeys are the values of the condition keys for one permission
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).
func (x *exchange) conditionKeys(ctx context.Context, uri awsURI, role assumedRole, session Session, p permission) map[string][]string {
	wants := func(string) bool { return true }
	if aware, ok := session.(ConditionAware); ok {
		mentioned := aware.ConditionKeys()
		if len(mentioned) == 0 {
			return nil
		}
		wants = func(key string) bool {
			return slices.ContainsFunc(mentioned, func(other string) bool { return strings.EqualFold(key, other) })
		}
	}
	keys := map[string][]string{
		"aws:SecureTransport":  {"true"},
		"aws:RequestedRegion":  {uri.region},
		"aws:PrincipalArn":     {role.arn},
		"aws:PrincipalAccount": {role.account},
		"aws:CurrentTime":      {x.start.UTC().Format("2006-01-02T15:04:05Z")},
		"aws:EpochTime":        {strconv.FormatInt(x.start.Unix(), 10)},
	}
	if p.enclosing != "" {
		keys["dynamodb:EnclosingOperation"] = []string{p.enclosing}
	}
	for _, member := range []string{"Select", "ReturnValues", "ReturnConsumedCapacity"} {
		for _, element := range p.elements {
			if value := text(element[member]); value != "" {
				keys["dynamodb:"+member] = appendNew(keys["dynamodb:"+member], value)
			}
		}
	}
	if p.table == "" {
		return keys
	}
	if attributes := touchedAttributes(p.elements); len(attributes) > 0 {
		keys["dynamodb:Attributes"] = attributes
	}
	if wants("dynamodb:LeadingKeys") && p.action != "dynamodb:Scan" {
		if leading := x.leadingKeys(ctx, uri.region, p); len(leading) > 0 {
			keys["dynamodb:LeadingKeys"] = leading
		}
	}
	return keys
}

// unknownKey stands for a partition key that could not be told; no pattern but * matches it, so
// that a policy that restricts leading keys refuses (GW-079).
const unknownKey = "\x00unknown partition key"

// leadingKeys are the partition keys that a request names.
func (x *exchange) leadingKeys(ctx context.Context, region string, p permission) []string {
	partition := x.g.keySchema.partitionKey(ctx, x.g, region, p.table, p.index)
	var values []string
	for _, element := range p.elements {
		attributes := object(element["Key"])
		if attributes == nil {
			attributes = object(element["Item"])
		}
		value := unknownKey
		if partition != "" && attributes != nil {
			value = scalar(attributes[partition])
		} else if partition != "" {
			value = queriedKey(element, partition)
		}
		values = appendNew(values, value)
	}
	return values
}

// scalar is the text of a key attribute's value: {"S": "x"}, {"N": "1"} or {"B": "..."}.
func scalar(raw json.RawMessage) string {
	value := object(raw)
	for _, kind := range []string{"S", "N", "B"} {
		if inner, ok := value[kind]; ok && len(value) == 1 && len(inner) > 0 && inner[0] == '"' {
			return text(inner)
		}
	}
	return unknownKey
}

// keyEquality finds the equality conditions in a key condition expression.
var keyEquality = regexp.MustCompile(`([#\w.-]+)\s*=\s*(:\w+)|(:\w+)\s*=\s*([#\w.-]+)`)

// queriedKey is the partition key that a Query asks for.
func queriedKey(query map[string]json.RawMessage, partition string) string {
	if conditions := object(query["KeyConditions"]); conditions != nil {
		condition := object(conditions[partition])
		if values := list(condition["AttributeValueList"]); text(condition["ComparisonOperator"]) == "EQ" && len(values) == 1 {
			return scalar(values[0])
		}
		return unknownKey
	}
	names, values := object(query["ExpressionAttributeNames"]), object(query["ExpressionAttributeValues"])
	for _, found := range keyEquality.FindAllStringSubmatch(text(query["KeyConditionExpression"]), -1) {
		name, value := found[1]+found[4], found[2]+found[3]
		if strings.HasPrefix(name, "#") {
			name = text(names[name])
		}
		if name == partition {
			return scalar(values[value])
		}
	}
	return unknownKey
}

// expressionToken finds words in an expression. One after a full stop is inside a path, one after a
// colon is a value, one before a parenthesis is a function.
var expressionToken = regexp.MustCompile(`[.:]?#?[A-Za-z_]\w*(?:\s*\()?`)

var expressionWords = set("AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE")

// touchedAttributes are the top-level attributes that the elements read, write or test.
func touchedAttributes(elements []map[string]json.RawMessage) []string {
	var attributes []string
	for _, element := range elements {
		for _, member := range []string{"Key", "Item", "AttributeUpdates", "Expected", "KeyConditions", "QueryFilter", "ScanFilter"} {
			for _, name := range sortedKeys(object(element[member])) {
				attributes = appendNew(attributes, name)
			}
		}
		for _, name := range list(element["AttributesToGet"]) {
			attributes = appendNew(attributes, text(name))
		}
		names := object(element["ExpressionAttributeNames"])
		for _, member := range []string{"ProjectionExpression", "FilterExpression", "ConditionExpression", "UpdateExpression", "KeyConditionExpression"} {
			for _, name := range expressionToken.FindAllString(text(element[member]), -1) {
				if strings.ContainsAny(name, ".:(") || expressionWords[strings.ToUpper(name)] {
					continue
				}
				if strings.HasPrefix(name, "#") {
					name = text(names[name])
				}
				attributes = appendNew(attributes, name)
			}
		}
	}
	return attributes
}

func appendNew(values []string, value string) []string {
	if slices.Contains(values, value) {
		return values
	}
	return append(values, value)
}

// keySchemas remembers the partition keys of tables and indexes, which a request does not tell from
// the other attributes of its key.
type keySchemas struct {
	mu     sync.Mutex
	tables map[[2]string]keySchema // by region and table
}

type keySchema struct {
	until time.Time
	keys  map[string]string // index, "" for the table: its partition key
}

// keySchemaLife bounds how long a table that was replaced is misread.
const keySchemaLife = 30 * time.Second

func (k *keySchemas) partitionKey(ctx context.Context, g *Gateway, region, table, index string) string {
	name := table[strings.LastIndexByte(table, '/')+1:]
	id := [2]string{region, name}
	now := g.Clock()
	k.mu.Lock()
	schema, ok := k.tables[id]
	k.mu.Unlock()
	if !ok || now.After(schema.until) {
		schema = keySchema{now.Add(keySchemaLife), describeKeys(ctx, g.Database, region, name)}
		if schema.keys != nil {
			k.mu.Lock()
			if k.tables == nil || len(k.tables) > 1000 {
				k.tables = map[[2]string]keySchema{}
			}
			k.tables[id] = schema
			k.mu.Unlock()
		}
	}
	return schema.keys[index]
}

// describeKeys asks the database; nil when it does not say.
func describeKeys(ctx context.Context, db Database, region, table string) map[string]string {
	answer, err := db.Call(ctx, region, "DescribeTable", []byte(`{"TableName":`+quoteJSON(table)+`}`))
	if err != nil || answer.StatusCode != 200 {
		return nil
	}
	type element struct{ AttributeName, KeyType string }
	type indexes []struct {
		IndexName string
		KeySchema []element
	}
	var description struct {
		Table struct {
			KeySchema                                     []element
			GlobalSecondaryIndexes, LocalSecondaryIndexes indexes
		}
	}
	if json.Unmarshal(answer.Body, &description) != nil {
		return nil
	}
	keys := map[string]string{}
	note := func(index string, schema []element) {
		for _, e := range schema {
			if e.KeyType == "HASH" {
				keys[index] = e.AttributeName
			}
		}
	}
	note("", description.Table.KeySchema)
	for _, index := range slices.Concat(description.Table.GlobalSecondaryIndexes, description.Table.LocalSecondaryIndexes) {
		note(index.IndexName, index.KeySchema)
	}
	return keys
}
