package database

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"net/http"
	"strconv"

	"lambdaless/internal/dynamodb/expression"
)

// refusal is DynamoDB's message to a request that the engines take and DynamoDB does not (CP-084); "" for every
// other request.
func (d *DynamoDB) refusal(ctx context.Context, region, action string, body []byte) (string, error) {
	switch action {
	case "PutItem", "UpdateItem", "DeleteItem":
		var request operation
		if json.Unmarshal(body, &request) == nil {
			return request.unknownReturn("returnValuesOnConditionCheckFailure"), nil
		}
	case "TransactWriteItems":
		return transactionRefusal(body), nil
	case "UpdateTimeToLive":
		return d.timeToLiveRefusal(ctx, region, body)
	}
	return "", nil
}

// operation is what a write of one item says, by itself or in a transaction.
type operation struct {
	Key                                 map[string]json.RawMessage
	UpdateExpression                    string
	ExpressionAttributeNames            map[string]string
	ReturnValuesOnConditionCheckFailure *string
}

func (o operation) unknownReturn(member string) string {
	if v := o.ReturnValuesOnConditionCheckFailure; v != nil && *v != "ALL_OLD" && *v != "NONE" {
		return fmt.Sprintf("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]", *v, member)
	}
	return ""
}

// transactionRefusal also refuses updates of keys: an update's Key names all attributes of the key.
func transactionRefusal(body []byte) string {
	var request struct{ TransactItems []map[string]operation }
	if json.Unmarshal(body, &request) != nil {
		return "" // the engine words the refusal
	}
	for i, element := range request.TransactItems {
		for kind, o := range element {
			member := fmt.Sprintf("transactItems.%d.member.%s.returnValuesOnConditionCheckFailure", i+1, map[string]string{
				"Put": "put", "Update": "update", "Delete": "delete", "ConditionCheck": "conditionCheck"}[kind])
			if message := o.unknownReturn(member); message != "" {
				return message
			}
			if kind == "Update" {
				if name := o.updatedKey(); name != "" {
					return "One or more parameter values were invalid: Cannot update attribute " + name + ". This attribute is part of the key"
				}
			}
		}
	}
	return ""
}

// updatedKey is an attribute of the key that the update changes.
func (o operation) updatedKey() string {
	actions, _, err := expression.ParseUpdate(o.UpdateExpression)
	if err != nil {
		return ""
	}
	for _, action := range actions {
		name := action.Path[0].Name
		if full, ok := o.ExpressionAttributeNames[name]; ok {
			name = full
		}
		if _, ok := o.Key[name]; ok {
			return name
		}
	}
	return ""
}

// timeToLiveRefusal is what DynamoDB says to a change of a time to live that changes nothing.
func (d *DynamoDB) timeToLiveRefusal(ctx context.Context, region string, body []byte) (string, error) {
	var request struct {
		TableName               string
		TimeToLiveSpecification struct {
			Enabled       *bool
			AttributeName string
		}
	}
	if json.Unmarshal(body, &request) != nil || request.TimeToLiveSpecification.Enabled == nil {
		return "", nil
	}
	answer, err := d.Database.Call(ctx, region, "DescribeTimeToLive", marshal(map[string]string{"TableName": request.TableName}))
	var now struct {
		TimeToLiveDescription struct{ TimeToLiveStatus, AttributeName string }
	}
	if err != nil || answer.StatusCode != 200 || json.Unmarshal(answer.Body, &now) != nil {
		return "", err
	}
	is, want := now.TimeToLiveDescription, request.TimeToLiveSpecification
	enabled := is.TimeToLiveStatus == "ENABLED"
	switch {
	case enabled && want.AttributeName != is.AttributeName:
		return "TimeToLive is active on a different AttributeName: current AttributeName is " + is.AttributeName, nil
	case enabled && *want.Enabled:
		return "TimeToLive is already enabled", nil
	case !enabled && !*want.Enabled:
		return "TimeToLive is already disabled", nil
	}
	return "", nil
}

// validationException is DynamoDB's answer with a message.
func validationException(message string) Answer {
	body := marshal(map[string]string{"__type": "com.amazon.coral.validate#ValidationException", "message": message})
	return Answer{StatusCode: http.StatusBadRequest, Body: body, Header: http.Header{
		"Content-Type":   {"application/x-amz-json-1.0"},
		"Content-Length": {strconv.Itoa(len(body))},
		"X-Amz-Crc32":    {strconv.FormatUint(uint64(crc32.ChecksumIEEE(body)), 10)},
	}}
}
