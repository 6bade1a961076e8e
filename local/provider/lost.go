package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"lambdaless/local/provider/tables"
)

// LostTables are the names of the account's tables that the database does not have, because it is
// another one than last time or its data was removed. The engine believes in them until a refresh.
func (p *Provider) LostTables(ctx context.Context) ([]string, error) {
	recorded, err := p.account.Tables()
	if err != nil {
		return nil, err
	}
	var lost []string
	for _, t := range recorded {
		db, err := p.cloud(t.Region).Tables.Client(t.Region)
		if err != nil {
			return nil, err
		}
		_, err = db.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: aws.String(t.Name)})
		var gone *types.ResourceNotFoundException
		switch {
		case errors.As(err, &gone):
			lost = append(lost, t.Name)
		case err != nil:
			return nil, fmt.Errorf("looking for the table %s: %w", t.Name, tables.Plain(err))
		}
	}
	return lost, nil
}
