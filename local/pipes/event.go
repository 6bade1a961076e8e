package pipes

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"lambdaless/local/controlplane"
)

// Record is what a pipe gets of a table's stream for a change
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html).
type Record struct {
	EventID        string        `json:"eventID"`
	EventName      string        `json:"eventName"`
	EventVersion   string        `json:"eventVersion"`
	EventSource    string        `json:"eventSource"`
	AWSRegion      string        `json:"awsRegion"`
	DynamoDB       change        `json:"dynamodb"`
	UserIdentity   *userIdentity `json:"userIdentity,omitempty"`
	EventSourceARN string        `json:"eventSourceARN"`
}

type userIdentity struct {
	Type        string `json:"type"`
	PrincipalID string `json:"principalId"`
}

// Envelope is an event of an event bus.
type Envelope struct {
	Version    string   `json:"version"`
	ID         string   `json:"id"`
	DetailType string   `json:"detail-type"`
	Source     string   `json:"source"`
	Account    string   `json:"account"`
	Time       string   `json:"time"`
	Region     string   `json:"region"`
	Resources  []string `json:"resources"`
	Detail     Record   `json:"detail"`
}

// sequenceLength is the least length of a sequence number on AWS; zeros in front keep the order of texts.
const sequenceLength = 21

// translate writes a database's record as AWS does (GW-161). expired tells that the deletion was expiry's.
func translate(r record, t controlplane.Table, expired bool) Record {
	sum := sha256.Sum256([]byte(t.StreamARN + "/" + r.Change.SequenceNumber))
	out := Record{
		EventID: hex.EncodeToString(sum[:16]), EventName: r.EventName, EventVersion: "1.1", EventSource: "aws:dynamodb",
		AWSRegion: t.Region, DynamoDB: r.Change, EventSourceARN: t.StreamARN,
	}
	out.DynamoDB.SequenceNumber = fmt.Sprintf("%0*s", sequenceLength, r.Change.SequenceNumber)
	if expired {
		out.UserIdentity = &userIdentity{Type: "Service", PrincipalID: "dynamodb.amazonaws.com"}
	}
	return out
}

// changesNothing reports whether a write left an item as it was: DynamoDB has no record of it, the engine has.
func (r record) changesNothing() bool {
	return r.EventName == "MODIFY" && r.Change.OldImage != nil && r.Change.NewImage != nil && sameJSON(r.Change.OldImage, r.Change.NewImage)
}

func sameJSON(a, b json.RawMessage) bool {
	var values [2]any
	for i, text := range []json.RawMessage{a, b} {
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		if decoder.Decode(&values[i]) != nil {
			return false
		}
	}
	return reflect.DeepEqual(values[0], values[1])
}

// envelope is the event that EventBridge makes of a record (GW-162).
func (p pipe) envelope(r Record, account string, now time.Time) Envelope {
	own := p.TargetParameters.EventbridgeEventBusParameters
	e := Envelope{
		Version: "0", ID: newID(), DetailType: "Event from aws:dynamodb", Source: "Pipe " + p.Name, Account: account,
		Time: now.UTC().Format("2006-01-02T15:04:05Z"), Region: p.region, Resources: []string{}, Detail: r,
	}
	if own.DetailType != "" {
		e.DetailType = own.DetailType
	}
	if own.Source != "" {
		e.Source = own.Source
	}
	if own.Resources != nil {
		e.Resources = own.Resources
	}
	return e
}

func newID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
