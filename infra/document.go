package infra

import (
	"bytes"
	"encoding/json"
)

// document is an IAM policy document. The fields' order is the order that people write them in.
type document struct {
	Version   string
	Statement []statement
}

type statement struct {
	Effect    string
	Principal map[string]string           `json:",omitempty"`
	Action    texts                       `json:",omitempty"`
	Resource  texts                       `json:",omitempty"`
	Condition map[string]map[string]texts `json:",omitempty"`
}

// texts are one or several values; one is written without a list, as people write it.
type texts []string

func (t texts) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

func newDocument(statements ...statement) string {
	return toJSON(document{Version: "2012-10-17", Statement: statements})
}

// gatewayTrust lets API Gateway assume a role, and nobody else. It has no aws:SourceArn or
// aws:SourceAccount condition: API Gateway sends neither when it assumes an integration's role, so
// that every request would be answered with 500
// (https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/pull/479).
func gatewayTrust() string {
	return newDocument(statement{
		Effect:    "Allow",
		Principal: map[string]string{"Service": "apigateway.amazonaws.com"},
		Action:    texts{"sts:AssumeRole"},
	})
}

// toJSON marshals what cannot fail to marshal: structs of strings, numbers, maps and slices.
func toJSON(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return string(bytes.TrimRight(out.Bytes(), "\n"))
}
