package declared

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"lambdaless/infra/item"
	"lambdaless/infra/item/itemtest"
	"lambdaless/local/database"
)

// What can become of a value besides coming back as it was. Every other error is an answer that was not expected.
var (
	errLost     = errors.New("lost")     // it did not come back
	errInjected = errors.New("injected") // it became a part of the text around it
)

// scenario is one declaration, tried with its own items.
type scenario struct {
	ctx     context.Context
	db      database.API
	r       *rand.Rand
	seed    int
	d       itemtest.Declaration
	methods map[string]*method
	keys    int // how many keys it has used
}

// try makes a declaration from a seed and tries every endpoint of it.
func try(ctx context.Context, db database.API, seed int) error {
	r := rand.New(rand.NewPCG(uint64(seed), 3))
	s := &scenario{ctx: ctx, db: db, r: r, seed: seed, d: itemtest.New(r), methods: map[string]*method{}}
	for name, e := range s.d.Endpoints {
		m, err := compile(e)
		if err != nil {
			return fmt.Errorf("seed %d, %s: %w\n%s", seed, name, err, s.d.Item.Schema())
		}
		s.methods[name] = m
	}
	for _, step := range []struct {
		name string
		run  func() error
	}{
		{"missing", s.missing}, {"round trip", s.roundTrip}, {"patch", s.patch}, {"update", s.update}, {"members", s.members},
		{"create", s.create}, {"conditions", s.conditions}, {"list", s.list}, {"filter", s.filter}, {"index", s.index}, {"foreign", s.foreign},
		{"wrong bodies", s.wrongBodies}, {"expiry", s.expiry}, {"versions", s.versions}, {"transaction", s.transaction},
		{"mock", s.mock}, {"generated", s.generated}, {"chosen", s.chosen}, {"redirect", s.redirect},
	} {
		if err := step.run(); err != nil {
			return fmt.Errorf("seed %d, %s: %w\nkeys %v\nschema %s", seed, step.name, err, s.d.Keys, s.d.Item.Schema())
		}
	}
	return nil
}

func (s *scenario) newKey() itemtest.Request {
	s.keys++
	return s.d.KeyRequest(s.r, s.seed*100+s.keys)
}

// want calls an endpoint and expects a status.
func (s *scenario) want(status int, name string, request itemtest.Request, body any) (answer, error) {
	a, err := s.methods[name].call(s.ctx, s.db, request, body)
	if err != nil {
		return a, fmt.Errorf("%s: %w", name, err)
	}
	if a.status != status {
		return a, fmt.Errorf("%s: want the status %d, got %v\nrequest %q\nbody %v", name, status, a, request, body)
	}
	return a, nil
}

// item is what is answered for a body that was stored under a key.
func (s *scenario) item(request itemtest.Request, body map[string]any) map[string]any {
	value := map[string]any{}
	for name, v := range body {
		value[name] = v
	}
	for name, v := range s.d.KeyValues(request) {
		if s.d.Item.Member(name) != nil {
			value[name] = v
		}
	}
	return value
}

func (s *scenario) same(what string, want, got any) error {
	if itemtest.Equal(s.d.Item, want, got) {
		return nil
	}
	w, _ := json.Marshal(want)
	g, _ := json.Marshal(got)
	return fmt.Errorf("%w: %s:\nwant %s\ngot  %s", errLost, what, w, g)
}

// stored expects get to answer with a body that was stored.
func (s *scenario) stored(request itemtest.Request, body map[string]any) error {
	a, err := s.want(200, "get", request, nil)
	if err != nil {
		return err
	}
	return s.same("get answers "+a.String(), s.item(request, body), a.body)
}

func (s *scenario) missing() error {
	request := s.newKey()
	_, err1 := s.want(404, "get", request, nil)
	_, err2 := s.want(404, "delete", request, nil)
	return errors.Join(err1, err2)
}

func (s *scenario) roundTrip() error {
	request, body := s.newKey(), s.d.Body(s.r)
	if _, err := s.want(200, "put", request, body); err != nil {
		return err
	}
	if err := s.stored(request, body); err != nil {
		return err
	}
	if err := s.fields(request, body); err != nil {
		return err
	}
	if a, err := s.methods["delete"].call(s.ctx, s.db, request, nil); err != nil || a.status != 200 && a.status != 204 {
		return errors.Join(err, fmt.Errorf("delete: %v", a))
	} else if a.status == 200 {
		if err := s.same("delete answers", s.item(request, body), a.body); err != nil {
			return err
		}
	}
	_, err := s.want(404, "get", request, nil)
	return err
}

// fields expects every attribute under its other name.
func (s *scenario) fields(request itemtest.Request, body map[string]any) error {
	a, err := s.want(200, "fields", request, nil)
	if err != nil {
		return err
	}
	renamed := map[string]any{}
	got, _ := a.body.(map[string]any)
	for i, m := range s.d.Item.Members {
		if v, ok := got[fmt.Sprintf("f%d", i)]; ok {
			renamed[m.Name] = v
		}
	}
	return s.same("fields", s.item(request, body), renamed)
}

// change is a random patch, and what the item is afterwards.
func (s *scenario) change(body map[string]any) (patch, after map[string]any) {
	patch, after = map[string]any{}, map[string]any{}
	for name, v := range body {
		after[name] = v
	}
	for _, m := range s.d.Item.Members {
		_, inKey := s.d.KeyValues(itemtest.Request{})[m.Name]
		if inKey || m.Managed || s.r.IntN(2) == 0 && len(patch) > 0 {
			continue
		}
		if !m.Required && s.r.IntN(3) == 0 {
			patch[m.Name] = nil
			if m.Nullable && m.Kind != "set" || m.Kind == "null" {
				after[m.Name] = nil
			} else {
				delete(after, m.Name)
			}
			continue
		}
		patch[m.Name] = m.Value(s.r)
		after[m.Name] = patch[m.Name]
	}
	return patch, after
}

func (s *scenario) patch() error {
	request, body := s.newKey(), s.d.Body(s.r)
	patch, after := s.change(body)
	if len(patch) == 0 {
		return nil // everything is in the key
	}
	if _, err := s.want(404, "patch", request, patch); err != nil {
		return err
	}
	if _, err := s.want(400, "patch", request, map[string]any{}); err != nil {
		return err
	}
	if _, err := s.want(200, "put", request, body); err != nil {
		return err
	}
	for _, name := range []string{"patch", "upsert"} {
		if s.methods[name] == nil {
			return nil
		}
		a, err := s.want(200, name, request, patch)
		if err != nil {
			return err
		}
		if err := s.same(fmt.Sprintf("%s %v answers %v", name, patch, a), s.item(request, after), a.body); err != nil {
			return err
		}
		if err := s.stored(request, after); err != nil {
			return err
		}
		patch, after = s.change(after)
	}
	fresh := s.newKey()
	patch, after = s.change(map[string]any{})
	if _, err := s.want(200, "upsert", fresh, patch); err != nil {
		return err
	}
	return s.stored(fresh, after)
}

func (s *scenario) update() error {
	name := s.d.Counter()
	if name == "" || s.methods["count-up"] == nil {
		return nil
	}
	request := s.newKey()
	for i := range 2 {
		a, err := s.want(200, "count-up", request, nil)
		if err != nil {
			return err
		}
		if err := s.same("count-up", s.item(request, map[string]any{name: json.Number(fmt.Sprint(i + 1))}), a.body); err != nil {
			return err
		}
	}
	return nil
}

func (s *scenario) members() error {
	name := s.d.Set()
	if name == "" || s.methods["members"] == nil {
		return nil
	}
	set := s.d.Item.Member(name)
	request := s.newKey()
	var members []any
	for len(members) < 3 {
		v := set.Items.Value(s.r)
		if set.Items.Kind != "string" {
			// dynoxide deletes from a set of numbers what is written alike, and DynamoDB what is equal.
			v = itemtest.Small(s.r)
		}
		if !slices.ContainsFunc(members, func(o any) bool { return itemtest.Equal(set.Items, v, o) }) {
			members = append(members, v)
		}
	}
	for _, step := range []struct{ body, after map[string]any }{
		{map[string]any{"add": members[:2]}, map[string]any{name: members[:2]}},
		{map[string]any{"add": members[1:]}, map[string]any{name: members}},
		{map[string]any{"delete": members[:1]}, map[string]any{name: members[1:]}},
		{map[string]any{"delete": members}, map[string]any{}},
	} {
		a, err := s.want(200, "members", request, map[string]any{name: step.body})
		if err != nil {
			return err
		}
		if err := s.same(fmt.Sprint("members ", step.body), s.item(request, step.after), a.body); err != nil {
			return err
		}
	}
	if _, err := s.want(400, "members", request, map[string]any{name: map[string]any{"add": members[:1], "delete": members[1:]}}); err != nil {
		return err
	}
	return s.oneByOne(set, members)
}

// oneByOne appends to a set, puts members in and takes them out.
func (s *scenario) oneByOne(set *itemtest.Property, members []any) error {
	request := s.newKey()
	call := func(name string, in itemtest.Request, body any, want ...any) error {
		a, err := s.want(200, name, in, body)
		if err != nil {
			return err
		}
		return s.same(name+" answers "+a.String(), s.item(request, map[string]any{set.Name: want}), a.body)
	}
	member := func(v any) itemtest.Request { return with(request, itemtest.Request{"query.member": fmt.Sprint(v)}) }
	err := errors.Join(
		call("append", request, map[string]any{set.Name: members[:1]}, members[0]),
		call("take-in", member(members[1]), nil, members[:2]...),
		call("take-in", member(members[1]), nil, members[:2]...),
		call("append", request, map[string]any{set.Name: members[1:]}, members...),
		call("take-out", member(members[0]), nil, members[1:]...),
		call("take-out", member(members[0]), nil, members[1:]...),
	)
	if _, refused := s.want(400, "append", request, map[string]any{set.Name: []any{}}); refused != nil {
		err = errors.Join(err, refused)
	}
	if s.methods["limited"] != nil {
		_, full := s.want(409, "limited", request, map[string]any{set.Name: members[:1]})
		err = errors.Join(err, full, call("take-out", member(members[1]), nil, members[2]), call("limited", request, map[string]any{set.Name: members}, members...))
	}
	return err
}

func (s *scenario) create() error {
	request, body := s.newKey(), s.d.Body(s.r)
	if _, err := s.want(201, "create", request, body); err != nil {
		return err
	}
	if _, err := s.want(409, "create", request, s.d.Body(s.r)); err != nil {
		return err
	}
	return s.stored(request, body)
}

func (s *scenario) conditions() error {
	m := s.methods["match"]
	if m == nil {
		return nil
	}
	request, body := s.newKey(), s.d.Body(s.r)
	name := s.d.Endpoints["filter"].Operation.(item.List)
	attribute := ""
	for a := range name.Filter {
		attribute = a
	}
	body[attribute] = itemtest.KeyText(s.r)
	match := with(request, itemtest.Request{"header.If-Match": body[attribute].(string)})
	for _, step := range []struct {
		status  int
		request itemtest.Request
	}{{404, request}, {404, match}} {
		if _, err := s.want(step.status, "match", step.request, body); err != nil {
			return err
		}
	}
	if _, err := s.want(200, "put", request, body); err != nil {
		return err
	}
	other := with(request, itemtest.Request{"header.If-Match": body[attribute].(string) + "'"})
	if _, err := s.want(412, "match", other, body); err != nil {
		return err
	}
	if _, err := s.want(200, "match", match, body); err != nil {
		return err
	}
	_, err := s.want(200, "match", request, body)
	return err
}
