package resources

import "lambdaless/local/controlplane"

func dynamodbTableReplica() *Type {
	return &Type{
		Token: "aws:dynamodb/tableReplica:TableReplica", Label: "DynamoDB Table Replica", Subject: "globalTableArn", ImportShape: "TABLE-NAME:MAIN-REGION",
		facts: facts{
			"globalTableArn":      {replaces, check(isARN)},
			"kmsKeyArn":           {replaces, check(isARN)},
			"pointInTimeRecovery": {defaultsTo(false)},
			"tableClassOverride":  {replaces, among("STANDARD", "STANDARD_INFREQUENT_ACCESS")},
		},
		Calls: of(calls[controlplane.TableReplica]{in: controlplane.TableReplicas}),
	}
}
