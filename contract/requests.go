package contract

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func life(t *testing.T, s *suite) {
	name := s.mark + "-life"
	s.refused(t, s.get(t, name), http.StatusNotFound)
	s.remove(t, name)

	answer := s.put(t, name, "Interstellar")
	require.Equal(t, http.StatusOK, answer.Status, answer.Body)
	assert.JSONEq(t, `{}`, answer.Body)

	answer = s.get(t, name)
	s.stored(t, answer, name, "Interstellar")
	assert.Equal(t, "application/json", answer.Header.Get("Content-Type"))

	require.Equal(t, http.StatusOK, s.put(t, name, "Alien").Status)
	s.stored(t, s.get(t, name), name, "Alien")
	s.stored(t, s.do(t, http.MethodGet, "/"+name, "", map[string]string{"Accept": "text/html"}), name, "Alien")
	s.stored(t, s.do(t, http.MethodGet, "/"+name+"/", "", nil), name, "Alien")

	s.remove(t, name)
	s.remove(t, name)
	s.refused(t, s.get(t, name), http.StatusNotFound)
}

func badBodies(t *testing.T, s *suite) {
	name := s.mark + "-bad"
	for situation, body := range map[string]string{
		"empty":                  "",
		"no movie":               `{}`,
		"an empty movie":         `{"favorite_movie":""}`,
		"257 characters":         movieBody(strings.Repeat("x", 257)),
		"257 characters of four": movieBody(strings.Repeat("🎬", 257)),
		"a number":               `{"favorite_movie":12}`,
		"null":                   `{"favorite_movie":null}`,
		"a list":                 `{"favorite_movie":["Alien"]}`,
		"an object":              `{"favorite_movie":{"S":"Alien"}}`,
		"one property more":      `{"favorite_movie":"Alien","year":1979}`,
		"another table":          `{"favorite_movie":"Alien","TableName":"other"}`,
		"another spelling":       `{"Favorite_movie":"Alien"}`,
		"a list of bodies":       `[{"favorite_movie":"Alien"}]`,
		"only text":              `"Alien"`,
		"not JSON":               `favorite_movie=Alien`,
		"JSON that is cut off":   `{"favorite_movie":"Alien"`,
	} {
		t.Run(situation, func(t *testing.T) {
			s.refused(t, s.do(t, http.MethodPut, "/"+name, body, map[string]string{"Content-Type": "application/json"}), http.StatusBadRequest)
			s.refused(t, s.get(t, name), http.StatusNotFound)
		})
	}
}

func goodBodies(t *testing.T, s *suite) {
	name := s.mark + "-good"
	t.Cleanup(func() { s.remove(t, name) })
	for situation, test := range map[string]struct{ body, movie string }{
		"one character":          {`{"favorite_movie":"M"}`, "M"},
		"256 characters":         {movieBody(strings.Repeat("x", 256)), strings.Repeat("x", 256)},
		"256 characters of four": {movieBody(strings.Repeat("🎬", 256)), strings.Repeat("🎬", 256)},
		"white space":            {" {\n\t\"favorite_movie\" : \"Alien\" }\r\n", "Alien"},
		"escapes":                {`{"favorite_movie":"\u0041\/\ud83c\udfac\b\f\n\r\t\\\""}`, "A/🎬\b\f\n\r\t\\\""},
		"an escaped name":        {`{"favorite\u005fmovie":"Alien"}`, "Alien"},
		"a number as text":       {`{"favorite_movie":"007"}`, "007"},
		"true as text":           {`{"favorite_movie":"true"}`, "true"},
		"null as text":           {`{"favorite_movie":"null"}`, "null"},
	} {
		t.Run(situation, func(t *testing.T) {
			answer := s.do(t, http.MethodPut, "/"+name, test.body, nil)
			require.Equal(t, http.StatusOK, answer.Status, answer.Body)
			s.stored(t, s.get(t, name), name, test.movie)
		})
	}
}

// A body under a Content-Type without a template would reach DynamoDB as it is, were it not refused.
func contentTypes(t *testing.T, s *suite) {
	name := s.mark + "-type"
	raw := `{"TableName":"favorite_movies","Item":{"name":{"S":"` + name + `"},"favorite_movie":{"S":"raw"}}}`
	for _, contentType := range []string{"text/plain", "application/xml", "application/x-amz-json-1.0", "application/x-www-form-urlencoded", "text/json"} {
		t.Run(contentType, func(t *testing.T) {
			s.refused(t, s.do(t, http.MethodPut, "/"+name, raw, map[string]string{"Content-Type": contentType}), http.StatusUnsupportedMediaType)
			s.refused(t, s.get(t, name), http.StatusNotFound)
		})
	}
	t.Cleanup(func() { s.remove(t, name) })
	for situation, contentType := range map[string]string{"JSON with a character set": "application/json; charset=utf-8", "none": ""} {
		t.Run(situation, func(t *testing.T) {
			answer := s.do(t, http.MethodPut, "/"+name, movieBody(situation), map[string]string{"Content-Type": contentType})
			require.Equal(t, http.StatusOK, answer.Status, answer.Body)
			s.stored(t, s.get(t, name), name, situation)
		})
	}
}

func unknownRoutes(t *testing.T, s *suite) {
	for _, route := range [][2]string{
		{"POST", ""}, {"DELETE", "/"}, {"PUT", "/"}, {"POST", "/bob"}, {"PATCH", "/bob"}, {"OPTIONS", "/bob"}, {"GET", "/bob/movie"}, {"DELETE", "/bob/movie"},
	} {
		t.Run(route[0]+" "+route[1], func(t *testing.T) {
			s.refused(t, s.do(t, route[0], route[1], "", nil), http.StatusForbidden)
		})
	}
}

func apiKeys(t *testing.T, s *suite) {
	name := s.mark + "-key"
	if !s.HasKey() {
		// Writes are open here. A key that is not required must not be refused.
		answer := s.do(t, http.MethodPut, "/"+name, movieBody("Alien"), map[string]string{"X-Api-Key": "unasked"})
		require.Equal(t, http.StatusOK, answer.Status, answer.Body)
		s.remove(t, name)
		return
	}
	for situation, key := range map[string]string{"no key": "", "a wrong key": "not-" + s.apiKey} {
		t.Run(situation, func(t *testing.T) {
			header := map[string]string{"X-Api-Key": key}
			s.refused(t, s.do(t, http.MethodPut, "/"+name, movieBody("Alien"), header), http.StatusForbidden)
			s.refused(t, s.do(t, http.MethodDelete, "/"+name, "", header), http.StatusForbidden)
			s.refused(t, s.do(t, http.MethodGet, "/"+name, "", header), http.StatusNotFound)
		})
	}
}

// A partition key has at most 2048 bytes.
func refusedNames(t *testing.T, s *suite) {
	longest := s.mark + strings.Repeat("x", 2048-len(s.mark))
	t.Cleanup(func() { s.remove(t, longest) })
	require.Equal(t, http.StatusOK, s.put(t, longest, "Alien").Status)
	s.stored(t, s.get(t, longest), longest, "Alien")
	s.refused(t, s.put(t, longest+"x", "Alien"), http.StatusBadRequest)
	s.refused(t, s.get(t, longest+"x"), http.StatusBadRequest)
	s.refused(t, s.do(t, http.MethodDelete, "/"+longest+"x", "", nil), http.StatusBadRequest)
}

// A broken encoding may be refused at any step, but the answer must not show what is behind the API.
// What is an encoding of no text is a name like any other that nothing is stored under.
func brokenEncoding(t *testing.T, s *suite) {
	for _, path := range []string{"/%", "/%4", "/%zz", "/%u0041"} {
		t.Run(path, func(t *testing.T) {
			answer := s.do(t, http.MethodGet, path, "", nil)
			assert.GreaterOrEqual(t, answer.Status, 400)
			s.leaksNothing(t, answer)
		})
	}
	for _, path := range []string{"/%C3", "/%FF", "/%ED%A0%80"} {
		t.Run(path, func(t *testing.T) {
			s.refused(t, s.do(t, http.MethodGet, path+s.mark, "", nil), http.StatusNotFound)
		})
	}
}
