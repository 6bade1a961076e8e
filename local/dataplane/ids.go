package dataplane

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"
)

// IDs makes the ids that API Gateway gives a request.
type IDs interface {
	RequestID() string              // a UUID: x-amzn-RequestId, $context.requestId
	ExtendedRequestID() string      // x-amz-apigw-id, $context.extendedRequestId
	TraceID(start time.Time) string // an X-Ray trace id: 1-<8 hex digits>-<24 hex digits>
	SegmentID() string              // the id of API Gateway's segment in an X-Ray trace: 16 hex digits
}

type randomIDs struct{}

func (randomIDs) RequestID() string {
	var b [16]byte
	random(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

func (randomIDs) ExtendedRequestID() string {
	var b [11]byte
	random(b[:])
	return base64.URLEncoding.EncodeToString(b[:])
}

func (randomIDs) TraceID(start time.Time) string {
	var b [12]byte
	random(b[:])
	return fmt.Sprintf("1-%08x-%s", start.Unix(), hex.EncodeToString(b[:]))
}

func (randomIDs) SegmentID() string {
	var b [8]byte
	random(b[:])
	return hex.EncodeToString(b[:])
}

// random cannot fail: crypto/rand ends the program when the system has no randomness.
func random(b []byte) { _, _ = rand.Read(b) }
