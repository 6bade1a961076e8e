package capability

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestGranted(t *testing.T) {
	t.Parallel()
	under := Row{Actions: []string{"dynamodb:GetItem", "kms:Decrypt"}, Resources: []string{"kms:key", "table/t"}}
	for name, test := range map[string]struct {
		row    Row
		grants []string
		want   string
	}{
		"a mock":                           {Row{}, nil, "-"},
		"nothing":                          {under, nil, "nothing"},
		"a table under a key":              {under, []string{"dynamodb:GetItem on table/t", "kms:Decrypt on kms:key"}, "the same"},
		"a table under a key, not the key": {under, []string{"dynamodb:GetItem on table/t"}, "dynamodb:GetItem on table/t"},
		"more":                             {under, []string{"dynamodb:* on table/t", "kms:Decrypt on kms:key"}, "dynamodb:* on table/t; kms:Decrypt on kms:key"},
		"several actions": {under, []string{"dynamodb:DeleteItem on table/t", "dynamodb:GetItem on table/t", "kms:Decrypt on kms:key"},
			"dynamodb:DeleteItem, dynamodb:GetItem on table/t; kms:Decrypt on kms:key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := test.row
			row.Grants = test.grants
			assert.Equal(t, test.want, row.granted())
		})
	}
}
