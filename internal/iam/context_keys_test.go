package iam_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
)

func TestContextKeys(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		document string
		want     []string
	}{
		"none":                      {`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"arn:aws:dynamodb:us-east-1:1:table/t"}}`, nil},
		"conditions":                {`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*","Condition":{"StringEquals":{"AWS:Region":"a"},"Null":{"dynamodb:Select":"true"}}}}`, []string{"aws:region", "dynamodb:select"}},
		"variables":                 {`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}/${*}","Condition":{"StringLike":{"s3:prefix":"${aws:userid, 'x'}/*"}}}}`, []string{"aws:userid", "aws:username", "s3:prefix"}},
		"variables of old versions": {`{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}"}}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy, err := parse.Identity(row.document)
			require.NoError(t, err)
			assert.Equal(t, row.want, iam.Permissions{Identity: []iam.Named{{Policy: policy}}}.ContextKeys(), "identity")
			assert.Equal(t, row.want, iam.Permissions{Boundary: &iam.Named{Policy: policy}}.ContextKeys(), "boundary")
			assert.Equal(t, row.want, iam.Permissions{Resource: []iam.Named{{Policy: policy}}}.ContextKeys(), "resource")
		})
	}
}
