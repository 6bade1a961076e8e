package dataplane

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"lambdaless/internal/dynamodb"
)

// ConditionAware is an optional part of a Session: the condition keys that the role's policies
// mention, in any case. A session without it is given every key that a request has, which costs time.
type ConditionAware interface {
	ConditionKeys() []string
}

// conditionKeys are the values of the condition keys for one part of a request
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).
func (x *exchange) conditionKeys(ctx context.Context, uri awsURI, role assumedRole, session Session, part dynamodb.Part) map[string][]string {
	wants := func(string) bool { return true }
	if aware, ok := session.(ConditionAware); ok {
		mentioned := aware.ConditionKeys()
		if len(mentioned) == 0 {
			return nil
		}
		wants = func(key string) bool {
			return slices.ContainsFunc(mentioned, func(other string) bool { return strings.EqualFold(key, other) })
		}
	}
	keys := map[string][]string{
		"aws:SecureTransport":  {"true"},
		"aws:RequestedRegion":  {uri.region},
		"aws:PrincipalArn":     {role.arn},
		"aws:PrincipalAccount": {role.account},
		"aws:CurrentTime":      {x.context().Start.UTC().Format("2006-01-02T15:04:05Z")},
		"aws:EpochTime":        {strconv.FormatInt(x.context().Start.Unix(), 10)},
	}
	set := func(key string, values []string) {
		if len(values) > 0 {
			keys["dynamodb:"+key] = values
		}
	}
	if part.Enclosing != "" {
		set("EnclosingOperation", []string{part.Enclosing})
	}
	if part.Table == "" || part.Body == nil {
		return keys
	}
	for _, option := range []string{"Select", "ReturnValues", "ReturnConsumedCapacity"} {
		set(option, part.Option(option))
	}
	set("Attributes", part.Attributes())
	if wants("dynamodb:LeadingKeys") && part.Action != "dynamodb:Scan" { // a Scan has none
		set("LeadingKeys", x.leadingKeys(ctx, uri.region, part))
	}
	return keys
}

// unknownKey stands for a partition key that cannot be read; only the pattern * matches it, so a policy
// that restricts leading keys refuses the request (GW-079).
const unknownKey = "\x00unknown partition key"

// leadingKeys are the partition keys that a part of a request names.
func (x *exchange) leadingKeys(ctx context.Context, region string, part dynamodb.Part) []string {
	partition := x.g.keySchema.partitionKey(ctx, x.g, region, part.Table, part.Index)
	var values []string
	for _, element := range part.Elements() {
		value := unknownKey
		if partition != "" {
			if scalar := dynamodb.Scalar(element.KeyValue(partition)); scalar != nil {
				if text, ok := scalar.Text(); ok {
					value = text
				}
			}
		}
		if !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}
