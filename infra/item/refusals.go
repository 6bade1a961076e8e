package item

import (
	"slices"
	"strconv"
	"strings"
)

// What the templates for DynamoDB's status 400 have in common.
const (
	refusalHead = "## DynamoDB answers 400 to everything that it refuses; only __type tells why. The integration\n" +
		"## response's own status is 502: an unforeseen error is our mistake, not the client's.\n" +
		"#set($type = $input.path('$.__type'))\n"
	isThrottled      = `$type.contains("ProvisionedThroughputExceededException") || $type.contains("ThrottlingException") || $type.contains("RequestLimitExceeded")`
	throttledMessage = "Too many requests, try again later"
	isInvalid        = `$type.contains("ValidationException")`
	invalidMessage   = "The request cannot be stored or looked up as it is"
)

var refusalEnd = "#else\n" + message("The backend refused the request") + "#end\n"

// inOrder are conditions in the order in which their failures are told apart.
func inOrder(list []Condition) []Condition {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Condition) int { return int(a.kind) - int(b.kind) })
	return list
}

// refusals is the template for DynamoDB's status 400.
func (c *compiler) refusals(list []Condition) {
	item, text := "$input.path('$.Item')", refusalHead
	if len(list) > 1 && c.expiring() {
		item = "$item"
		text += "#set($item = $input.path('$.Item'))\n" + c.nowInAnswer()
	}
	statuses := []int{400, 429}
	for i, condition := range inOrder(list) {
		test := `$type.contains("ConditionalCheckFailedException")`
		if i < len(list)-1 {
			test += c.failed(condition.kind, item)
		}
		text += branch(i == 0, test) + failure(condition.status, condition.message)
		statuses = append(statuses, condition.status)
	}
	text += branch(false, isThrottled) + failure(429, throttledMessage) +
		branch(false, isInvalid) + failure(400, invalidMessage) + refusalEnd
	c.respondRefused(text, statuses)
}

func branch(first bool, test string) string {
	return map[bool]string{true: "#if(", false: "#elseif("}[first] + test + ")\n"
}

// failure answers with another status than the response's own.
func failure(status int, text string) string {
	return "#set($context.responseOverride.status = " + strconv.Itoa(status) + ")\n" + message(text)
}

func message(text string) string {
	return `{"message": "` + strings.TrimSpace(constant(text)) + `"}` + "\n"
}
