package resources

import (
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func dynamodbTableReplica() *Type {
	return &Type{
		Token: "aws:dynamodb/tableReplica:TableReplica", Label: "DynamoDB Table Replica", Subject: "globalTableArn", ImportShape: "TABLE-NAME:MAIN-REGION",
		Facts: schema.Facts{
			"globalTableArn":      {schema.Replaces, schema.Check(isARN)},
			"kmsKeyArn":           {schema.Replaces, schema.Check(isARN)},
			"pointInTimeRecovery": {schema.Default(false)},
			"tableClassOverride":  {schema.Replaces, schema.Among("STANDARD", "STANDARD_INFREQUENT_ACCESS")},
		},
		Calls: of(calls[controlplane.TableReplica]{in: controlplane.TableReplicas}),
	}
}
