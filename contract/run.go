package contract

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Run runs the whole contract against a deployment.
func Run(t *testing.T, c *Client) {
	require.NoError(t, CheckUncached(t.Context(), c))
	mark := "contract-" + strings.ToLower(rand.Text()[:10])
	for _, part := range []struct {
		name string
		test func(*testing.T, *suite)
	}{
		{"a movie's life", life},
		{"bodies that break the model", badBodies},
		{"bodies that keep to the model", goodBodies},
		{"content types", contentTypes},
		{"unknown routes", unknownRoutes},
		{"API keys", apiKeys},
		{"names that DynamoDB refuses", refusedNames},
		{"broken percent-encoding", brokenEncoding},
		{"names that look alike", lookalikes},
		{"hostile names and movies", hostile},
		{"any name and any movie", anyNameAndMovie},
		{"lists of movies", lists},
		{"lists that break the model", badLists},
		{"lists that are full", fullLists},
		{"hostile titles", hostileTitles},
		{"pages of names", namesByPage},
		{"records of users", records},
		{"records of other users", othersRecords},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, &suite{Client: c, mark: mark}) })
	}
}

// suite is a client with the assertions that the contract's parts share.
type suite struct {
	*Client
	mark string
}

// tester is both *testing.T and *rapid.T.
type tester interface {
	require.TestingT
	Helper()
}

func (s *suite) do(t tester, method, path, body string, header map[string]string) Answer {
	t.Helper()
	answer, err := s.Do(context.Background(), method, path, body, header)
	require.NoError(t, err, "%s %s", method, path)
	return answer
}

func (s *suite) get(t tester, name string) Answer {
	t.Helper()
	return s.do(t, http.MethodGet, "/"+Encode(name), "", nil)
}

func (s *suite) put(t tester, name, movie string) Answer {
	t.Helper()
	return s.do(t, http.MethodPut, "/"+Encode(name), movieBody(movie), nil)
}

func (s *suite) remove(t tester, name string) {
	t.Helper()
	answer := s.do(t, http.MethodDelete, "/"+Encode(name), "", nil)
	require.Equal(t, http.StatusNoContent, answer.Status, answer.Body)
	require.Empty(t, answer.Body)
}

// stored asserts that a movie comes back byte for byte, and as JSON that a strict reader takes.
func (s *suite) stored(t tester, answer Answer, name, movie string) {
	t.Helper()
	require.Equal(t, http.StatusOK, answer.Status, answer.Body)
	require.True(t, utf8.ValidString(answer.Body), "%q", answer.Body)
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(answer.Body), &got), "%q", answer.Body)
	require.Equal(t, map[string]any{"name": name, "favorite_movie": movie}, got)
}

// refused asserts a status, and a short JSON message that tells nothing of what is behind the API.
func (s *suite) refused(t tester, answer Answer, status int) {
	t.Helper()
	assert.Equal(t, status, answer.Status, answer.Body)
	assert.Equal(t, "application/json", answer.Header.Get("Content-Type"))
	var body struct {
		Message string `json:"message"`
	}
	require.NoError(t, json.Unmarshal([]byte(answer.Body), &body), "%q", answer.Body)
	assert.NotEmpty(t, body.Message, answer.Body)
	s.leaksNothing(t, answer)
}

func (s *suite) leaksNothing(t tester, answer Answer) {
	t.Helper()
	assert.Less(t, len(answer.Body), 200, answer.Body)
	for _, secret := range []string{"arn:", "exception", "dynamo", "amazon", "favorite_movies", "movie_lists", ".java", "goroutine", ".vtl"} {
		assert.NotContains(t, strings.ToLower(answer.Body), secret)
	}
}

func movieBody(movie string) string {
	text, err := json.Marshal(map[string]string{"favorite_movie": movie})
	if err != nil {
		panic(err) // text always marshals
	}
	return string(text)
}
