package tables

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"lambdaless/local/controlplane"
)

// SetStream switches a table's stream in the database on or off, as the account has it. A database of this machine
// that has no streams (CP-099) is left alone: whoever reads the stream says that there is none.
func (t *Clients) SetStream(ctx context.Context, db *dynamodb.Client, want controlplane.Table) error {
	d, err := WaitActive(ctx, db, want.Name)
	if err != nil {
		return err
	}
	view := types.StreamViewType("")
	if s := d.StreamSpecification; s != nil && aws.ToBool(s.StreamEnabled) {
		view = s.StreamViewType
	}
	wanted := types.StreamViewType("")
	if want.StreamEnabled {
		wanted = types.StreamViewType(want.StreamViewType)
	}
	if view == wanted {
		return nil
	}
	var specifications []*types.StreamSpecification
	if view != "" { // DynamoDB changes no stream: another view is another stream
		specifications = append(specifications, &types.StreamSpecification{StreamEnabled: aws.Bool(false)})
	}
	if wanted != "" {
		specifications = append(specifications, &types.StreamSpecification{StreamEnabled: aws.Bool(true), StreamViewType: wanted})
	}
	for _, s := range specifications {
		if _, err := db.UpdateTable(ctx, &dynamodb.UpdateTableInput{TableName: aws.String(want.Name), StreamSpecification: s}); err != nil {
			if t.onThisMachine() {
				return nil
			}
			return Plain(err)
		}
		if _, err := WaitActive(ctx, db, want.Name); err != nil {
			return err
		}
	}
	return nil
}
