package settings

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lambdaless/infra/cache"
	"lambdaless/infra/spelling"
)

// rule is what a configured value must be, with words for people and a value that would do.
type rule[T any] struct {
	text    string
	example T
	holds   func(T) bool
	meant   func(value string) T // what a value that does not hold probably means; nil if that is the example
}

// like is a value that would do in place of one that does not.
func (r rule[T]) like(value string) T {
	if r.meant == nil {
		return r.example
	}
	return r.meant(value)
}

// nearest is the word that was probably meant, or another one if it is like none.
func nearest(word string, words []string, otherwise string) string {
	if near, distance := spelling.Nearest(word, words); distance <= max(2, len(near)/2) {
		return near
	}
	return otherwise
}

func oneOf(values ...string) rule[string] {
	return rule[string]{
		text:    "it must be one of " + strings.Join(values, ", "),
		example: values[0],
		holds:   func(v string) bool { return slices.Contains(values, v) },
		meant:   func(v string) string { return nearest(v, values, values[0]) },
	}
}

func between(low, high int) rule[int] {
	return rule[int]{
		text:    fmt.Sprintf("it must be a whole number from %d to %d", low, high),
		example: low,
		holds:   func(v int) bool { return v >= low && v <= high },
		meant: func(v string) int {
			if n, err := strconv.Atoi(v); err == nil && n > high {
				return high
			}
			return low
		},
	}
}

func matching(pattern, text, example string) rule[string] {
	expression := regexp.MustCompile(`^(?:` + pattern + `)$`)
	return rule[string]{text: text, example: example, holds: expression.MatchString}
}

// optional lets a rule pass a value that is empty.
func optional(r rule[string]) rule[string] {
	inner := r.holds
	r.holds = func(v string) bool { return v == "" || inner(v) }
	return r
}

var (
	stageNameRule = matching(`[A-Za-z0-9_-]{1,128}`,
		"a stage's name has 1 to 128 letters, digits, underscores and dashes", "v1")
	tableNameRule = matching(`[A-Za-z0-9_.-]{3,255}`,
		"a table's name has 3 to 255 letters, digits, underscores, dots and dashes", "favorite_movies")
	kmsKeyRule = matching(CreateKey+`|arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+`,
		"it must be create, or the ARN of a key (an alias does not say which key a role may use)",
		"arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")
	principalRule = matching(`arn:aws[a-z-]*:iam::\d{12}:(role|user)/[\w+=,.@/-]+`,
		"it must be the ARN of a role or a user, whole", "arn:aws:iam::111122223333:role/break-glass")
	// retentionRule has the periods that CloudWatch Logs knows
	// (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html).
	retentionRule = func() rule[int] {
		days := []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
		return rule[int]{
			text:    "it must be one of " + strings.Trim(fmt.Sprint(days), "[]") + " (days)",
			example: 30,
			holds:   func(v int) bool { return slices.Contains(days, v) },
		}
	}()
)

// cacheSizeRule has the sizes that AWS knows.
var cacheSizeRule = func() rule[string] {
	r := optional(oneOf(cache.Sizes...))
	r.text += " (GB), or not set for no cache"
	return r
}()

// CreateKey is the value of tableKmsKeyArn that makes a key.
const CreateKey = "create"

var apiKeyRule = matching(`[!-~]{20,128}`, "a key has 20 to 128 letters, digits and marks, and no space", "$(openssl rand -hex 20)")
