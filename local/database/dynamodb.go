package database

import (
	"bytes"
	"context"
	"encoding/json"
	"hash/crc32"
	"strconv"
	"strings"
)

// DynamoDB is a database that answers as DynamoDB does where the engines do not: what a request names by
// a table's ARN reaches the table (CP-080), validation errors of writes begin as they do today
// (CP-081), and what the engines take by mistake is refused (CP-084). Everything else passes unchanged.
type DynamoDB struct {
	Database API
	Account  string // the twelve-digit account whose ARNs are this database's tables
}

var _ API = (*DynamoDB)(nil)

// Call sends one operation and returns DynamoDB's answer, refusals included.
func (d *DynamoDB) Call(ctx context.Context, region, action string, body []byte) (Answer, error) {
	names := &tableNames{suffix: ":dynamodb:" + region + ":" + d.Account + ":table/"}
	if bytes.Contains(body, []byte(":dynamodb:")) {
		body = names.rewrite(body)
	}
	message, err := d.refusal(ctx, region, action, body)
	if err != nil {
		return Answer{}, err
	}
	if message != "" {
		return validationException(message), nil
	}
	answer, err := d.Database.Call(ctx, region, action, body)
	if err != nil {
		return answer, err
	}
	switch {
	case answer.StatusCode == 200 && names.batch != nil:
		replace(&answer, names.restore(answer.Body))
	case answer.StatusCode == 400 && writes[action]:
		replace(&answer, asValidationError(answer.Body))
	}
	return answer, nil
}

// replace gives an answer another body, and the headers that describe it.
func replace(answer *Answer, body []byte) {
	answer.Body = body
	for name, value := range map[string]string{
		"Content-Length": strconv.Itoa(len(body)),
		"X-Amz-Crc32":    strconv.FormatUint(uint64(crc32.ChecksumIEEE(body)), 10),
	} {
		if answer.Header.Get(name) != "" {
			answer.Header.Set(name, value)
		}
	}
}

// tableNames replaces tables' ARNs by their names in one request.
type tableNames struct {
	suffix string            // of an ARN, before the table's name
	batch  map[string]string // for batches, which answer by table: the ARNs by name
}

// name is the name of the table that an ARN of this account and region names; everything else is
// itself, for the engine to refuse.
func (t *tableNames) name(table string) string {
	prefix, name, found := strings.Cut(table, t.suffix)
	if !found || !strings.HasPrefix(prefix, "arn:") || strings.Contains(name, "/") {
		return table
	}
	return name
}

// rewrite returns the request with names for ARNs, or the request itself when it is not JSON of the
// form that DynamoDB takes: the engine words the refusal.
func (t *tableNames) rewrite(body []byte) []byte {
	var request map[string]json.RawMessage
	if json.Unmarshal(body, &request) != nil {
		return body
	}
	t.rewriteName(request)
	if items := request["RequestItems"]; items != nil {
		request["RequestItems"] = t.rewriteBatch(items)
	}
	var elements []map[string]map[string]json.RawMessage
	if items := request["TransactItems"]; items != nil && json.Unmarshal(items, &elements) == nil {
		for _, element := range elements {
			for _, operation := range element {
				t.rewriteName(operation)
			}
		}
		request["TransactItems"] = marshal(elements)
	}
	return marshal(request)
}

func (t *tableNames) rewriteName(operation map[string]json.RawMessage) {
	var table string
	if json.Unmarshal(operation["TableName"], &table) == nil {
		operation["TableName"] = marshal(t.name(table))
	}
}

func (t *tableNames) rewriteBatch(items json.RawMessage) json.RawMessage {
	var tables map[string]json.RawMessage
	if json.Unmarshal(items, &tables) != nil {
		return items
	}
	t.batch = map[string]string{}
	renamed := map[string]json.RawMessage{}
	for table, requests := range tables {
		name := t.name(table)
		if _, twice := renamed[name]; twice || name != table && tables[name] != nil {
			return items // by name and by ARN: the engine refuses the ARN
		}
		renamed[name], t.batch[name] = requests, table
	}
	return marshal(renamed)
}

// restore names the tables of a batch's answer as the request did.
func (t *tableNames) restore(body []byte) []byte {
	var answer map[string]json.RawMessage
	if json.Unmarshal(body, &answer) != nil {
		return body
	}
	for _, member := range []string{"Responses", "UnprocessedKeys", "UnprocessedItems", "ItemCollectionMetrics"} {
		var tables map[string]json.RawMessage
		if answer[member] == nil || json.Unmarshal(answer[member], &tables) != nil {
			continue
		}
		renamed := map[string]json.RawMessage{}
		for name, value := range tables {
			renamed[t.batch[name]] = value
		}
		answer[member] = marshal(renamed)
	}
	return marshal(answer)
}

// writes are the operations whose validation DynamoDB reworded in 2026.
var writes = map[string]bool{"PutItem": true, "UpdateItem": true, "DeleteItem": true}

const validationError = "1 validation error detected: "

// reworded are the beginnings of the messages that have validationError before them today.
var reworded = []string{
	"Value provided in ExpressionAttributeNames unused in expressions: ",
	"Value provided in ExpressionAttributeValues unused in expressions: ",
	"ExpressionAttributeNames ",
	"ExpressionAttributeValues ",
	"Invalid UpdateExpression: ",
	"Invalid ConditionExpression: ",
	"Can not use both expression and non-expression parameters in the same request: ",
	"One or more parameter values were invalid: An string set  may not be empty",
	"One or more parameter values were invalid: An number set  may not be empty",
	"One or more parameter values were invalid: Binary sets should not be empty",
	"One or more parameter values were invalid: Input collection ",
}

// asValidationError gives a ValidationException of a write today's wording.
func asValidationError(body []byte) []byte {
	var refusal map[string]json.RawMessage
	var kind, message string
	if json.Unmarshal(body, &refusal) != nil || json.Unmarshal(refusal["__type"], &kind) != nil || json.Unmarshal(refusal["message"], &message) != nil ||
		!strings.HasSuffix(kind, "#ValidationException") {
		return body
	}
	for _, beginning := range reworded {
		if strings.HasPrefix(message, beginning) {
			refusal["message"] = marshal(validationError + message)
			return marshal(refusal)
		}
	}
	return body
}

// marshal writes JSON as DynamoDB does, with <, > and & as they are.
func marshal(v any) json.RawMessage {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err) // decoded JSON always encodes
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}
