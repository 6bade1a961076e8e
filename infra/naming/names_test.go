package naming

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLongNamesAreShortenedAndStayDifferent(t *testing.T) {
	t.Parallel()
	names := New("lambdaless", "a-rather-long-stack-name", "ap-southeast-2")
	long := strings.Repeat("very-", 10)
	first, second := names.Global(long+"1"), names.Global(long+"2")
	assert.Len(t, first, 64)
	assert.Len(t, second, 64)
	assert.NotEqual(t, first, second)
	assert.Equal(t, "lambdaless-dev-eu-west-1-get-name", New("lambdaless", "dev", "eu-west-1").Global("get-name"))
	assert.Equal(t, "lambdaless-dev-favorite_movies", New("lambdaless", "dev", "eu-west-1").Regional("favorite_movies"))
}

func TestNamesOfBuckets(t *testing.T) {
	t.Parallel()
	for project, want := range map[string]string{
		"lambdaless":            "^lambdaless-dev-123456789012-eu-west-1-x$",
		"My.Project_2":          "^my-project-2-dev-123456789012-eu-west-1-x-[0-9a-f]{8}$",
		strings.Repeat("a", 90): "^a{54}-[0-9a-f]{8}$",
	} {
		assert.Regexp(t, want, New(project, "dev", "eu-west-1").Bucket("123456789012", "x"))
	}
	assert.NotEqual(t, New("a.b", "dev", "r").Bucket("1", "x"), New("a_b", "dev", "r").Bucket("1", "x"))
}
