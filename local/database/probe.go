package database

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// probeTimeout is how long a database may take to show that it is there.
const probeTimeout = 10 * time.Second

// Probe reports whether something that speaks DynamoDB's wire protocol answers at the endpoint. An
// error in DynamoDB's own form will do: the credentials need not allow listing tables.
func Probe(ctx context.Context, endpoint string) error {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	client := NewClient(endpoint)
	defer client.Close()
	answer, err := client.Call(ctx, "us-east-1", "ListTables", []byte(`{"Limit":1}`))
	if err != nil {
		return err
	}
	var said struct {
		TableNames *[]string
		Type       string `json:"__type"`
	}
	if json.Unmarshal(answer.Body, &said) != nil || said.TableNames == nil && said.Type == "" {
		return fmt.Errorf("what answers there is not DynamoDB (status %d)", answer.StatusCode)
	}
	return nil
}
