package database

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// expiryPause is how long an expired item may stay at least. AWS takes days; a laptop shows it at once.
	expiryPause = 2 * time.Second
	// expiryShare bounds the part of the time that is spent looking for expired items.
	expiryShare = 20
	// expiryLimit is the age from which on DynamoDB leaves an item alone, because its time is likely a
	// mistake ("How it works: DynamoDB Time to Live").
	expiryLimit = 5 * 365 * 24 * time.Hour
)

// Expire deletes items whose time to live has passed, until ctx ends: no engine does so by itself
// (CP-082). It asks the database which tables have a time to live. gone remembers what was deleted, for the
// streams. failed receives what went wrong; the next round tries again.
func Expire(ctx context.Context, db API, gone *Expired, failed func(error)) {
	expire(ctx, db, expiryPause, gone, failed)
}

func expire(ctx context.Context, db API, pause time.Duration, gone *Expired, failed func(error)) {
	wait := pause
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		began := time.Now()
		if err := (expiry{db: db, gone: gone}).round(ctx, began); err != nil && ctx.Err() == nil {
			failed(fmt.Errorf("deleting expired items: %w", err))
		}
		wait = max(pause, expiryShare*time.Since(began))
	}
}

type expiry struct {
	db   API
	gone *Expired
}

// round deletes what has expired at a time from all tables.
func (e expiry) round(ctx context.Context, now time.Time) error {
	for start := ""; ; {
		request := map[string]any{}
		if start != "" {
			request["ExclusiveStartTableName"] = start
		}
		var tables struct {
			TableNames             []string
			LastEvaluatedTableName string
		}
		if err := e.call(ctx, "ListTables", request, &tables); err != nil {
			return err
		}
		for _, table := range tables.TableNames {
			if err := e.table(ctx, table, now); err != nil {
				return fmt.Errorf("table %s: %w", table, err)
			}
		}
		if start = tables.LastEvaluatedTableName; start == "" {
			return nil
		}
	}
}

func (e expiry) table(ctx context.Context, table string, now time.Time) error {
	var ttl struct {
		TimeToLiveDescription struct{ AttributeName, TimeToLiveStatus string }
	}
	err := e.call(ctx, "DescribeTimeToLive", map[string]any{"TableName": table}, &ttl)
	if err != nil || ttl.TimeToLiveDescription.TimeToLiveStatus != "ENABLED" {
		return ignore(err, tableGone)
	}
	var described struct {
		Table struct {
			KeySchema []struct{ AttributeName string }
		}
	}
	if err := e.call(ctx, "DescribeTable", map[string]any{"TableName": table}, &described); err != nil {
		return ignore(err, tableGone)
	}
	keys, names := keyNames(described.Table.KeySchema)
	names["#ttl"] = ttl.TimeToLiveDescription.AttributeName
	values := expired(now)
	scan := map[string]any{
		"TableName": table, "FilterExpression": isExpired, "ProjectionExpression": keys,
		"ExpressionAttributeNames": names, "ExpressionAttributeValues": values,
	}
	for {
		var page struct {
			Items            []json.RawMessage
			LastEvaluatedKey json.RawMessage
		}
		if err := e.call(ctx, "Scan", scan, &page); err != nil {
			return ignore(err, tableGone)
		}
		for _, key := range page.Items {
			err := e.gone.deleting(table, func() (json.RawMessage, error) {
				var deleted struct{ Attributes json.RawMessage }
				err := e.call(ctx, "DeleteItem", map[string]any{
					"TableName": table, "Key": key, "ConditionExpression": isExpired, "ReturnValues": "ALL_OLD",
					"ExpressionAttributeNames": map[string]string{"#ttl": names["#ttl"]}, "ExpressionAttributeValues": values,
				}, &deleted)
				return deleted.Attributes, err
			})
			if err := ignore(err, tableGone, "ConditionalCheckFailedException"); err != nil { // not when it was renewed meanwhile
				return err
			}
		}
		if page.LastEvaluatedKey == nil {
			return nil
		}
		scan["ExclusiveStartKey"] = page.LastEvaluatedKey
	}
}

// keyNames returns the key attributes as a projection, and the names that it uses.
func keyNames(schema []struct{ AttributeName string }) (projection string, names map[string]string) {
	names = map[string]string{}
	var keys []string
	for i, key := range schema {
		keys = append(keys, "#k"+strconv.Itoa(i))
		names[keys[i]] = key.AttributeName
	}
	return strings.Join(keys, ", "), names
}

// isExpired is the condition of an item that has expired: its attribute is a number (numbers compare
// with numbers alone) of seconds since 1970 that has passed, but not five years ago.
const isExpired = "#ttl < :now AND #ttl > :limit"

func expired(now time.Time) map[string]any {
	seconds := func(t time.Time) any { return map[string]string{"N": strconv.FormatInt(t.Unix(), 10)} }
	return map[string]any{":now": seconds(now), ":limit": seconds(now.Add(-expiryLimit))}
}

const tableGone = "ResourceNotFoundException"

// refusal is DynamoDB's answer to a request that it does not carry out.
type refusal struct{ code, message string }

func (r *refusal) Error() string { return r.code + ": " + r.message }

// ignore returns nil for refusals with one of the codes.
func ignore(err error, codes ...string) error {
	var r *refusal
	if errors.As(err, &r) && slices.Contains(codes, r.code) {
		return nil
	}
	return err
}

func (e expiry) call(ctx context.Context, action string, request map[string]any, answer any) error {
	got, err := e.db.Call(ctx, "us-east-1", action, marshal(request))
	if err != nil {
		return err
	}
	if got.StatusCode == 200 && answer == nil {
		return nil
	}
	if got.StatusCode == 200 {
		return json.Unmarshal(got.Body, answer)
	}
	var said struct {
		Type    string `json:"__type"`
		Message string
	}
	if err := json.Unmarshal(got.Body, &said); err != nil {
		return fmt.Errorf("%s answered %d and no JSON: %w", action, got.StatusCode, err)
	}
	return &refusal{code: said.Type[strings.LastIndex(said.Type, "#")+1:], message: said.Message}
}
