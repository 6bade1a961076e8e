package controlplane

import (
	"fmt"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
	"lambdaless/local/controlplane/store"
)

// TableResourcePolicy is the token of the resource policies of tables, their indexes and streams.
const TableResourcePolicy = "aws:dynamodb/resourcePolicy:ResourcePolicy"

// tablePolicies are the resource policies of all tables: each names its own table as the resource, and
// counts for every role that asks for it.
func tablePolicies(t *store.Tx) ([]iam.Named, error) {
	var all []iam.Named
	for _, k := range store.List[Kept](t, TableResourcePolicy+"|") {
		policy, err := parse.Resource(fmt.Sprint(k.Properties["policy"]))
		if err != nil {
			return nil, fmt.Errorf("the policy of %v: %w", k.Properties["resourceArn"], err)
		}
		all = append(all, iam.Named{Name: "policy of " + k.Name, Policy: policy})
	}
	return all, nil
}
