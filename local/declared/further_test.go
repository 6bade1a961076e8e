package declared

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"regexp"
	"strings"

	"lambdaless/infra/item/itemtest"
)

// mock answers without the database.
func (s *scenario) mock() error {
	if _, err := s.want(204, "mock-nothing", nil, nil); err != nil {
		return err
	}
	status := s.methods["mock"].choose(200).Status
	a, err := s.want(status, "mock", nil, nil)
	if err != nil {
		return err
	}
	var want any
	decoder := json.NewDecoder(strings.NewReader(s.d.Constant))
	decoder.UseNumber()
	if err := decoder.Decode(&want); err != nil {
		return err
	}
	if !reflect.DeepEqual(want, a.body) {
		return fmt.Errorf("%w: mock answers %s, want %s", errLost, a.text, s.d.Constant)
	}
	return nil
}

// generated creates an item whose key API Gateway makes. The request's id is the client's to choose, from the
// characters of an HTTP token.
func (s *scenario) generated() error {
	if s.d.Made == "" {
		return nil
	}
	key := s.d.Table.Keys[len(s.d.Table.Keys)-1]
	now := 1_000_000_000 + s.seed
	request := with(s.newKey(), itemtest.Request{"requestId": fmt.Sprintf("it's-$x#%%|`*~^%d", s.seed), "now": fmt.Sprint(now)})
	millis := fmt.Sprintf("%d999", now)
	made := strings.ReplaceAll(s.d.Prefix+string(s.d.Made), "{now}", millis)
	made = strings.ReplaceAll(made, "{requestId}", request["requestId"])
	body := s.d.Body(s.r)
	a, err := s.want(201, "generated", request, body)
	if err != nil {
		return err
	}
	if answered, there := a.body.(map[string]any)[key.Name]; there || s.d.Prefix == "" {
		if fmt.Sprint(answered) != made {
			return fmt.Errorf("%w: the answer's %s is %q, want %q", errLost, key.Name, answered, made)
		}
	}
	if _, err := s.want(409, "generated", request, body); err != nil {
		return err
	}
	next, err := s.follow(request, a.location)
	if err != nil {
		return err
	}
	got, err := s.want(200, "read-generated", next, nil)
	if err != nil {
		return fmt.Errorf("at %s: %w", a.location, err)
	}
	want := s.item(request, body)
	if s.d.Item.Member(key.Name) != nil {
		want[key.Name] = made
		if key.Type == "N" {
			want[key.Name] = json.Number(made)
		}
	}
	return s.same("read-generated", want, got.body)
}

// follow is a client's request for a Location: what is in the URL, and the headers, the claims and the rest of the
// path as they were. A plus in a path is a plus.
func (s *scenario) follow(request itemtest.Request, location string) (itemtest.Request, error) {
	at, err := url.ParseRequestURI(location)
	if err != nil {
		return nil, fmt.Errorf("%w: the Location: %w", errInjected, err)
	}
	last, below := strings.CutPrefix(at.EscapedPath(), "/local/items/")
	made, err := url.PathUnescape(last)
	if err != nil || !below || strings.Contains(last, "/") {
		return nil, fmt.Errorf("%w: the Location %q is not a path below the request's", errInjected, location)
	}
	next := itemtest.Request{itemtest.Made: made}
	for name, value := range request {
		if !strings.HasPrefix(name, "query.") {
			next[name] = value
		}
	}
	for name, values := range at.Query() {
		next["query."+name] = values[0]
	}
	return next, nil
}

// chosen creates an item whose key is in the body, a query string or a header, and reads it at its Location.
func (s *scenario) chosen() error {
	key := s.d.Table.Keys[len(s.d.Table.Keys)-1]
	s.keys++
	value := s.d.ChosenText(s.r, s.seed*100+s.keys)
	request, body := with(itemtest.Request{"path.pk": "a b+c/ä"}, s.newKey()), s.d.Body(s.r)
	sent := body
	if place, inBody := strings.CutPrefix(s.d.Chosen, "body."); inBody {
		sent = maps.Clone(body)
		sent[place] = value
		if key.Type == "N" {
			sent[place] = json.Number(value)
		}
	} else {
		request[s.d.Chosen] = value
	}
	a, err := s.want(201, "chosen", request, sent)
	if err != nil {
		return err
	}
	if _, err := s.want(409, "chosen", request, sent); err != nil {
		return err
	}
	next, err := s.follow(request, a.location)
	if err != nil {
		return err
	}
	got, err := s.want(200, "read-chosen", next, nil)
	if err != nil {
		return fmt.Errorf("at %s, after %s: %w", a.location, a.sent, err)
	}
	want := s.item(request, body)
	if s.d.Item.Member(key.Name) != nil {
		text := strings.NewReplacer("{"+s.d.Chosen+"}", value, "{path.pk}", request["path.pk"]).Replace(string(s.d.ChosenKey[key.Name]))
		want[key.Name] = text
		if key.Type == "N" {
			want[key.Name] = json.Number(text)
		}
	}
	return s.same("read-chosen", want, got.body)
}

var isURL = regexp.MustCompile(`^https?://[!-~]+$`)

// redirect goes to what is stored only if that is a URL.
func (s *scenario) redirect() error {
	if s.d.URL == "" {
		return nil
	}
	names := []string{"redirect"}
	if s.methods["hit"] != nil {
		names = append(names, "hit")
	}
	request := s.newKey()
	for _, name := range names {
		if _, err := s.want(404, name, request, nil); err != nil {
			return err
		}
	}
	for _, stored := range []string{
		"https://example.com/a?b=%20&c='$d\"#e", "http://x", "https://", "javascript:alert(1)", "https://a b", "https://ä.example",
		"http://x\r\nSet-Cookie: a=b", "ftp://x", " https://x", itemtest.Text(s.r),
	} {
		body := s.d.Body(s.r)
		body[s.d.URL] = stored
		if count := s.d.Counter(); count != "" {
			body[count] = itemtest.Small(s.r) // 1 more has no more digits than DynamoDB keeps
		}
		if _, err := s.want(200, "put", request, body); err != nil {
			return err
		}
		for _, name := range names {
			status := s.methods[name].choose(200).Status
			if !isURL.MatchString(stored) {
				status = 502
			}
			a, err := s.want(status, name, request, nil)
			if err != nil {
				return err
			}
			if status != 502 && a.location != stored || status == 502 && a.location != "" {
				return fmt.Errorf("%w: %s goes to %q, stored is %q", errInjected, name, a.location, stored)
			}
		}
	}
	return nil
}

// mocked answers a request of a MOCK integration, whose template says which status it has.
func mocked(action, rendered string) (int, bool) {
	var request struct{ StatusCode int }
	return request.StatusCode, action == "" && json.Unmarshal([]byte(rendered), &request) == nil
}
