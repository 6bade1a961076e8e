package contract

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// titles is the body that holds a list of movies.
func titles(movies ...string) string {
	text, err := json.Marshal(map[string][]string{"movies": movies})
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

// numbered are n different titles.
func numbered(from, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%04d %s", from+i, strings.Repeat("x", 100))
	}
	return list
}

// listed expects a name's list to be these titles, in any order.
func (s *suite) listed(t *testing.T, answer Answer, name string, movies ...string) {
	t.Helper()
	require.Equal(t, http.StatusOK, answer.Status, answer.Body)
	var got struct {
		Name   string
		Movies []string
	}
	require.NoError(t, json.Unmarshal([]byte(answer.Body), &got), answer.Body)
	assert.Equal(t, name, got.Name)
	assert.NotNil(t, got.Movies, "a list, also when it is empty")
	assert.ElementsMatch(t, movies, got.Movies)
}

// list reads a name's list.
func (s *suite) list(t *testing.T, name string) Answer {
	t.Helper()
	return s.do(t, http.MethodGet, "/"+Encode(name)+"/movies", "", nil)
}

func (s *suite) send(t *testing.T, verb, name, title, body string, status int) Answer {
	t.Helper()
	path := "/" + Encode(name) + "/movies"
	if title != "" {
		path += "/" + Encode(title)
	}
	answer := s.do(t, verb, path, body, nil)
	require.Equal(t, status, answer.Status, answer.Body)
	return answer
}

func lists(t *testing.T, s *suite) {
	name := s.mark + "-list"
	s.refused(t, s.list(t, name), http.StatusNotFound)
	s.refused(t, s.send(t, "DELETE", name, "Alien", "", 404), http.StatusNotFound)
	s.refused(t, s.list(t, name), http.StatusNotFound) // which stored nothing
	s.listed(t, s.send(t, "POST", name, "", titles("Alien"), 200), name, "Alien")
	s.send(t, "PUT", name, "", titles("Alien", "Heat", "M"), 200)
	s.listed(t, s.list(t, name), name, "Alien", "Heat", "M")
	s.listed(t, s.send(t, "POST", name, "", titles("Heat", "Solaris"), 200), name, "Alien", "Heat", "M", "Solaris")
	s.send(t, "DELETE", name, "M", "", 204)
	s.send(t, "DELETE", name, "M", "", 204)
	s.listed(t, s.list(t, name), name, "Alien", "Heat", "Solaris")
	for _, title := range []string{"Alien", "Heat", "Solaris"} {
		s.send(t, "DELETE", name, title, "", 204)
	}
	s.listed(t, s.list(t, name), name)
	s.refused(t, s.get(t, name), http.StatusNotFound) // the favorite movie is another item

	require.Equal(t, http.StatusOK, s.put(t, name, "Brazil").Status)
	s.send(t, "PUT", name, "", titles("Alien"), 200)
	s.remove(t, name)
	s.listed(t, s.list(t, name), name, "Alien")
}

func badLists(t *testing.T, s *suite) {
	name := s.mark + "-badlist"
	s.send(t, "PUT", name, "", titles("Alien"), 200)
	for situation, body := range map[string]string{
		"empty list":              `{"movies":[]}`,
		"no list":                 `{}`,
		"null":                    `{"movies":null}`,
		"a title":                 `{"movies":"Alien"}`,
		"the same title twice":    titles("Heat", "Heat"),
		"101 titles":              titles(numbered(0, 101)...),
		"a number":                `{"movies":["Heat",12]}`,
		"a boolean":               `{"movies":[true]}`,
		"null in the list":        `{"movies":["Heat",null]}`,
		"a list in the list":      `{"movies":[["Heat"]]}`,
		"DynamoDB's own type":     `{"movies":[{"S":"Heat"}]}`,
		"an object":               `{"movies":{"SS":["Heat"]}}`,
		"an empty title":          titles(""),
		"a title of 257":          titles(strings.Repeat("x", 257)),
		"one property more":       `{"movies":["Heat"],"name":"eve"}`,
		"another table":           `{"movies":["Heat"],"TableName":"other"}`,
		"what a patch would take": `{"movies":{"add":["Heat"]}}`,
	} {
		for _, verb := range []string{"PUT", "POST"} {
			t.Run(verb+" "+situation, func(t *testing.T) {
				s.refused(t, s.send(t, verb, name, "", body, 400), http.StatusBadRequest)
				s.listed(t, s.list(t, name), name, "Alien")
			})
		}
	}
}

// A list holds up to 1,000 titles, added 100 per request. API Gateway could not answer with more.
func fullLists(t *testing.T, s *suite) {
	name := s.mark + "-full"
	all := numbered(0, 1000)
	s.send(t, "PUT", name, "", titles(all[:100]...), 200)
	s.listed(t, s.list(t, name), name, all[:100]...)
	for i := 100; i < 1000; i += 100 {
		s.send(t, "POST", name, "", titles(all[i:i+100]...), 200)
	}
	s.listed(t, s.list(t, name), name, all...)
	s.refused(t, s.send(t, "POST", name, "", titles("one more"), 409), http.StatusConflict)
	s.listed(t, s.list(t, name), name, all...)
}

func hostileTitles(t *testing.T, s *suite) {
	name := s.mark + `-"}},"x":{"S":"y`
	hostile := []string{`"`, `'`, `\`, `\"`, `"]},"y":{"SS":["z`, "a/b", "a+b", "a b", "a%2Fb", "$util", "#end", "#set($x = 1)", "{{Table}}", "日本語", "😀", "null", "[]", "..", "\n"}
	s.send(t, "PUT", name, "", titles(hostile[:5]...), 200)
	s.listed(t, s.send(t, "POST", name, "", titles(hostile[5:]...), 200), name, hostile...)
	for i, title := range hostile {
		s.send(t, "DELETE", name, title, "", 204)
		s.listed(t, s.list(t, name), name, hostile[i+1:]...)
	}
}

// page is what GET / answers.
type page struct {
	Items []map[string]string
	Next  string
}

func (s *suite) page(t *testing.T, limit, cursor string) page {
	t.Helper()
	answer := s.do(t, http.MethodGet, "/?limit="+limit+"&cursor="+url.QueryEscape(cursor), "", nil)
	require.Equal(t, http.StatusOK, answer.Status, answer.Body)
	var p page
	require.NoError(t, json.Unmarshal([]byte(answer.Body), &p), answer.Body)
	return p
}

// namesByPage reads all names in pages. What else is stored meanwhile may be among them.
func namesByPage(t *testing.T, s *suite) {
	var want []string
	for i := range 7 {
		name := fmt.Sprintf(`%s-page "%d"`, s.mark, i)
		want = append(want, name)
		require.Equal(t, http.StatusOK, s.do(t, http.MethodPut, "/"+Encode(name), movieBody("Alien"), nil).Status)
		t.Cleanup(func() { s.do(t, http.MethodDelete, "/"+Encode(name), "", nil) })
	}
	var got []string
	cursor, pages := "", 0
	for {
		p := s.page(t, "3", cursor)
		assert.LessOrEqual(t, len(p.Items), 3)
		for _, item := range p.Items {
			assert.Len(t, item, 1, "only the name")
			if strings.HasPrefix(item["name"], s.mark+"-page ") {
				got = append(got, item["name"])
			}
		}
		if pages++; p.Next == "" {
			break
		}
		for _, changed := range []string{p.Next + "0", p.Next[1:], "x" + p.Next, p.Next + "." + p.Next, `"},"TableName":"x`} {
			s.refused(t, s.do(t, http.MethodGet, "/?cursor="+url.QueryEscape(changed), "", nil), http.StatusBadRequest)
		}
		cursor = p.Next
	}
	assert.ElementsMatch(t, want, got, "every name once")
	assert.GreaterOrEqual(t, pages, 3)
	for _, limit := range []string{"0", "101", "-1", "x", "1.0", "%22"} {
		s.refused(t, s.do(t, http.MethodGet, "/?limit="+limit, "", nil), http.StatusBadRequest)
	}
}
