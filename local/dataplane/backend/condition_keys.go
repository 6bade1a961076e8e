package backend

import (
	"slices"
	"strconv"
	"strings"

	"lambdaless/internal/dynamodb"
)

// conditionKeys are the values of the condition keys for one part of a request
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).
func (x *authorization) conditionKeys(part dynamodb.Part) map[string][]string {
	wants := func(string) bool { return true }
	if aware, ok := x.session.(ConditionAware); ok {
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
		"aws:RequestedRegion":  {x.uri.region},
		"aws:PrincipalArn":     {x.role.arn},
		"aws:PrincipalAccount": {x.role.account},
		"aws:CurrentTime":      {x.call.Start.UTC().Format("2006-01-02T15:04:05Z")},
		"aws:EpochTime":        {strconv.FormatInt(x.call.Start.Unix(), 10)},
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
		set("LeadingKeys", x.leadingKeys(part))
	}
	return keys
}

// unknownKey stands for a partition key that cannot be read; only the pattern * matches it, so a policy
// that restricts leading keys refuses the request (GW-079).
const unknownKey = "\x00unknown partition key"

// leadingKeys are the partition keys that a part of a request names.
func (x *authorization) leadingKeys(part dynamodb.Part) []string {
	partition := x.d.partitionKey(x.ctx, x.uri.region, part.Table, part.Index)
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
