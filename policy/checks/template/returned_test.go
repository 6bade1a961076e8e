package template

import (
	"testing"

	"github.com/stretchr/testify/assert"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/facts"
)

// A write that answers the item that it writes over reads it: that is in the matrix and in the lock.
func TestReturnValuesStandInTheMatrix(t *testing.T) {
	t.Parallel()
	for options, want := range map[string]string{
		``:                          "PutItem",
		`,"ReturnValues":"NONE"`:    "PutItem",
		`,"ReturnValues":"ALL_OLD"`: "PutItem with ReturnValues ALL_OLD",
		`,"ReturnValuesOnConditionCheckFailure":"ALL_OLD"`:                      "PutItem with ReturnValuesOnConditionCheckFailure ALL_OLD",
		`,"ReturnValues":"#if($input.params('a') == "")ALL_OLD#{else}NONE#end"`: "PutItem with ReturnValues ALL_OLD",
	} {
		f := Passing()
		f.Template("put", `{"TableName":"books","Item":{"id":{"S":"`+Escaped+`"}}`+options+`}`)
		found := ""
		for _, row := range facts.Matrix(f.Context(), nil).Rows {
			if row.Verb == "PUT" {
				found = row.Operation
			}
		}
		assert.Equal(t, want, found, options)
	}
}
